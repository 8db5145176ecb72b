"""A resident says that they are here: the group hears it once, 到了 stays with staff."""

from bot.domain.tickets import Ticket
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.office import Office
from bot.usecases.wording import masked_person, when_of


async def announce(office: Office, ticket: Ticket) -> bool:
    """Tell the group, to be answered by 到了; False when it was told before."""
    text = office.say(
        f"group.here_{ticket.status.value}",
        code=ticket.code,
        service=ticket.service,
        when=when_of(office.snapshot, ticket),
        person=masked_person(office, ticket),
    )
    day = ticket.starts_at.date().isoformat() if ticket.starts_at else ""
    key = f"here:{ticket.code}:{day}:{ticket.status.value}"
    note = GroupNote(text, ticket=ticket.code, to=ticket.owner or None, unique_key=key)
    return await tell_group(office, note)


async def announce_late(office: Office, ticket: Ticket, said: str) -> None:
    """Pass on to the group that somebody will be late, in their own words (`said`, masked)."""
    text = office.say(
        "group.late",
        code=ticket.code,
        service=ticket.service,
        when=when_of(office.snapshot, ticket),
        person=masked_person(office, ticket),
        text=said,
    )
    await tell_group(office, GroupNote(text, ticket=ticket.code, to=ticket.owner or None))
