"""Requests to change the roster: kept whole, answered once, found while they are open."""

from datetime import date, time

from msgspec.structs import replace

from bot.domain.calendar import ShiftKind
from bot.domain.exchanges import Move, RequestKind, RequestState, RosterRequest
from bot.domain.roster import Leave
from bot.storage import Storage, exchanges
from bot.storage.exchanges import StoredLeave
from tests.storage.examples import NOW, minutes

DAY = date(2026, 11, 28)
MOVES = (
    Move(DAY, ShiftKind.HOLIDAY, "李四", "王芳"),
    Move(DAY, ShiftKind.NOON, "王芳", "", (time(12), time(13))),
)
REQUEST = RosterRequest(
    id=0,
    kind=RequestKind.SWAP,
    asker="李四",
    moves=MOVES,
    reason="家里有事",
    state=RequestState.ASKED,
    asked="王芳",
    tried=("张敏",),
    answer_by=minutes(30),
    leave_id=None,
    in_group=True,
    decided_by="",
    created_at=NOW,
    changed_at=NOW,
    version=1,
)


async def test_a_request_comes_back_as_it_was_put(storage: Storage) -> None:
    stored = await storage.run(lambda work: exchanges.add(work, REQUEST))

    assert await storage.read(exchanges.open_requests) == (stored,)
    assert await storage.read(lambda work: exchanges.by_id(work, stored.id)) == stored
    assert stored == replace(REQUEST, id=stored.id)


async def test_of_two_answers_the_first_counts(storage: Storage) -> None:
    stored = await storage.run(lambda work: exchanges.add(work, REQUEST))
    yes = replace(stored, state=RequestState.DONE, decided_by="王芳")
    no = replace(stored, state=RequestState.REFUSED, decided_by="王芳")

    first = await storage.run(lambda work: exchanges.save(work, yes, minutes(1)))
    second = await storage.run(lambda work: exchanges.save(work, no, minutes(1)))

    assert (first is not None, second) == (True, None)
    assert await storage.read(exchanges.open_requests) == ()
    [kept] = await storage.read(lambda work: exchanges.changed_since(work, NOW))
    assert (kept.state, kept.decided_by) == (RequestState.DONE, "王芳")


async def test_a_leave_holds_until_it_is_taken_back(storage: Storage) -> None:
    leave = Leave("李四", DAY, date(2026, 11, 30), "年假")
    number = await storage.run(lambda work: exchanges.add_leave(work, leave, "李四", NOW))
    later = date(2026, 11, 30)

    found = await storage.read(lambda work: exchanges.leaves_between(work, later, later))
    assert found == (StoredLeave(number, leave),)
    assert await storage.run(lambda work: exchanges.end_leave(work, number))
    assert await storage.read(lambda work: exchanges.leaves_between(work, later, later)) == ()
