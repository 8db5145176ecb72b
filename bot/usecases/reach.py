"""Whether a message can reach a person; courier and clerks go by the same rule (mission 8)."""

from bot.domain.delivery import PLATFORM_WINDOWS, ChannelKind, Standing, choose_route
from bot.domain.masking import mask_phone, title_name
from bot.domain.messages import GROUP_PREFIX, ContactRef, Purpose, Route
from bot.domain.tickets import Ticket
from bot.storage import contacts
from bot.storage.contacts import Contact
from bot.usecases.office import Office
from bot.usecases.wording import channel_word

BY_CLERK = frozenset({"street_hotline", "community_hotline", "weibo"})
"""Channels on which only a member of staff can answer (mission section 2)."""


def channel_kind(office: Office, to: ContactRef) -> ChannelKind:
    """How `to` lets us write first; a channel without an adapter is a clerk with a telephone."""
    if to.address.startswith(GROUP_PREFIX):
        return ChannelKind.PUSH
    channels = office.channels
    has_adapter = to.channel not in BY_CLERK if channels is None else to.channel in channels
    if not has_adapter:
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


async def route_to(office: Office, ticket: Ticket) -> Route:
    """The way a result of `ticket` would take now; results carry the fields of a notice."""
    ref = ContactRef(ticket.channel, ticket.address)
    contact = await contacts.find(office.work, ref)
    standing = standing_of(office, contact, Purpose.RESULT, has_fields=True)
    return choose_route(Purpose.RESULT, channel_kind(office, ref), standing, office.now)


async def arrives(office: Office, to: ContactRef) -> bool:
    """Whether a message of staff to `to` would arrive now, without a template notice."""
    standing = standing_of(
        office, await contacts.find(office.work, to), Purpose.RESULT, has_fields=False
    )
    route = choose_route(Purpose.RESULT, channel_kind(office, to), standing, office.now)
    return route is not Route.PHONE


async def told(office: Office, ticket: Ticket) -> str:
    """What a member of staff hears about the letter that goes to the resident.

    It goes out, or will not arrive; where only staff can answer nothing is said here, because the
    request to phone follows at once.
    """
    route = await route_to(office, ticket)
    if route is not Route.PHONE:
        key = "staff.told"
    elif channel_kind(office, ContactRef(ticket.channel, ticket.address)) is ChannelKind.CLERK:
        return ""
    else:
        key = "staff.unreachable"
    return office.say(
        key,
        person=title_name(ticket.name) or office.say("ticket.no_name"),
        phone=mask_phone(ticket.phone) or office.say("ticket.no_phone"),
        channel=channel_word(office, ticket.channel),
    )
