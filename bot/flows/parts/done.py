"""What a resident reads when a ticket was made: code, time, what to bring, where (mission 3.7)."""

from bot.domain.tickets import Ticket
from bot.flows.base import Turn
from bot.usecases.wording import when_of


def spell_done(turn: Turn, ticket: Ticket) -> str:
    """The whole answer to 确认."""
    service = turn.office.service(ticket.service)
    materials = "、".join(service.materials) if service else ""
    return turn.say(
        f"booking.done_{ticket.kind.value}",
        code=ticket.code,
        service=ticket.service,
        when=when_of(turn.office.snapshot, ticket),
        bring=turn.say("booking.bring", materials=materials) if materials else "",
        place=turn.office.window_of(service) if service else "",
    )
