"""The times staff offered are kept for the resident until the answer is due."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from bot.domain.refusals import SlotFull
from bot.domain.tickets import Actor, Status, Ticket
from bot.storage import tickets
from bot.usecases.office import Office
from bot.usecases.resettling import propose, refuse_offers, reschedule, take_offer
from bot.usecases.tickets import confirm
from tests.domain.centres import when
from tests.usecases.centre import Centre
from tests.usecases.line_house import (
    INVITED,
    NOW,
    START,
    book,
    fill,
    meet,
    minutes,
    slot_of,
    take_back,
    told,
    tries,
    wait,
)

LATER, LATEST = when("2026-11-24 10:00"), when("2026-11-24 11:00")
WANG = Actor("王芳", "onebot")


async def offered(centre: Centre, *starts: datetime, at: datetime = NOW) -> Ticket:
    """A ticket at LATER, to which these other times were offered."""
    ticket = await book(centre, "8", start=LATER)
    return await offer(centre, ticket, starts, at)


async def offer(
    centre: Centre, ticket: Ticket, starts: Sequence[datetime], at: datetime = NOW
) -> Ticket:
    return await centre.do(at, lambda office: propose(office, ticket, WANG, starts))


async def took(centre: Centre, ticket: Ticket, start: datetime, at: datetime = NOW) -> Ticket:
    async def turn(office: Office) -> Ticket:
        return await take_offer(office, ticket, await slot_of(office, start))

    return await centre.do(at, turn)


async def test_an_offered_time_is_kept_from_others_until_the_answer_is_due(centre: Centre) -> None:
    await book(centre, "1")
    await offered(centre, START)

    assert not await tries(centre, "stranger", minutes(119))
    assert await tries(centre, "stranger", minutes(120))


async def test_the_chosen_time_is_booked_and_the_others_are_free(centre: Centre) -> None:
    await book(centre, "1")
    await book(centre, "2", start=LATEST)
    ticket = await offered(centre, START, LATEST)
    moved = await took(centre, ticket, LATEST)

    assert (moved.status, moved.starts_at, moved.offers) == (Status.CONFIRMED, LATEST, ())
    assert await tries(centre, "stranger")
    with pytest.raises(SlotFull):
        await book(centre, "3", start=LATEST)


async def test_refused_times_are_free_at_once(centre: Centre) -> None:
    await book(centre, "1")
    ticket = await offered(centre, START)
    await centre.do(NOW, lambda office: refuse_offers(office, ticket))

    assert await tries(centre, "stranger")


async def test_a_second_offer_takes_the_place_of_the_first(centre: Centre) -> None:
    await book(centre, "1")
    ticket = await offered(centre, START)
    await offer(centre, ticket, [LATEST])

    assert await tries(centre, "stranger")


async def test_the_same_time_may_be_offered_again(centre: Centre) -> None:
    await book(centre, "1")
    ticket = await offered(centre, START)
    again = await offer(centre, ticket, [START, LATEST], minutes(60))

    assert again.offers == (START, LATEST)
    assert not await tries(centre, "stranger", minutes(179))


async def test_the_old_time_confirmed_gives_the_offered_ones_back(centre: Centre) -> None:
    await book(centre, "1")
    ticket = await offered(centre, START)
    await centre.do(NOW, lambda office: confirm(office, ticket, WANG))

    assert await tries(centre, "stranger")


async def test_a_cancelled_matter_keeps_nothing(centre: Centre) -> None:
    await book(centre, "1")
    ticket = await offered(centre, START)
    await take_back(centre, ticket)

    assert await tries(centre, "stranger")


async def test_what_is_full_is_not_offered(centre: Centre) -> None:
    await fill(centre)
    ticket = await book(centre, "8", start=LATER)
    with pytest.raises(SlotFull):
        await offer(centre, ticket, [START])
    stored = await centre.do(NOW, lambda office: tickets.by_id(office.work, ticket.id))
    assert stored == ticket


async def test_an_offer_that_ran_out_is_taken_while_there_is_a_place(centre: Centre) -> None:
    ticket = await offered(centre, START)
    moved = await took(centre, ticket, START, minutes(121))
    assert moved.starts_at == START


async def test_an_offer_that_ran_out_and_is_full_changes_nothing(centre: Centre) -> None:
    ticket = await offered(centre, START)
    for who in ("1", "2"):
        await book(centre, who, minutes(121))
    with pytest.raises(SlotFull):
        await took(centre, ticket, START, minutes(122))


async def test_who_moves_leaves_the_place_to_the_line(centre: Centre) -> None:
    first, *_ = await fill(centre)
    await wait(centre, "a")

    async def turn(office: Office) -> Ticket:
        return await reschedule(
            office, first, await slot_of(office, LATEST), await meet(office, "0")
        )

    moved = await centre.do(NOW, turn)
    assert (moved.code, moved.starts_at) == (first.code, LATEST)
    assert await told(centre, INVITED) == ["a"]
