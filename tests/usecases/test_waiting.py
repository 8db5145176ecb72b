"""The waiting list: who is invited when, what becomes of the place, and how a wait ends."""

import pytest

from bot.domain.refusals import TooManyBookings, TooManyWaits
from bot.domain.tickets import Ticket
from bot.domain.waiting import WaitingEntry
from bot.storage import privacy
from bot.usecases.office import Office
from bot.usecases.people import part_with
from bot.usecases.waiting import accept, leave, next_waiting_moment, place_in_line
from tests.domain.centres import when
from tests.usecases.centre import Centre
from tests.usecases.line_house import (
    IN_VAIN,
    INVITED,
    NOW,
    PASSED_ON,
    START,
    book,
    fill,
    meet,
    minutes,
    standing,
    take_back,
    told,
    tries,
    wait,
    with_pause,
)


async def accepted(centre: Centre, entry: WaitingEntry, who: str, at: int) -> Ticket | None:
    async def turn(office: Office) -> Ticket | None:
        return await accept(office, await meet(office, who), entry)

    return await centre.do(minutes(at), turn)


async def test_a_freed_place_is_kept_for_the_first_in_line(centre: Centre) -> None:
    first, *_ = await fill(centre)
    entry, other = await wait(centre, "a"), await wait(centre, "b")
    await take_back(centre, first)

    assert await told(centre, INVITED) == ["a"]
    assert not await tries(centre, "stranger")
    invited = await standing(centre, entry)
    assert invited is not None
    assert (invited.place_at, invited.answer_by) == (START, minutes(30))
    assert await centre.do(NOW, lambda office: place_in_line(office, other)) == 1


async def test_the_ticket_knows_what_was_told_before(centre: Centre) -> None:
    first, *_ = await fill(centre)
    entry = await wait(centre, "a")
    await take_back(centre, first)
    invited = await standing(centre, entry)
    assert invited is not None
    ticket = await accepted(centre, invited, "a", 29)

    assert ticket is not None
    assert (ticket.starts_at, ticket.name, ticket.phone) == (START, "张强", "13900002222")
    assert (ticket.contact_name, ticket.note) == ("王小明", "代母亲办理")
    assert await standing(centre, entry) is None
    assert not await tries(centre, "stranger")


async def test_a_place_is_not_taken_after_its_time(centre: Centre) -> None:
    first, *_ = await fill(centre)
    entry = await wait(centre, "a")
    await take_back(centre, first)
    invited = await standing(centre, entry)
    assert invited is not None
    assert await accepted(centre, invited, "a", 30) is None


async def test_who_has_too_many_bookings_keeps_the_place_for_now(centre: Centre) -> None:
    first, *_ = await fill(centre)
    entry = await wait(centre, "a")
    for hour in (10, 11, 14):
        await book(centre, "a", NOW, when(f"2026-11-24 {hour}:00"))
    await take_back(centre, first)
    invited = await standing(centre, entry)
    assert invited is not None
    with pytest.raises(TooManyBookings):
        await accepted(centre, invited, "a", 1)
    assert await standing(centre, entry) == invited
    assert not await tries(centre, "stranger")


async def test_without_an_answer_the_next_is_invited(centre: Centre) -> None:
    first, *_ = await fill(centre)
    for who in ("a", "b", "c"):
        await wait(centre, who)
    await take_back(centre, first)
    for at in (29, 30, 30, 59, 60):
        await centre.tick(minutes(at))
        await centre.restart()

    assert await told(centre, INVITED) == ["a", "b", "c"]
    assert await told(centre, PASSED_ON) == ["a", "b"]


async def test_a_refused_place_goes_to_the_next_and_then_to_everybody(centre: Centre) -> None:
    first, *_ = await fill(centre)
    entries = [await wait(centre, "a"), await wait(centre, "b")]
    await take_back(centre, first)
    await centre.do(NOW, lambda office: leave(office, entries[0]))
    assert await told(centre, INVITED) == ["a", "b"]
    assert not await tries(centre, "stranger")
    await centre.do(NOW, lambda office: leave(office, entries[1]))
    assert await tries(centre, "stranger")


