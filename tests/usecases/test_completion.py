"""Completion deadlines: how a visit went must be written within opening hours after its start."""

import asyncio
from collections import Counter

from bot.domain.tickets import Actor
from bot.usecases.tickets import complete
from tests.domain.centres import when
from tests.usecases.centre import GROUP, Centre

ASKED = when("2026-11-23 09:00")
VISIT = when("2026-11-24 10:00")  # 480 opening minutes later it is 18:00
LEADERS = ("邓国华", "冯雪梅")


async def told_about(centre: Centre, code: str) -> list[tuple[str, str]]:
    """(when, to whom) of all that was said about this ticket."""
    return [
        (f"{each.at:%m-%d %H:%M}", each.to)
        for each in await centre.reminders()
        if code in each.text and "办结" in each.text
    ]


async def test_the_owner_is_nudged_before_and_the_leaders_are_told_after(centre: Centre) -> None:
    ticket = await centre.put_ticket(VISIT, ASKED)
    now = ASKED
    while (now := await centre.next_moment(now)) <= when("2026-11-26 12:00"):
        await asyncio.gather(centre.tick(now), centre.tick(now))
        await centre.restart()

    assert Counter(await told_about(centre, ticket.code)) == Counter(
        [("11-24 17:50", GROUP), ("11-24 17:50", "王芳")]
        + [("11-24 18:00", to) for to in (GROUP, *LEADERS)]
    )


async def test_of_a_visit_that_is_done_nobody_is_reminded(centre: Centre) -> None:
    ticket = await centre.put_ticket(VISIT, ASKED)
    actor = Actor("王芳", "onebot")
    await centre.do(when("2026-11-24 10:20"), lambda office: complete(office, ticket, actor))
    await centre.tick(when("2026-11-24 17:55"))
    await centre.tick(when("2026-11-24 18:05"))
    assert await told_about(centre, ticket.code) == []


async def test_what_was_done_before_the_nudge_left_takes_it_back(centre: Centre) -> None:
    ticket = await centre.put_ticket(VISIT, ASKED)
    await centre.tick(when("2026-11-24 17:51"))
    assert len(await told_about(centre, ticket.code)) == 2

    actor = Actor("王芳", "onebot")
    await centre.do(when("2026-11-24 17:52"), lambda office: complete(office, ticket, actor))
    await centre.tick(when("2026-11-24 17:53"))
    assert await told_about(centre, ticket.code) == []
