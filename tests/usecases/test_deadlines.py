"""Answer deadlines in opening minutes: the owner is nudged before, the leaders told after."""

import asyncio
from collections import Counter

from bot.domain.messages import DeliveryState
from bot.domain.tickets import Actor
from bot.usecases.tickets import confirm
from tests.domain.centres import when
from tests.usecases.centre import GROUP, Centre

VISIT = when("2026-11-30 10:00")
LEADERS = ("邓国华", "冯雪梅")


async def told_about(centre: Centre, code: str) -> list[tuple[str, str]]:
    """(when, to whom) of all that was said about this ticket."""
    return [
        (f"{each.at:%m-%d %H:%M}", each.to)
        for each in await centre.reminders()
        if code in each.text and ("请答复" in each.text or "已超时" in each.text)
    ]


async def test_the_owner_is_nudged_before_and_the_leaders_are_told_after(centre: Centre) -> None:
    asked = when("2026-11-24 10:00")
    ticket = await centre.put_ticket(VISIT, asked, when("2026-11-24 10:30"))

    for minute in range(0, 60):
        await centre.tick(asked.replace(minute=minute))

    assert Counter(await told_about(centre, ticket.code)) == Counter(
        [("11-24 10:20", GROUP), ("11-24 10:20", "王芳")]
        + [("11-24 10:30", to) for to in (GROUP, *LEADERS)]
    )


async def test_what_was_asked_after_closing_is_nudged_the_next_opening_day(
    centre: Centre,
) -> None:
    asked = when("2026-11-24 18:00")
    ticket = await centre.put_ticket(VISIT, asked, when("2026-11-25 08:30"))
    seen = []
    now = asked
    while (now := await centre.next_moment(now)) <= when("2026-11-25 09:00"):
        await centre.tick(now)
        await centre.tick(now)
        seen.append(f"{now:%m-%d %H:%M}")

    assert {"11-25 08:20", "11-25 08:30"} <= set(seen)
    assert {at for at, _ in await told_about(centre, ticket.code)} == {"11-25 08:20", "11-25 08:30"}
    assert len(await told_about(centre, ticket.code)) == 5


async def test_the_nudge_is_masked_and_names_the_deadline(centre: Centre) -> None:
    await centre.put_ticket(VISIT, when("2026-11-24 10:00"), when("2026-11-24 10:30"))
    await centre.tick(when("2026-11-24 10:20"))

    for each in await centre.reminders():
        if "请答复" in each.text:
            assert "刘女士 138****5678" in each.text
            assert "11月24日（周二）10:30" in each.text
            assert "13812345678" not in each.text


async def test_an_answer_in_time_keeps_everybody_quiet(centre: Centre) -> None:
    asked = when("2026-11-24 10:00")
    ticket = await centre.put_ticket(VISIT, asked, when("2026-11-24 10:30"))
    clerk = Actor("王芳", "onebot")
    await centre.do(when("2026-11-24 10:10"), lambda office: confirm(office, ticket, clerk))
    await centre.tick(when("2026-11-24 10:20"))
    await centre.tick(when("2026-11-24 10:30"))

    assert await told_about(centre, ticket.code) == []


async def test_an_answer_takes_back_a_nudge_that_has_not_left_yet(centre: Centre) -> None:
    ticket = await centre.put_ticket(VISIT, when("2026-11-24 10:00"), when("2026-11-24 10:30"))
    await centre.tick(when("2026-11-24 10:20"))
    clerk = Actor("王芳", "onebot")
    await centre.do(when("2026-11-24 10:20"), lambda office: confirm(office, ticket, clerk))
    await centre.tick(when("2026-11-24 10:21"))

    assert await told_about(centre, ticket.code) == []
    nudges = [entry for entry in await centre.entries() if "请答复" in entry.text]
    assert [nudge.state for nudge in nudges] == [DeliveryState.WITHDRAWN] * 2


async def test_after_a_long_stop_the_leaders_are_told_and_the_owner_is_spared(
    centre: Centre,
) -> None:
    ticket = await centre.put_ticket(VISIT, when("2026-11-24 10:00"), when("2026-11-24 10:30"))
    await centre.restart()
    await centre.tick(when("2026-11-25 11:00"))

    assert Counter(to for _, to in await told_about(centre, ticket.code)) == Counter(
        [GROUP, *LEADERS]
    )


async def test_two_processes_nudge_once(database_url: str) -> None:
    first = await Centre.open(database_url, when("2026-11-23 08:00"))
    second = await Centre.open(database_url, when("2026-11-23 08:00"))
    await first.bind_everybody()
    ticket = await first.put_ticket(VISIT, when("2026-11-24 10:00"), when("2026-11-24 10:30"))

    for instant in ("2026-11-24 10:20", "2026-11-24 10:30"):
        await asyncio.gather(*(each.tick(when(instant)) for each in (first, second) * 3))

    told = Counter(await told_about(first, ticket.code))
    await first.storage.stop()
    await second.storage.stop()
    assert len(told) == 5
    assert set(told.values()) == {1}
