"""Whether and how a message can reach a person; courier and clerks go by the same rule."""

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.delivery import ChannelKind, Standing, choose_route
from bot.domain.messages import GROUP_PREFIX, ContactRef, Purpose, Route, is_member_only
from bot.domain.tickets import Ticket
from bot.domain.windows import PLATFORM_CONSENTS, PLATFORM_WINDOWS, has_push_switch
from bot.storage import consents, contacts, detours, rooms
from bot.storage.contacts import Contact
from bot.usecases.office import Office

BY_CLERK = frozenset({"street_hotline", "community_hotline", "weibo"})
"""Channels on which only a member of staff can answer (mission section 2)."""

BY_PHONE = frozenset({"street_hotline", "community_hotline"})
"""Those of them where somebody is on the line, whose number staff have checked."""
CLERK_ONLY = "clerk_only"
# A page shows a message to whoever looks at it: nobody may, so nothing is sent round that way.
_SEEN_ONLY_BY_CHANCE = frozenset({"web"})
_NO_LETTER = 0
_BEST_FIRST = (Route.WINDOW, Route.PUSH, Route.PASSIVE, Route.TEMPLATE, Route.SUBSCRIPTION)


class Way(Struct, frozen=True):
    """How a message would go now: by `route` to `to`; `reason`: why it cannot go to the contact it
    was meant for, "" where it can."""

    route: Route
    to: ContactRef
    reason: str = ""


def is_on_the_line(office: Office, contact: Contact) -> bool:
    """Whether a member of staff is on the phone with this contact now."""
    return bool(office.receiver) and contact.ref.channel in BY_PHONE


def channel_kind(office: Office, to: ContactRef) -> ChannelKind:
    """How `to` lets us write first; a channel without an adapter is a clerk with a telephone."""
    if to.address.startswith(GROUP_PREFIX):
        return ChannelKind.GROUP
    has_adapter = office.channels is None or to.channel in office.channels
    if to.channel in BY_CLERK or not has_adapter:
        return ChannelKind.CLERK
    rules = PLATFORM_WINDOWS.get(to.channel)
    return ChannelKind.WINDOWED if rules and not rules.push_too else ChannelKind.PUSH


def standing_of(
    office: Office, contact: Contact | None, purpose: Purpose, *, has_fields: bool
) -> Standing:
    """How we stand with a contact; a template notice needs its id and something to fill it with."""
    templates = office.config.channels.wechat_templates
    has_template = has_fields and bool(templates.get(purpose.value))
    if contact is None:
        return Standing(has_template=has_template)
    left = contact.window.messages if contact.window else 0
    return Standing(contact.window, left, contact.followed, has_template)


def subscription(office: Office, to: ContactRef, purpose: Purpose) -> str:
    """The id of the subscription notice that tells `to` of such a thing; "" where there is none."""
    if to.channel not in PLATFORM_CONSENTS:
        return ""
    return office.config.channels.wechat_subscriptions.templates.get(purpose.value, "")


async def may_push(office: Office, to: ContactRef) -> bool:
    """Whether they let us write unasked; only some platforms have a switch for it."""
    return not has_push_switch(to.channel) or (
        await rooms.lets_us_push(office.work, to) is not False
    )


def why_not(office: Office, to: ContactRef, standing: Standing) -> str:
    """The machine word for why nothing reaches `to`."""
    kind = channel_kind(office, to)
    if kind is ChannelKind.CLERK:
        return CLERK_ONLY if to.channel in BY_CLERK else "channel_off"
    if not standing.followed:
        return "unfollowed"
    if standing.push_off:
        return "push_off"
    is_closed = standing.window is None or standing.window.until <= office.now
    return "window_closed" if is_closed else "quota_used"


async def look(
    office: Office, to: ContactRef, purpose: Purpose, *, has_fields: bool
) -> tuple[Route, Standing, Contact | None]:
    """The way to one contact now, how we stand with them, and who they are."""
    contact = await contacts.find(office.work, to)
    standing = await _standing(office, to, contact, (purpose, has_fields))
    return choose_route(purpose, channel_kind(office, to), standing, office.now), standing, contact


async def other_way(
    office: Office, resident_id: int | None, letter: int, purpose: Purpose, *, has_fields: bool
) -> Way | None:
    """The resident's other contact at which a message is most likely to arrive now: an open window
    before a notice, and who wrote last before the others. `letter` is the outbox row that must not
    go anywhere twice. None where no bound contact can be reached."""
    if resident_id is None:
        return None
    found: list[Way] = []
    for contact in await detours.untried(office.work, resident_id, letter):
        ref = contact.ref
        if ref.channel in _SEEN_ONLY_BY_CHANCE or is_member_only(ref):
            continue
        standing = await _standing(office, ref, contact, (purpose, has_fields))
        route = choose_route(purpose, channel_kind(office, ref), standing, office.now)
        if route is not Route.PHONE:
            found.append(Way(route, ref))
    return min(found, key=lambda way: _BEST_FIRST.index(way.route), default=None)


async def way_to(office: Office, ticket: Ticket, *, has_fields: bool = True) -> Way:
    """The way a result of `ticket` would take now. A question has no fields for a notice."""
    ref = ContactRef(ticket.channel, ticket.address)
    route, standing, contact = await look(office, ref, Purpose.RESULT, has_fields=has_fields)
    if route is not Route.PHONE:
        return Way(route, ref)
    reason = why_not(office, ref, standing)
    if contact is None:
        return Way(Route.PHONE, ref, reason)
    other = await other_way(
        office, contact.resident_id, _NO_LETTER, Purpose.RESULT, has_fields=has_fields
    )
    return Way(other.route, other.to, reason) if other else Way(Route.PHONE, ref, reason)


async def arrives(office: Office, to: ContactRef) -> bool:
    """Whether a message of staff to `to` would arrive now, without a template notice."""
    route, _, _ = await look(office, to, Purpose.RESULT, has_fields=False)
    return route is not Route.PHONE


async def _standing(
    office: Office, to: ContactRef, contact: Contact | None, about: tuple[Purpose, bool]
) -> Standing:
    purpose, has_fields = about
    standing = standing_of(office, contact, purpose, has_fields=has_fields)
    if has_fields and (template := subscription(office, to, purpose)):
        left = await consents.left(office.work, to, template)
        standing = replace(standing, notices_left=left)
    if await may_push(office, to):
        return standing
    return replace(standing, push_off=True)
