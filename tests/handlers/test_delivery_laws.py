"""Whatever happens: never outside a window or over a quota, nothing lost, nothing twice, in order.

The real courier and database, with platforms that keep the real rules themselves and judge every
send by them.
"""

import asyncio
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.base import SendOutcome, SendResult
from bot.domain.messages import ContactRef, MessageKind, Purpose
from bot.storage import open_storage
from tests.handlers.courier_house import (
    LIU,
    UNKNOWN,
    WANG,
    Fate,
    PostOffice,
    retry,
    seconds,
    unreachable,
)
from tests.handlers.delivery_world import NUMBER, Judge, World

WANG_ON_QQ = ContactRef("qq", "QQ-WANG")
ZHAO = ContactRef("qq", "QQ-ZHAO")
PEOPLE = (WANG, LIU, ZHAO)


FATES = st.sampled_from(
    [
        *(SendResult(SendOutcome.SENT),) * 6,
        *(retry(), retry("45011", 60), retry("paced", 5), UNKNOWN, ValueError("a bug of ours")),
        *(unreachable("window_closed"), unreachable("quota_used"), unreachable("too_long")),
    ]
)
SCENES = st.sampled_from(
    [
        *(("says", WANG, 0), ("says", LIU, 0), ("taps", WANG, 0), ("taps", LIU, 0)),
        *(("write", WANG, 1), ("write", LIU, 1), ("write", ZHAO, 1)) * 2,
        *(("write", WANG, 9), ("write", LIU, 9), ("write", ZHAO, 25)),
        *(("chat", WANG, 2), ("chat", LIU, 1), ("chat", ZHAO, 3)),
        *(("consent", WANG, 1), ("consent", LIU, 1), ("consent", LIU, 0)),
        *(("switch", WANG_ON_QQ, 0), ("switch", WANG_ON_QQ, 1), ("switch", ZHAO, 0)),
        *(("switch", ZHAO, 1), ("wait", WANG, 1), ("wait", WANG, 59), ("wait", WANG, 61)),
        *(("wait", WANG, 61), ("wait", WANG, 3600), ("wait", WANG, 172_800)),
    ]
)


async def act(world: World, step: tuple[str, ContactRef, int]) -> None:
    what, who, number = step
    match what:
        case "write" | "many":
            await world.write(who, Purpose.RESULT, number)
        case "chat":
            await world.write(who, Purpose.REPLY, number)
        case "says":
            await world.hear(who, MessageKind.TEXT)
        case "taps":
            await world.hear(who, MessageKind.MENU)
        case "consent":
            await world.consent(who, bool(number))
        case "switch":
            await world.switch(who, bool(number))
        case _:
            world.office.now += seconds(number)
    await world.deliver()


async def play(url: str, steps: list[tuple[str, ContactRef, int]], fates: list[Fate]) -> World:
    storage = await open_storage(url)
    wechat, qq = Judge(), Judge()
    office = PostOffice(storage, subscriptions=True, wechat=wechat, qq=qq)
    world = World(office, wechat, qq)
    for judge in (wechat, qq):
        judge.clock, judge.fates = lambda: office.now, list(fates)
    try:
        await office.link(WANG, WANG_ON_QQ)
        for step in steps:
            await act(world, step)
        await world.drain()
        await check(world)
    finally:
        await storage.stop()
    return world


async def check(world: World) -> None:
    assert world.wechat.crimes + world.qq.crimes == []
    arrived = [*world.wechat.arrived, *world.qq.arrived]
    calls = [int(n) for call in await world.office.calls() for n in NUMBER.findall(call.text)]
    for number, (to, purpose) in world.written.items():
        ends = [who for who, each in arrived if each == number]
        doubts = [*world.wechat.doubtful, *world.qq.doubtful].count(number)
        assert len(ends) + doubts <= 1, f"{number} was sent twice"
        if purpose is Purpose.RESULT:
            assert len(ends) + doubts + calls.count(number) == 1, f"{number} was lost or told twice"
        if to != WANG:
            assert set(ends) <= {to.address}
    for who in PEOPLE:
        own = [n for at, n in arrived if at == who.address and world.written[n][0] == who]
        assert own == sorted(own), f"{who.address} heard {own}"
    rows = [row for who in (*PEOPLE, WANG_ON_QQ) for row in await world.office.rows(who)]
    assert {row.state.value for row in rows} <= {"sent", "unknown", "unreachable"}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(SCENES, min_size=8, max_size=40), st.lists(FATES, max_size=25))
def test_no_message_breaks_a_rule_is_lost_doubled_or_out_of_order(
    sqlite_template: Path, steps: list[tuple[str, ContactRef, int]], fates: list[Fate]
) -> None:
    with TemporaryDirectory() as folder:
        file = shutil.copy(sqlite_template, Path(folder) / "menting.db")
        asyncio.run(play(f"sqlite:///{file}", steps, fates))
