"""Whether what a member of staff is about to say will reach the resident (mission section 8)."""

from bot.domain.delivery import PLATFORM_WINDOWS, ChannelKind, Standing, choose_route
from bot.domain.masking import mask_phone, title_name
from bot.domain.messages import ContactRef, Purpose, Route
from bot.domain.tickets import Ticket
from bot.storage import contacts
from bot.usecases.office import Office

BY_CLERK = frozenset({"street_hotline", "community_hotline", "weibo"})
"""Channels on which only a member of staff can answer (mission section 2)."""


def channel_kind(channel: str) -> ChannelKind:
    """How `channel` lets us write first."""
    if channel in BY_CLERK:
        return ChannelKind.CLERK
    return ChannelKind.WINDOWED if channel in PLATFORM_WINDOWS else ChannelKind.PUSH


async def route_to(office: Office, ticket: Ticket) -> Route:
    """The way a result of `ticket` would take now."""
    ref = ContactRef(ticket.channel, ticket.address)
    contact = await contacts.find(office.work, ref)
    window = contact.window if contact else None
    templates = office.config.channels.wechat_templates if ticket.channel == "wechat" else {}
    standing = Standing(
        window=window,
        messages_left=window.messages if window else 0,
        followed=contact.followed if contact else True,
        has_template=Purpose.RESULT.value in templates,
    )
    return choose_route(Purpose.RESULT, channel_kind(ticket.channel), standing, office.now)


async def told(office: Office, ticket: Ticket) -> str:
    """What a member of staff hears about the letter that goes to the resident: it goes out, or the
    resident must be phoned."""
    route = await route_to(office, ticket)
    if route is not Route.PHONE:
        key = "staff.told"
    elif ticket.channel in BY_CLERK:
        key = "staff.phone_channel"
    else:
        key = "staff.unreachable"
    return office.say(
        key,
        person=title_name(ticket.name) or office.say("ticket.no_name"),
        phone=mask_phone(ticket.phone) or office.say("ticket.no_phone"),
        channel=office.say(f"channel.{ticket.channel}"),
    )
