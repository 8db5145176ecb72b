"""A message on its way out: what it carries, what was reserved for it, and its stored fate."""

from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct, field
from msgspec.structs import replace

from bot.domain.messages import DeliveryState, OutboundMessage, Route
from bot.domain.windows import push_limits
from bot.storage import consents, contacts, outbox, pushes
from bot.storage.outbox import Settled
from bot.usecases.office import Office
from bot.usecases.reach import subscription
from bot.usecases.undeliverable import pass_on

Fits = Callable[[tuple[str, ...]], int]


class Lease(Struct, frozen=True):
    """Who may send a message, and until when nobody else may.

    `fits`: by channel, how many leading texts one message carries; not there = never joined.
    `is_paced`: the rates of the platform count (not in a rehearsal).
    """

    owner: str
    until: datetime
    fits: Mapping[str, Fits] = field(default_factory=dict)
    is_paced: bool = False


class Errand(Struct, frozen=True):
    """A leased message and its way out.

    `together`: the outbox rows it carries, joined in `message`. `window_until` is set when a
    message of that DeliveryWindow was reserved for it, `counted_at` when it was counted among what
    is written unasked, `consent` when one notice of that template was; `tried`: ways that were
    refused. `settled` when its fate is stored and
    nothing is left to send, with the `reason`.
    """

    message: OutboundMessage
    owner: str
    route: Route
    together: tuple[OutboundMessage, ...]
    window_until: datetime | None = None
    counted_at: datetime | None = None
    consent: str = ""
    tried: frozenset[Route] = frozenset()
    settled: DeliveryState | None = None
    reason: str = ""


async def settle(office: Office, errand: Errand, settled: Settled) -> Errand:
    """Store the fate of all it carries and give the leases back."""
    for each in errand.together:
        await outbox.settle(office.work, each.id, errand.owner, settled, office.now)
    return replace(errand, settled=settled.state, reason=settled.reason)


async def alone(office: Office, errand: Errand) -> Errand:
    """Only the first goes on; those that were joined to it wait for their turn again."""
    first, *others = errand.together
    if not others:
        return errand
    due = Settled(DeliveryState.DUE, None, due_at=office.now, is_counted=False)
    for each in others:
        await outbox.settle(office.work, each.id, errand.owner, due, office.now)
    return replace(errand, message=first, together=(first,))


async def with_consent(office: Office, errand: Errand) -> Errand | None:
    """One notice that the person allowed is reserved for it; None when none is left.

    A lasting consent (channels.yaml) is not used up.
    """
    to, purpose = errand.message.to, errand.message.purpose
    template = subscription(office, to, purpose)
    if office.config.channels.wechat_subscriptions.is_lasting:
        return replace(errand, route=Route.SUBSCRIPTION)
    if not await consents.spend(office.work, to, template):
        return None
    return replace(errand, route=Route.SUBSCRIPTION, consent=template)


async def give_back(office: Office, errand: Errand) -> None:
    """What was reserved for it was not used."""
    to = errand.message.to
    if errand.window_until is not None:
        await contacts.give_back_window(office.work, to, errand.window_until)
    if errand.consent:
        await consents.give_back(office.work, to, errand.consent)
    if errand.counted_at is not None:
        scopes = {limit.scope for limit in push_limits(to.channel, to.address)}
        at, letter = errand.counted_at, errand.message.id
        await pushes.uncount(office.work, to.channel, scopes, letter, at)


async def mark_unreachable(office: Office, errand: Errand, reason: str) -> Errand:
    """No way is left here: another contact of the resident, else staff are asked to phone."""
    errand = await alone(office, errand)
    await pass_on(office, errand.message, reason)
    settled = Settled(DeliveryState.UNREACHABLE, Route.PHONE, reason=reason)
    return await settle(office, errand, settled)
