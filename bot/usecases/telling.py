"""What a member of staff hears about whether the resident of a ticket gets what is written."""

from bot.domain.masking import mask_phone, title_name
from bot.domain.messages import BY_NOTICE, Route
from bot.domain.tickets import OPEN_STATUSES, Ticket
from bot.usecases.office import Office
from bot.usecases.reach import CLERK_ONLY, Way, way_to
from bot.usecases.wording import channel_word, spell_reason

PAGE = "web"
"""What is said there waits until somebody looks (channels.yaml `web.fetch_minutes`)."""


async def told(office: Office, ticket: Ticket, *, is_question: bool = False) -> str:
    """What becomes of the letter that just went to the resident.

    It goes out, goes another way, or will not arrive; where only staff can answer nothing is said
    here, because the request to phone follows at once. `is_question`: it needs an answer, which
    no notice can ask for.
    """
    way = await way_to(office, ticket, has_fields=not is_question)
    if way.route is Route.PHONE and way.reason == CLERK_ONLY:
        return ""
    return office.say(f"staff.{_how(way)}", **_values(office, ticket, way))


async def foretold(office: Office, ticket: Ticket) -> str:
    """Before anything is written: that it would not arrive on the usual way, and what would happen
    instead; "" where all is well or the ticket needs no more words."""
    if ticket.status not in OPEN_STATUSES:
        return ""
    way = await way_to(office, ticket, has_fields=False)
    if not way.reason:
        return ""
    if way.reason == CLERK_ONLY:
        return office.say("reach.by_clerk", channel=channel_word(office, ticket.channel))
    return office.say(f"reach.{_how(way)}", **_values(office, ticket, way))


async def warned(office: Office, ticket: Ticket) -> str:
    """The same as a line below an answer."""
    warning = await foretold(office, ticket)
    return office.say("reach.line", word=warning) if warning else ""


def _how(way: Way) -> str:
    if way.route is Route.PHONE:
        return "unreachable"
    if way.reason:
        return "told_elsewhere"
    if way.route in BY_NOTICE:
        return "told_by_notice"
    return "told_on_page" if way.to.channel == PAGE else "told"


def _values(office: Office, ticket: Ticket, way: Way) -> dict[str, str]:
    return {
        "person": title_name(ticket.name) or office.say("ticket.no_name"),
        "phone": mask_phone(ticket.phone) or office.say("ticket.no_phone"),
        "channel": channel_word(office, ticket.channel),
        "other": channel_word(office, way.to.channel),
        "reason": spell_reason(office, way.reason),
        "minutes": str(office.config.channels.web_fetch_minutes),
    }
