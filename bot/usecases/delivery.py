"""What becomes of a message that set out: sent, put off, unknown, or on its next way."""

from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.delivery import LONGEST_RETRY, ChannelKind, choose_route, retry_at
from bot.domain.messages import BY_NOTICE, DeliveryState, Route
from bot.storage import consents, contacts, receipts
from bot.storage.contacts import Contact
from bot.storage.outbox import ARRIVED, Settled
from bot.usecases.errand import (
    Errand,
    alone,
    give_back,
    mark_unreachable,
    settle,
    with_consent,
)
from bot.usecases.office import Office
from bot.usecases.reach import channel_kind, look, subscription
from bot.usecases.undeliverable import tell_of_doubt

GIVE_UP_AFTER = timedelta(hours=24)
_SHORTEST_PAUSE = timedelta(seconds=1)
# How long before we store a notice as sent the word on it may have come.
_FASTEST_WORD = timedelta(minutes=1)
# The channel was not ready, so nothing was tried: no failed attempt.
WAITS = frozenset(
    {
        *("disconnected", "account_offline", "muted", "paced", "expired", "channel_off"),
        *("stopping", "page_closed", "group_push_off", "not_in_group", "muted_there"),
    }
)
_WINDOW_IS_OVER = frozenset({"window_closed", "quota_used"})
_LEFT_US = "not_following"
_NO_CONSENT = "refused"


class Setback(Struct, frozen=True):
    """Why a message could not be sent now; `pause` as the platform asked, `jitter` 0..1."""

    reason: str
    pause: timedelta = timedelta()
    jitter: float = 0.0


async def mark_sent(
    office: Office, errand: Errand, platform_id: str, route: Route | None = None
) -> Errand:
    """The platform took the message, by another `route` than planned where that is given."""
    if route is not None and route is not errand.route:
        await give_back(office, errand)
        errand = replace(errand, route=route)
    reason, to = "", errand.message.to
    if errand.route is Route.SUBSCRIPTION and not platform_id:
        since = office.now - _FASTEST_WORD
        platform_id, reason = await receipts.take_latest(office.work, to, since)
    elif errand.route in BY_NOTICE:
        reason = await receipts.take(office.work, to, platform_id) or ""
    settled = Settled(DeliveryState.SENT, errand.route, platform_id, reason)
    if reason not in ("", ARRIVED):  # its platform said so before we were told that it took it
        return await _next_way(office, errand, reason)
    return await settle(office, errand, settled)


async def mark_unknown(office: Office, errand: Errand, reason: str) -> Errand:
    """The platform may have taken it: never sent again, but for a result staff are told."""
    settled = Settled(DeliveryState.UNKNOWN, errand.route, reason=reason)
    for each in errand.together:
        await tell_of_doubt(office, each)
    return await settle(office, errand, settled)


async def put_off(office: Office, errand: Errand, setback: Setback) -> Errand:
    """Nothing was sent: try again later, for 24 hours; a spent window message is given back."""
    await give_back(office, errand)
    message, now = errand.message, office.now
    if message.created_at is not None and now - message.created_at > GIVE_UP_AFTER:
        return await mark_unreachable(office, errand, "given_up")
    is_wait = setback.reason in WAITS
    due_at = now + min(max(setback.pause, _SHORTEST_PAUSE), LONGEST_RETRY)
    if not is_wait:
        due_at = max(due_at, retry_at(now, message.attempts, setback.jitter))
    settled = Settled(
        DeliveryState.RETRY, errand.route, "", setback.reason, due_at, is_counted=not is_wait
    )
    return await settle(office, errand, settled)


async def fall_back(office: Office, errand: Errand, reason: str) -> Errand:
    """This way is barred: the errand on its next way, never the same again, or settled."""
    contact = await contacts.find(office.work, errand.message.to)
    await _remember_refusal(office, errand, contact, reason)
    is_about_all = reason in _WINDOW_IS_OVER or reason == _LEFT_US
    if len(errand.together) > 1 and not is_about_all:
        # The text of one of them may be at fault: each goes alone.
        again = Settled(DeliveryState.RETRY, errand.route, "", reason, office.now)
        return await settle(office, errand, again)
    return await _next_way(office, await alone(office, errand), reason)


async def _next_way(office: Office, errand: Errand, reason: str) -> Errand:
    message, tried = errand.message, errand.tried | {errand.route}
    kind = channel_kind(office, message.to)
    if kind is not ChannelKind.GROUP:
        _, standing, _ = await look(
            office, message.to, message.purpose, has_fields=bool(message.fields)
        )
        # A second window message, a second push: what was refused is not tried again.
        route = choose_route(message.purpose, kind, standing, office.now, tried | {Route.WINDOW})
        again = replace(
            errand, route=route, tried=tried, window_until=None, counted_at=None, consent=""
        )
        if route is Route.SUBSCRIPTION and (allowed := await with_consent(office, again)):
            return allowed
        if route not in (Route.PHONE, Route.SUBSCRIPTION):
            return again
    return await mark_unreachable(office, errand, reason)


async def close(office: Office, errand: Errand, state: DeliveryState, reason: str) -> Errand:
    """Store a fate and nothing else, when telling of it failed."""
    return await settle(office, errand, Settled(state, errand.route, reason=reason))


async def _remember_refusal(
    office: Office, errand: Errand, contact: Contact | None, reason: str
) -> None:
    to = errand.message.to
    if reason == _NO_CONSENT and errand.route is Route.SUBSCRIPTION:
        template = subscription(office, to, errand.message.purpose)
        await consents.use_up(office.work, to, template)
        return
    if reason == _LEFT_US and contact is not None:
        await contacts.set_followed(office.work, contact.id, followed=False)
    if reason not in _WINDOW_IS_OVER:
        await give_back(office, errand)
    elif contact and contact.window and contact.window.until == errand.window_until:
        await contacts.close_window(office.work, to)  # not one opened meanwhile
