"""同意, 不同意, 撤销, and silence: how requests to change the roster go on."""

from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from bot.domain.exchanges import (
    CannotExchange,
    Move,
    RequestKind,
    RequestState,
    RosterRequest,
    reversed_moves,
)
from bot.domain.refusals import AlreadyDone
from bot.storage import exchanges
from bot.usecases.exchange_checks import lost_tickets, moved_shift
from bot.usecases.exchanges import (
    Wanted,
    carry_out,
    end,
    go_on,
    open_request,
    search,
)
from bot.usecases.office import Office
from bot.usecases.standins import deciders

UNDONE_WITHIN = timedelta(days=60)
"""How far back a change can be undone, as long as its shifts lie ahead."""


async def waiting_for(office: Office, name: str) -> tuple[RosterRequest, ...]:
    """The requests that `name` may answer now, oldest first.

    One who was asked to stand in and kept silent may still say yes while nobody has.
    """
    found = await exchanges.open_requests(office.work)
    return tuple(request for request in found if _may_answer(office, request, name))


async def has_own_change(office: Office, name: str) -> bool:
    """Whether `name` has asked for something that is open, or changed something that can be
    undone."""
    found = await exchanges.open_requests(office.work)
    if any(request.asker == name for request in found):
        return True
    return await _last_done(office, name, None) is not None


async def agree(office: Office, request: RosterRequest, name: str) -> RosterRequest:
    """`name` says yes. Raises CannotExchange (nothing stored), AlreadyDone."""
    if _is_decider(office, request, name):
        return await carry_out(office, request, name)
    agreed = request
    if request.kind is RequestKind.LEAVE:
        taken = tuple(replace(move, taker=name) for move in request.moves)
        agreed = replace(request, moves=taken)
    tried = tuple(dict.fromkeys((*request.tried, name)))
    return await go_on(office, replace(agreed, tried=tried), name)


async def refuse(office: Office, request: RosterRequest, name: str) -> RosterRequest:
    """`name` says no: of a search the next one is asked, anything else has ended."""
    if request.kind is RequestKind.LEAVE and request.asked == name:
        return await search(office, _passed_over(request))
    if request.asked != name and not _is_decider(office, request, name):
        return request  # was passed over before; nothing hangs on this answer
    return await end(office, request, RequestState.REFUSED, name)


async def withdraw(office: Office, name: str, number: int | None = None) -> RosterRequest:
    """撤销 by `name`: an open request of theirs, else their last change whose shifts lie ahead.

    Undoing asks whoever would get a shift back. Raises CannotExchange when there is nothing.
    """
    found = [r for r in await exchanges.open_requests(office.work) if r.asker == name]
    chosen = [r for r in found if number in (None, r.id)]
    if chosen:
        ended = await _withdraw_open(office, found, chosen[-1])
        given = await _given_away(office, ended)
        return await _give_back(office, name, given) if given else ended
    done = await _last_done(office, name, number)
    if done is None:
        raise CannotExchange("nothing_to_undo", name=name)
    if done.leave_id is not None:
        await exchanges.end_leave(office.work, done.leave_id)
    return await _give_back(office, name, [done, *await _given_away(office, done)])


async def _give_back(office: Office, name: str, done: list[RosterRequest]) -> RosterRequest:
    moves = reversed_moves(move for request in done for move in request.moves)
    is_own = any(name in (move.giver, move.taker) for move in moves)
    is_leader = name in deciders(office) and not is_own
    in_group = done[0].in_group
    wanted = Wanted(RequestKind.UNDO, name, moves, in_group=in_group, assigned=is_leader)
    return await open_request(office, wanted)


async def _given_away(office: Office, request: RosterRequest) -> list[RosterRequest]:
    """The other shifts of the same leave that somebody took and still has."""
    if request.leave_id is None:
        return []
    recent = await exchanges.changed_since(office.work, office.now - UNDONE_WITHIN)
    same = [r for r in recent if r.leave_id == request.leave_id and r.id != request.id]
    done = [r for r in same if r.state is RequestState.DONE]
    return [r for r in reversed(done) if await _is_still_so(office, r)]


async def _is_still_so(office: Office, request: RosterRequest) -> bool:
    shifts = [(await moved_shift(office, move), move) for move in request.moves]
    return all(shift.end > office.now and move.taker in shift.people for shift, move in shifts)


