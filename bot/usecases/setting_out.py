"""How a message sets out: leased, its way chosen, joined with others, what it costs reserved."""

from datetime import datetime

from msgspec.structs import replace

from bot.domain.delivery import ChannelKind, Standing, choose_route, join_texts, weightiest
from bot.domain.messages import DeliveryState, OutboundMessage, Purpose, Route
from bot.domain.quiet import end_of_quiet
from bot.domain.windows import push_limits
from bot.storage import contacts, due, outbox, pushes
from bot.storage.outbox import Settled
from bot.usecases.errand import Errand, Lease, mark_unreachable, settle, with_consent
from bot.usecases.office import Office
from bot.usecases.reach import channel_kind, look, may_push, why_not


async def take_up(office: Office, row_id: int, lease: Lease) -> Errand | None:
    """Lease a message and choose its way; None when another sender was faster.

    The window message is spent here, before sending, so that no two sends use the same one.
    """
    message = await outbox.claim(office.work, row_id, lease.owner, lease.until, office.now)
    if message is None:
        return None
    errand = Errand(message, lease.owner, Route.PHONE, (message,))
    if message.expires_at is not None and message.expires_at <= office.now:
        return await settle(office, errand, Settled(DeliveryState.WITHDRAWN, None, "", "expired"))
    if message.purpose is Purpose.REMINDER and (later := _after_quiet(office, message)):
        waits = Settled(DeliveryState.DUE, None, "", "quiet", later, is_counted=False)
        return await settle(office, errand, waits)
    if channel_kind(office, message.to) is ChannelKind.GROUP:
        standing = Standing(push_off=not await may_push(office, message.to))
    else:
        _, standing, _ = await look(
            office, message.to, message.purpose, has_fields=bool(message.fields)
        )
    return await _set_out(office, errand, standing, lease)


async def _set_out(office: Office, errand: Errand, standing: Standing, lease: Lease) -> Errand:
    """Choose the way and reserve what it costs."""
    to, kind = errand.message.to, channel_kind(office, errand.message.to)
    more = await _more_due(office, errand, kind, lease)
    purpose = weightiest(each.purpose for each in (errand.message, *more))
    route = choose_route(purpose, kind, standing, office.now)
    if route is Route.WINDOW and not await contacts.spend_window(office.work, to):
        standing = replace(standing, messages_left=0)
        route = choose_route(errand.message.purpose, kind, standing, office.now)
    if route is Route.WINDOW and standing.window is not None:
        joined = await _joined(office, errand, more, lease)
        return replace(joined, route=route, window_until=standing.window.until)
    if route is Route.SUBSCRIPTION and (allowed := await with_consent(office, errand)):
        return allowed
    if route in (Route.PHONE, Route.SUBSCRIPTION):
        return await mark_unreachable(office, errand, why_not(office, to, standing))
    if route is Route.PUSH and lease.is_paced:
        return await _in_its_turn(office, errand)
    return replace(errand, route=route)


async def _more_due(
    office: Office, errand: Errand, kind: ChannelKind, lease: Lease
) -> tuple[OutboundMessage, ...]:
    """What may go in the same message, where messages are scarce; what failed once goes alone."""
    message = errand.message
    fits = lease.fits.get(message.to.channel)
    if kind is not ChannelKind.WINDOWED or fits is None or message.attempts > 1:
        return ()
    waiting = await due.due_with(office.work, message, office.now)
    if not waiting:
        return ()
    return waiting[: fits(tuple(each.text for each in (message, *waiting))) - 1]


async def _joined(
    office: Office, errand: Errand, more: tuple[OutboundMessage, ...], lease: Lease
) -> Errand:
    together = [errand.message]
    for each in more:
        found = await outbox.claim(office.work, each.id, lease.owner, lease.until, office.now)
        if found is not None:
            together.append(found)
    if len(together) == 1:
        return errand
    text = join_texts(each.text for each in together)
    return replace(
        errand, message=replace(errand.message, text=text, fields={}), together=tuple(together)
    )


async def _in_its_turn(office: Office, errand: Errand) -> Errand:
    """Counted among what is written unasked, or put off until the platform takes one more."""
    message = errand.message
    limits = push_limits(message.to.channel, message.to.address)
    if not limits:
        return replace(errand, route=Route.PUSH)
    free_at = await pushes.free_at(office.work, message.to.channel, limits, office.now)
    if free_at > office.now:
        waits = Settled(DeliveryState.RETRY, Route.PUSH, "", "paced", free_at, is_counted=False)
        return await settle(office, errand, waits)
    scopes = {limit.scope for limit in limits}
    await pushes.count(office.work, message.to.channel, scopes, message.id, office.now)
    return replace(errand, route=Route.PUSH, counted_at=office.now)


def _after_quiet(office: Office, message: OutboundMessage) -> datetime | None:
    """When a reminder may go that falls into the quiet hours; None = now, also where it would be
    of no use any more by then."""
    edge = end_of_quiet(office.now, office.config.centre.reminders.quiet)
    is_too_late = edge is None or (message.expires_at is not None and edge >= message.expires_at)
    return None if is_too_late else edge
