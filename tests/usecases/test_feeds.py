"""The roster in people's calendars: over HTTP with a secret, up to date after a swap."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta

import pytest
from aiohttp import ClientResponse
from icalendar import Calendar
from icalendar.cal import Component

from bot.domain.calendar import CHINA, ShiftKind
from bot.storage.unit_of_work import UnitOfWork
from bot.usecases.feeds import open_feed, revoke_feeds
from bot.usecases.office import Office
from bot.usecases.roster import Change, change_shift, shift_of
from tests.channels.web_house import Visitor, WebTown, open_web_town

SATURDAY = date(2026, 11, 28)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[WebTown]:
    async with open_web_town(sqlite_url) as opened:
        yield opened


async def opened(town: WebTown, person: str) -> str:
    centre = town.centre
    return await centre.storage.run(
        lambda work: open_feed(Office(work, centre.snapshot, town.clock.now()), person)
    )


async def swapped(town: WebTown, *people: str) -> tuple[str, ...]:
    """The Saturday's shift goes to others; who had it."""
    centre = town.centre

    async def turn(work: UnitOfWork) -> tuple[str, ...]:
        at = Office(work, centre.snapshot, town.clock.now())
        before = await shift_of(at, SATURDAY, ShiftKind.HOLIDAY)
        assert before is not None
        await change_shift(at, Change(SATURDAY, ShiftKind.HOLIDAY, people, "唐磊", ""))
        return before.people

    return await centre.storage.run(turn)


async def fetched(visitor: Visitor, token: str) -> ClientResponse:
    return await visitor.gets(f"/feeds/{token}.ics")


async def saturday(visitor: Visitor, token: str) -> list[Component]:
    got = await fetched(visitor, token)
    assert (got.status, got.content_type) == (200, "text/calendar")
    events = Calendar.from_ical(await got.read()).walk("VEVENT")
    return [event for event in events if event.decoded("dtstart").date() == SATURDAY]


async def test_a_swap_reaches_both_calendars(town: WebTown) -> None:
    visitor = await town.visitor()
    before = await swapped(town, "罗勇", "曾伟")
    giver, taker = await opened(town, before[0]), await opened(town, "罗勇")

    [struck] = await saturday(visitor, giver)
    [gained] = await saturday(visitor, taker)
    assert (struck["status"], gained["status"]) == ("CANCELLED", "CONFIRMED")
    assert struck.decoded("sequence") == gained.decoded("sequence") == 1

    await swapped(town, before[0], "曾伟")
    [back], [lost] = await saturday(visitor, giver), await saturday(visitor, taker)
    assert (back["uid"], back["status"], back.decoded("sequence")) == (
        struck["uid"],
        "CONFIRMED",
        2,
    )
    assert (lost["uid"], lost["status"]) == (gained["uid"], "CANCELLED")


async def test_times_are_those_of_china(town: WebTown) -> None:
    await swapped(town, "罗勇 09:00-10:30", "李四")
    [event] = await saturday(await town.visitor(), await opened(town, "罗勇"))

    start = event.decoded("dtstart").astimezone(CHINA)
    assert start == datetime(2026, 11, 28, 9, tzinfo=CHINA)
    assert event.decoded("dtend") - start == timedelta(minutes=90)


async def test_a_wrong_or_revoked_address_is_not_found(town: WebTown) -> None:
    visitor = await town.visitor()
    token, centre = await opened(town, "张敏"), town.centre
    assert (await fetched(visitor, token)).status == 200

    newer = await opened(town, "张敏")
    assert (await fetched(visitor, token)).status == 404
    now = town.clock.now()
    await centre.storage.run(lambda w: revoke_feeds(Office(w, centre.snapshot, now), "张敏"))
    assert (await fetched(visitor, newer)).status == 404
    assert (await fetched(visitor, "x" * 2000)).status == 404


async def test_whoever_left_the_list_has_no_feed(town: WebTown) -> None:
    assert (await fetched(await town.visitor(), await opened(town, "走了的人"))).status == 404


async def test_the_calendar_of_the_centre_knows_no_residents(town: WebTown) -> None:
    visitor = await town.visitor()
    await visitor.books()
    got = await fetched(visitor, await opened(town, ""))
    page = (await got.read()).decode()

    assert "VEVENT" in page
    assert "13800001234" not in page
    assert "1234" not in page
    assert "社保卡" not in page
