"""What must hold before the roster is changed, and who must say yes to it."""

from datetime import datetime

from bot.domain.exchanges import CannotExchange, Move, RequestKind, RosterRequest, applied
from bot.domain.roster import Shift
from bot.domain.standins import is_busy
from bot.domain.tickets import Ticket
from bot.storage import exchanges
from bot.usecases.coverage import lost_by
from bot.usecases.office import Office
from bot.usecases.roster import away_on, shift_of, shifts_of_day
from bot.usecases.standins import deciders


def must_agree(request: RosterRequest) -> tuple[str, ...]:
    """Who must say yes besides the asker: whoever gets a shift, in a swap whoever gives one too."""
    named = [move.taker for move in request.moves]
    if request.kind in (RequestKind.SWAP, RequestKind.STAND_IN):
        named += [move.giver for move in request.moves]
    return tuple(dict.fromkeys(name for name in named if name and name != request.asker))


async def needs_leader(office: Office, request: RosterRequest) -> bool:
    """By centre.yaml `duty.approval`, and whenever somebody booked could not be served."""
    leaders = deciders(office)
    if not leaders or request.asker in leaders:
        return False
    if request.kind in office.config.centre.duty.approval:
        return True
    return bool(await lost_tickets(office, request.moves))


async def lost_tickets(office: Office, moves: tuple[Move, ...]) -> tuple[Ticket, ...]:
    """The booked residents whom nobody could serve after these moves.

    Raises CannotExchange when a move does not fit the roster as it is now.
    """
    found: dict[str, Ticket] = {}
    for move in moves:
        shift = await moved_shift(office, move)
        if shift.end <= office.now:
            raise CannotExchange("past")
        await _refuse_busy(office, move, shift, moves)
        for ticket in await lost_by(office, shift, applied(shift, move)):
            found[ticket.code] = ticket
    return tuple(found.values())


async def refuse_twice(office: Office, moves: tuple[Move, ...]) -> None:
    """Raises CannotExchange when one of the places is asked about already."""
    for other in await exchanges.open_requests(office.work):
        same = {(m.day, m.kind, m.giver) for m in other.moves if m.giver}
        if any((m.day, m.kind, m.giver) in same for m in moves):
            raise CannotExchange("asked_already", number=str(other.id), name=other.asker)


async def moved_shift(office: Office, move: Move) -> Shift:
    """The shift a move is about. Raises CannotExchange when there is none."""
    shift = await shift_of(office, move.day, move.kind)
    if shift is None:
        raise CannotExchange("no_shift", day=move.day.isoformat())
    return shift


async def first_start(office: Office, request: RosterRequest) -> datetime:
    """When the first of the shifts begins."""
    return min([(await moved_shift(office, move)).start for move in request.moves])


async def first_end(office: Office, request: RosterRequest) -> datetime:
    """When the first of the shifts ends."""
    return min([(await moved_shift(office, move)).end for move in request.moves])


async def _refuse_busy(office: Office, move: Move, shift: Shift, moves: tuple[Move, ...]) -> None:
    """Nobody takes a shift while on leave, or on another one at that time that is not given."""
    if not move.taker:
        return
    if move.taker not in office.config.staff:
        raise CannotExchange("unknown_name", name=move.taker)
    if move.taker in await away_on(office, move.day):
        raise CannotExchange("on_leave", name=move.taker)
    given = {(m.day, m.kind) for m in moves if m.giver == move.taker}
    others = [s for s in await shifts_of_day(office, move.day) if (s.day, s.kind) not in given]
    if is_busy(move.taker, shift, others):
        raise CannotExchange("busy", name=move.taker)
