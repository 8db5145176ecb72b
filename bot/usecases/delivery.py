"""What becomes of a message on its way out: taken up, sent, put off, unknown or unreachable."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.delivery import (
    LONGEST_RETRY,
    ChannelKind,
    Standing,
    choose_route,
    retry_at,
)
from bot.domain.masking import mask_id_numbers
from bot.domain.messages import (
    GROUP_PREFIX,
    ContactRef,
    DeliveryState,
    OutboundMessage,
    Purpose,
    Route,
)
from bot.storage import contacts, outbox, receipts, staff, tickets
from bot.storage.contacts import Contact
from bot.storage.outbox import Settled
from bot.storage.tasks import NewTask, TaskKind
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.office import Office
from bot.usecases.pasting import BY_PASTING, spell_due
from bot.usecases.reach import BY_CLERK, channel_kind, standing_of
from bot.usecases.tasks import masked, open_task, person_of
from bot.usecases.wording import channel_word, masked_person

GIVE_UP_AFTER = timedelta(hours=24)
POISON = "poison"
CLERK_ONLY = "clerk_only"
_SHORTEST_PAUSE = timedelta(seconds=1)
# The channel was not ready, so nothing was tried: no failed attempt.
_WAITS = frozenset(
    {
        "disconnected",
        "account_offline",
        "muted",
        "paced",
        "expired",
        "channel_off",
        "page_closed",
        "stopping",
    }
)
_WINDOW_IS_OVER = frozenset({"window_closed", "quota_used"})
_LEFT_US = "not_following"


@dataclass(frozen=True, slots=True)
class Lease:
    """Who may send a message, and until when nobody else may."""

    owner: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Errand:
    """A leased message and its way out.

    `window_until` is set when a message of that DeliveryWindow was reserved for it; `settled` when
    its fate is stored and nothing is left to send, with the `reason`.
    """

    message: OutboundMessage
    owner: str
    route: Route
    window_until: datetime | None = None
    settled: DeliveryState | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Setback:
    """Why a message could not be sent now; `pause` as the platform asked, `jitter` 0..1."""

    reason: str
    pause: timedelta = timedelta()
    jitter: float = 0.0


async def take_up(office: Office, row_id: int, lease: Lease) -> Errand | None:
    """Lease a message and choose its way; None when another sender was faster.

    The window message is spent here, before sending, so that no two sends use the same one.
    """
    message = await outbox.claim(office.work, row_id, lease.owner, lease.until, office.now)
    if message is None:
        return None
    errand = Errand(message, lease.owner, Route.PHONE)
    if message.expires_at is not None and message.expires_at <= office.now:
        return await _settle(office, errand, Settled(DeliveryState.WITHDRAWN, None, "", "expired"))
    kind = channel_kind(office, message.to)
    contact = await contacts.find(office.work, message.to)
    standing = _standing(office, message, contact)
    route = choose_route(message.purpose, kind, standing, office.now)
    if route is Route.WINDOW and not await contacts.spend_window(office.work, message.to):
        standing = replace(standing, messages_left=0)
        route = choose_route(message.purpose, kind, standing, office.now)
    if route is Route.PHONE:
        return await mark_unreachable(office, errand, _why(message.to, kind, standing, office.now))
    until = standing.window.until if route is Route.WINDOW and standing.window else None
    return replace(errand, route=route, window_until=until)


async def mark_sent(office: Office, errand: Errand, platform_id: str) -> Errand:
    """The platform took the message."""
    settled = Settled(DeliveryState.SENT, errand.route, platform_id)
    return await _settle(office, errand, settled)


async def mark_unknown(office: Office, errand: Errand, reason: str) -> Errand:
    """The platform may have taken it: never sent again, but for a result staff are told."""
    settled = Settled(DeliveryState.UNKNOWN, errand.route, reason=reason)
    await tell_of_doubt(office, errand.message)
    return await _settle(office, errand, settled)


async def tell_of_doubt(office: Office, message: OutboundMessage) -> None:
    """Tell staff, once, that a result may not have arrived."""
    if message.purpose is Purpose.RESULT:
        values = await _particulars(office, message)
        note = GroupNote(
            office.say("delivery.unknown", **values),
            ticket=message.ticket,
            unique_key=f"unknown:{message.id}",
        )
        await tell_group(office, note)


async def put_off(office: Office, errand: Errand, setback: Setback) -> Errand:
    """Nothing was sent: try again later, for 24 hours; a spent window message is given back."""
    await _give_back(office, errand)
    message, now = errand.message, office.now
    if message.created_at is not None and now - message.created_at > GIVE_UP_AFTER:
        return await mark_unreachable(office, errand, "given_up")
    is_wait = setback.reason in _WAITS
    due_at = now + min(max(setback.pause, _SHORTEST_PAUSE), LONGEST_RETRY)
    if not is_wait:
        due_at = max(due_at, retry_at(now, message.attempts, setback.jitter))
    settled = Settled(
        DeliveryState.RETRY, errand.route, "", setback.reason, due_at, is_counted=not is_wait
    )
    return await _settle(office, errand, settled)


async def fall_back(office: Office, errand: Errand, reason: str) -> Errand:
    """This way is barred: the errand on its next way, or settled as unreachable."""
    contact = await contacts.find(office.work, errand.message.to)
    await _remember_refusal(office, errand, contact, reason)
    if errand.route is Route.WINDOW:
        standing = replace(_standing(office, errand.message, contact), window=None)
        purpose = errand.message.purpose
        if reason != _LEFT_US and Route.TEMPLATE is choose_route(
            purpose, ChannelKind.WINDOWED, standing, office.now
        ):
            return replace(errand, route=Route.TEMPLATE, window_until=None)
    return await mark_unreachable(office, errand, reason)


async def mark_unreachable(office: Office, errand: Errand, reason: str) -> Errand:
    """No way is left; where a resident waits for it, staff are asked to phone, exactly once."""
    if await _is_for_a_call(office, errand.message, reason):
        await _ask_for_a_call(office, errand.message, reason)
    settled = Settled(DeliveryState.UNREACHABLE, Route.PHONE, reason=reason)
    return await _settle(office, errand, settled)


async def take_back(office: Office, to: ContactRef, platform_id: str, reason: str) -> None:
    """The platform had taken a notice and now says that it did not arrive (WeChat sheet, 11)."""
    message = await receipts.disprove(office.work, to, platform_id, reason)
    if message is not None and await _is_for_a_call(office, message, reason):
        await _ask_for_a_call(office, message, reason)


async def close(office: Office, errand: Errand, state: DeliveryState, reason: str) -> Errand:
    """Store a fate and nothing else, when telling of it failed."""
    return await _settle(office, errand, Settled(state, errand.route, reason=reason))


async def _settle(office: Office, errand: Errand, settled: Settled) -> Errand:
    await outbox.settle(office.work, errand.message.id, errand.owner, settled, office.now)
    return replace(errand, settled=settled.state, reason=settled.reason)


def _standing(office: Office, message: OutboundMessage, contact: Contact | None) -> Standing:
    return standing_of(office, contact, message.purpose, has_fields=bool(message.fields))


def _why(to: ContactRef, kind: ChannelKind, standing: Standing, now: datetime) -> str:
    if kind is ChannelKind.CLERK:
        return CLERK_ONLY if to.channel in BY_CLERK else "channel_off"
    if not standing.followed:
        return "unfollowed"
    is_closed = standing.window is None or standing.window.until <= now
    return "window_closed" if is_closed else "quota_used"


async def _give_back(office: Office, errand: Errand) -> None:
    if errand.window_until is not None:
        await contacts.give_back_window(office.work, errand.message.to, errand.window_until)


async def _remember_refusal(
    office: Office, errand: Errand, contact: Contact | None, reason: str
) -> None:
    if reason == _LEFT_US and contact is not None:
        await contacts.set_followed(office.work, contact.id, followed=False)
    if reason not in _WINDOW_IS_OVER:
        await _give_back(office, errand)
    elif contact and contact.window and contact.window.until == errand.window_until:
        await contacts.close_window(office.work, errand.message.to)  # not one opened meanwhile


async def _is_for_a_call(office: Office, message: OutboundMessage, reason: str) -> bool:
    if message.to.address.startswith(GROUP_PREFIX):
        return False
    if message.purpose is Purpose.REPLY and not message.ticket and reason != POISON:
        return False
    return await staff.bound_name(office.work, message.to) is None


async def _ask_for_a_call(office: Office, message: OutboundMessage, reason: str) -> None:
    key = f"phone:{message.id}"
    text = mask_id_numbers(message.text)
    task = await open_task(office, NewTask(TaskKind.PHONE, message.to, text, message.ticket, key))
    if task is None:
        return
    values = await _particulars(office, message) | {"task": task.code}
    if message.ticket is None:
        values["person"] = masked(office, await person_of(office, task))
    if message.to.channel in BY_PASTING:
        spoken = await spell_due(office, message, values)
    else:
        sentence = "delivery.by_clerk" if reason == CLERK_ONLY else "delivery.unreachable"
        spoken = office.say(sentence, reason=_spell(office, reason), **values)
    await tell_group(office, GroupNote(spoken, ticket=message.ticket, unique_key=key))


async def _particulars(office: Office, message: OutboundMessage) -> dict[str, str]:
    ticket = await tickets.by_code(office.work, message.ticket) if message.ticket else None
    return {
        "code": message.ticket or office.say("delivery.no_code"),
        "person": masked_person(office, ticket) if ticket else office.say("delivery.no_person"),
        "channel": channel_word(office, message.to.channel),
    }


def _spell(office: Office, reason: str) -> str:
    key = f"delivery.reason.{reason}"
    known = key in office.config.texts.by_key
    return office.say(key if known else "delivery.reason.other", reason=reason)
