"""Swap, stand-in and leave: asked of the other, approved where it must be, then done, once."""

from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.exchanges import Move, RequestKind, RequestState, RosterRequest, applied
from bot.domain.refusals import AlreadyDone
from bot.domain.roster import Shift
from bot.storage import exchanges
from bot.usecases.exchange_checks import (
    first_end,
    first_start,
    lost_tickets,
    moved_shift,
    must_agree,
    needs_leader,
    refuse_twice,
)
from bot.usecases.exchange_letters import tell_asked, tell_ended, tell_leaders
from bot.usecases.office import Office
from bot.usecases.roster import Change, change_shift, lock_shift
from bot.usecases.standins import stand_ins


class Wanted(Struct, frozen=True):
    """What somebody asks for. `assigned`: a leader decides it for others, nobody is asked."""

    kind: RequestKind
    asker: str
    moves: tuple[Move, ...]
    reason: str = ""
    in_group: bool = False
    leave_id: int | None = None
    assigned: bool = False


async def open_request(office: Office, wanted: Wanted) -> RosterRequest:
    """Ask for a change of the roster; it is asked of whom it needs, or done at once.

    Raises CannotExchange before anything is stored.
    """
    await lost_tickets(office, wanted.moves)
    await refuse_twice(office, wanted.moves)
    request = RosterRequest(
        id=0,
        kind=wanted.kind,
        asker=wanted.asker,
        moves=wanted.moves,
        reason=wanted.reason,
        state=RequestState.ASKED,
        asked="",
        tried=(),
        answer_by=None,
        leave_id=wanted.leave_id,
        in_group=wanted.in_group,
        decided_by="",
        created_at=office.now,
        changed_at=office.now,
        version=1,
    )
    stored = await exchanges.add(office.work, request)
    if wanted.assigned:
        return await carry_out(office, stored, wanted.asker)
    return await go_on(office, stored)


async def go_on(office: Office, request: RosterRequest, by: str = "") -> RosterRequest:
    """Ask the next one whose yes is missing; when nobody's is, it is approved or done.

    `by`: whose yes came last.
    """
    if request.kind is RequestKind.LEAVE and not request.moves[0].taker:
        return await search(office, request)
    missing = [name for name in must_agree(request) if name not in request.tried]
    if missing:
        limit = timedelta(minutes=office.config.centre.duty.swap_minutes)
        until = min(office.now + limit, await first_start(office, request))
        return await ask(office, replace(request, asked=missing[0], answer_by=until))
    if await needs_leader(office, request):
        return await ask_leaders(office, request)
    return await carry_out(office, request, by or request.asker)


async def search(office: Office, request: RosterRequest) -> RosterRequest:
    """Ask the next one who can stand in; when there is none or it is late, the leaders."""
    move, rules = request.moves[0], office.config.centre.duty
    able = [n for n in await stand_ins(office, move) if n not in request.tried]
    last = await first_start(office, request) - timedelta(minutes=rules.leader_minutes)
    if not able or office.now >= last:
        return await ask_leaders(office, request)
    until = min(office.now + timedelta(minutes=rules.stand_in_minutes), last)
    return await ask(office, replace(request, asked=able[0], answer_by=until))


async def ask(office: Office, request: RosterRequest) -> RosterRequest:
    """Wait for the answer of `request.asked`, who is told."""
    saved = await save(office, replace(request, state=RequestState.ASKED))
    await tell_asked(office, saved, await lost_tickets(office, _offered(saved)))
    return saved


async def ask_leaders(office: Office, request: RosterRequest) -> RosterRequest:
    """It is for a leader to say, until the shift begins (or ends, when it has begun)."""
    until = await first_start(office, request)
    if until <= office.now:
        until = await first_end(office, request)
    waiting = replace(request, state=RequestState.LEADER, asked="", answer_by=until)
    saved = await save(office, waiting)
    await tell_leaders(office, saved, await lost_tickets(office, saved.moves))
    return saved


async def carry_out(office: Office, request: RosterRequest, by: str) -> RosterRequest:
    """Change the shifts; of two processes only one does. Raises CannotExchange, AlreadyDone."""
    for move in sorted(request.moves, key=lambda m: (m.day, m.kind)):
        await lock_shift(office, move.day, move.kind)
    await lost_tickets(office, request.moves)
    done = replace(request, state=RequestState.DONE, answer_by=None, decided_by=by)
    saved = await save(office, done)
    for move in saved.moves:
        shift = await moved_shift(office, move)
        await change_shift(office, _change(office, saved, move, shift))
    await tell_ended(office, saved)
    return saved


async def end(
    office: Office, request: RosterRequest, state: RequestState, by: str = ""
) -> RosterRequest:
    """Nothing is changed: refused, withdrawn or lapsed; the others hear of it."""
    saved = await save(office, replace(request, state=state, decided_by=by))
    await end_leave_of(office, saved)
    await tell_ended(office, saved)
    return saved


async def end_leave_of(office: Office, request: RosterRequest) -> None:
    """A leave of that one day that was refused or taken back is none."""
    if request.leave_id is not None and len({move.day for move in request.moves}) == 1:
        await exchanges.end_leave(office.work, request.leave_id)


async def save(office: Office, request: RosterRequest) -> RosterRequest:
    """Raises AlreadyDone when somebody else was faster."""
    saved = await exchanges.save(office.work, request, office.now)
    if saved is None:
        other = await exchanges.by_id(office.work, request.id)
        raise AlreadyDone(other.decided_by if other else "", office.now)
    return saved


def _offered(request: RosterRequest) -> tuple[Move, ...]:
    """The moves as they would be if whoever is asked said yes."""
    if request.kind is not RequestKind.LEAVE:
        return request.moves
    return tuple(replace(move, taker=request.asked) for move in request.moves)


def _change(office: Office, request: RosterRequest, move: Move, shift: Shift) -> Change:
    word = office.say(f"exchange.kind.{request.kind.value}")
    who = "→".join((move.giver, move.taker)).strip("→")
    reason = f"{word} {who} {request.reason}".strip()
    return Change(
        day=move.day,
        kind=move.kind,
        people=applied(shift, move),
        actor=request.decided_by or request.asker,
        reason=reason,
        act=request.kind.value,
        request=request.id,
    )