async def _withdraw_open(
    office: Office, mine: list[RosterRequest], chosen: RosterRequest
) -> RosterRequest:
    """With a leave all that is asked because of it."""
    if chosen.leave_id is not None:
        await exchanges.end_leave(office.work, chosen.leave_id)
    together = [r for r in mine if r is chosen or (r.leave_id and r.leave_id == chosen.leave_id)]
    ended = [
        await end(office, request, RequestState.WITHDRAWN, chosen.asker) for request in together
    ]
    return ended[-1]


async def wanted_leaves(office: Office, day: date) -> tuple[Move, ...]:
    """The places of that day that somebody wants leave from."""
    found = await exchanges.open_requests(office.work)
    return tuple(
        move
        for request in found
        if request.kind is RequestKind.LEAVE
        for move in request.moves
        if move.day == day
    )


async def leave_of(
    office: Office, givers: Collection[str], days: Collection[date] = ()
) -> RosterRequest | None:
    """The only search for somebody who serves for one of `givers`, on these days if any."""
    found = [
        request
        for request in await exchanges.open_requests(office.work)
        if request.kind is RequestKind.LEAVE
        and _is_vacant(request)
        and all(move.giver in givers and (not days or move.day in days) for move in request.moves)
    ]
    return found[0] if len(found) == 1 else None


async def settle_leave(office: Office, move: Move, by: str) -> RosterRequest | None:
    """A leader found the stand-in of an open leave: done; None when no leave was open there."""
    place = (move.day, move.kind, move.giver)
    for request in await exchanges.open_requests(office.work):
        own = request.moves[0]
        if request.kind is RequestKind.LEAVE and (own.day, own.kind, own.giver) == place:
            return await carry_out(office, replace(request, moves=(move,)), by)
    return None


async def tend_requests(office: Office) -> None:
    """Go on where nobody answered in time: the next one is asked, or it lapses.

    What another process, or an answer, settled in this very moment is left alone.
    """
    for request in await exchanges.open_requests(office.work):
        if request.answer_by is None or request.answer_by > office.now:
            continue
        with suppress(AlreadyDone):
            await _tend(office, request)


async def _tend(office: Office, request: RosterRequest) -> None:
    is_search = request.kind is RequestKind.LEAVE and request.state is RequestState.ASKED
    if not is_search or not await _still_fits(office, request):
        await end(office, request, RequestState.LAPSED)
    else:
        await search(office, _passed_over(request))


async def next_answer_due(office: Office) -> datetime | None:
    """When the next request stops waiting for an answer."""
    moments = [r.answer_by for r in await exchanges.open_requests(office.work) if r.answer_by]
    return min((moment for moment in moments if moment > office.now), default=None)


def _may_answer(office: Office, request: RosterRequest, name: str) -> bool:
    if request.asked == name or _is_decider(office, request, name):
        return True
    return request.kind is RequestKind.LEAVE and name in request.tried and _is_vacant(request)


def _is_decider(office: Office, request: RosterRequest, name: str) -> bool:
    return request.state is RequestState.LEADER and name in deciders(office)


def _is_vacant(request: RosterRequest) -> bool:
    return all(not move.taker for move in request.moves)


def _passed_over(request: RosterRequest) -> RosterRequest:
    vacant = tuple(replace(move, taker="") for move in request.moves)
    tried = tuple(dict.fromkeys((*request.tried, request.asked)))
    return replace(request, moves=vacant, tried=tried, asked="")


async def _still_fits(office: Office, request: RosterRequest) -> bool:
    try:
        await lost_tickets(office, request.moves)
    except CannotExchange:
        return False
    return True


async def done_on(office: Office, name: str, days: Collection[date]) -> int | None:
    """The number of the last change of `name` that can be undone and moved one of these days."""
    found = await _last_done(office, name, None, days)
    return found.id if found else None


async def _last_done(
    office: Office, name: str, number: int | None, days: Collection[date] = ()
) -> RosterRequest | None:
    recent = await exchanges.changed_since(office.work, office.now - UNDONE_WITHIN)
    for request in reversed(recent):
        is_own = name in request.people or name in deciders(office)
        is_meant = number in (None, request.id) and request.kind is not RequestKind.UNDO
        is_meant = is_meant and (not days or any(move.day in days for move in request.moves))
        if request.state is RequestState.DONE and is_own and is_meant:
            shifts = [await moved_shift(office, move) for move in request.moves]
            if all(shift.end > office.now for shift in shifts):
                return request
    return None