async def test_a_hold_that_runs_out_is_given_to_the_line(centre: Centre) -> None:
    await book(centre, "1")
    assert await tries(centre, "2")
    await wait(centre, "a")
    assert await centre.do(NOW, next_waiting_moment) == minutes(10)
    assert not await tries(centre, "stranger", minutes(10))
    await centre.tick(minutes(10))

    assert await told(centre, INVITED) == ["a"]


async def test_a_place_freed_at_night_waits_for_the_morning(centre: Centre) -> None:
    first, *_ = await fill(centre)
    entry = await wait(centre, "a")
    await take_back(centre, first, when("2026-11-23 21:00"))
    invited = await standing(centre, entry)
    assert invited is not None
    assert invited.answer_by == when("2026-11-24 08:30")


async def test_nobody_is_invited_beyond_the_start(centre: Centre) -> None:
    first, *_ = await fill(centre)
    entry = await wait(centre, "a")
    await take_back(centre, first, when("2026-11-24 08:29"))
    invited = await standing(centre, entry)
    assert invited is not None
    assert invited.answer_by == when("2026-11-24 08:59")


async def test_a_wait_in_vain_ends_once_with_other_times(centre: Centre) -> None:
    await fill(centre)
    entry = await wait(centre, "a")
    end = when("2026-11-24 08:30")
    assert await centre.do(NOW, next_waiting_moment) == end
    for _ in range(2):
        await centre.tick(end)

    assert await told(centre, IN_VAIN) == ["a"]
    (letter,) = [each.text for each in await centre.entries() if IN_VAIN in each.text]
    assert letter.count("11月24日（周二）") == 4
    assert await standing(centre, entry) is None


async def test_one_of_several_times_is_enough(centre: Centre) -> None:
    first, *_ = await fill(centre)
    later = when("2026-11-24 09:30")
    others = [await book(centre, f"{number}", start=later) for number in range(2)]
    entry = await wait(centre, "a", starts=(START, later))
    await take_back(centre, others[0])
    await take_back(centre, first)

    invited = await standing(centre, entry)
    assert invited is not None
    assert invited.place_at == later
    assert await told(centre, INVITED) == ["a"]
    assert await tries(centre, "stranger")


async def test_who_waits_for_too_much_is_told(centre: Centre) -> None:
    starts = [when(f"2026-11-24 {hour}:00") for hour in ("09", "10", "11", "14")]
    for start in starts[:3]:
        await wait(centre, "a", starts=(start,))
    again = await wait(centre, "a", starts=(starts[0],))
    assert again.first_at == starts[0]
    with pytest.raises(TooManyWaits):
        await wait(centre, "a", starts=(starts[3],))


async def test_who_unfollows_leaves_the_line(centre: Centre) -> None:
    first, *_ = await fill(centre)
    entry = await wait(centre, "a")
    await wait(centre, "b")
    await take_back(centre, first)

    async def unfollow(office: Office) -> None:
        await part_with(office, await meet(office, "a"))

    await centre.do(NOW, unfollow)
    assert await standing(centre, entry) is None
    assert await told(centre, INVITED) == ["a", "b"]


async def test_an_erased_person_waits_for_nothing(centre: Centre) -> None:
    await fill(centre)
    entry = await wait(centre, "a")
    await centre.do(NOW, lambda office: privacy.erase_phone(office.work, "13900002222"))
    assert await standing(centre, entry) is None


async def test_a_freed_place_rests_for_everybody_outside_the_line(centre: Centre) -> None:
    await centre.restart(with_pause(60))
    first, second = await fill(centre)
    await take_back(centre, first)
    assert not await tries(centre, "stranger", minutes(59))
    assert await tries(centre, "stranger", minutes(60))

    await take_back(centre, second, minutes(60))
    await wait(centre, "a", minutes(61))
    await centre.tick(minutes(61))
    assert await told(centre, INVITED) == ["a"]
