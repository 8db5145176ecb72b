"""A town around the program: WeChat with its residents, the staff group, and who works there."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import cycle
from pathlib import Path

import orjson

from bot.domain.calendar import CHINA
from bot.storage import open_storage
from bot.storage.started import first_start
from tests.e2e.auditor import rows
from tests.e2e.house import ONEBOT_TOKEN, PATIENCE, Changes, Serve, until
from tests.sample import snapshot
from tests.simulators.onebot import FakeOneBot
from tests.simulators.onebot_chat import Json, Said
from tests.simulators.wechat import FakeWeChat

CODE = re.compile(r"(?<![A-Za-z0-9])[A-HJKMNP-Z]\d{3,}(?!\d)")
CHOICES = re.compile(r"^[1-9]\. ", re.MULTILINE)
TIMES = re.compile(r"^[1-9]\. \d+月\d+日", re.MULTILINE)
FIRST_QQ = 10_000_001


MOTHERS_CARD = ("社会保障卡激活", "刘女士", "13800001234", "visit")


def matter(ticket: Mapping[str, object]) -> tuple[object, ...]:
    """What a ticket is about, whichever channel it came from."""
    return ticket["service"], ticket["name"], ticket["phone"], ticket["kind"]


_SHIFT = """  - shift: {}
    weekdays: [1, 2, 3, 4, 5, 6, 7]
    anchor: 2026-01-05
    weeks: [[王芳, 张敏, 陈静]]
"""
# Whoever is on duty owns a new ticket: always 王芳 the first one, at whatever hour the test runs.
WANG_FIRST: Changes = (
    (
        "roster.yaml",
        r"(?s)^rotations:.*?(?=^# 自动排班)",
        "rotations:\n" + "".join(map(_SHIFT.format, ("early", "noon", "late", "holiday"))),
    ),
)


@dataclass
class Town:
    """One server with both platforms connected; `qq` are the staff accounts by name."""

    serve: Serve
    wechat: FakeWeChat
    onebot: "PensiveOneBot"
    qq: dict[str, int] = field(default_factory=dict)

    async def says(self, openid: str, text: str) -> str:
        """The resident writes; what the phone then shows at once."""
        delivery = await self.wechat.say(openid, text)
        assert delivery.text is not None, text
        return delivery.text

    async def books(self, openid: str, sentence: str) -> str:
        """A talk of two messages, of three when the time is not free; the ticket's code."""
        said = await self.says(openid, sentence)
        if "请核对" not in said:
            said = await self.says(openid, "1")
        assert "请核对" in said, said
        said = await self.says(openid, "确认")
        found = CODE.search(said)
        assert found, said
        return found[0]

    async def bind(self, name: str) -> None:
        """Run `bind` beside the server; the member of staff sends the code in the group."""
        ran = await self.serve.run("bind", name)
        assert ran.code == 0, ran.err
        self.qq[name] = FIRST_QQ + len(self.qq)
        code = ran.out.splitlines()[-1]
        await self.onebot.group_say(self.qq[name], f"绑定 {code}", card=name)
        await self.in_group(name, "已绑定")

    async def in_group(self, *words: str) -> Said:
        """The first thing the bot said in the group with all these words in it."""
        return await self.onebot.group.wait_for(
            lambda said: all(word in said.text for word in words), PATIENCE
        )

    async def card(self, code: str) -> Said:
        """The card of a ticket, once the program (over SQLite) knows its number too.

        Programs can quote a card before its sender has stored its number; people cannot.
        """
        card = await self.in_group(f"新预约 {code}")
        number = (str(card.message_id),)
        known = "SELECT platform_id FROM outbox WHERE platform_id <> ''"
        await until(lambda: number in rows(self.serve.database, known), "the card's number")
        return card

    async def confirms(self, name: str, code: str) -> None:
        """A member of staff quotes the card of a ticket and writes 确认."""
        card = await self.card(code)
        await self.onebot.group_say(self.qq[name], "确认", quote=card.message_id)

    async def on_phone(self, openid: str, by: str, words: str) -> str:
        """What came to the resident's phone `by` passive reply, window message …"""

        def found() -> list[str]:
            bubbles = self.wechat.phone(openid)
            return [each.text for each in bubbles if each.by == by and words in each.text]

        await until(lambda: bool(found()), f"{words} on the phone of {openid}")
        return found()[0]

    async def tickets(self, *options: str) -> Sequence[Mapping[str, object]]:
        """What `tickets list --json` prints."""
        ran = await self.serve.run("tickets", "list", "--json", *options)
        assert ran.code == 0, ran.err
        found: list[Mapping[str, object]] = orjson.loads(ran.out)
        return found


@asynccontextmanager
async def open_town(folder: Path, database: str, changes: Changes = ()) -> AsyncIterator[Town]:
    """A server over `database` and both platforms; `changes` as in Serve."""
    async with open_towns(folder, database, changes, servers=1) as (town,):
        yield town


@asynccontextmanager
async def open_towns(
    folder: Path, database: str, changes: Changes = (), servers: int = 2
) -> AsyncIterator[tuple[Town, ...]]:
    """Several servers over one database, WeChat's pushes going to one after the other.

    Each has a protocol end of its own.
    """
    async with AsyncExitStack() as stack:
        wechat = await stack.enter_async_context(BalancedWeChat())
        env = wechat.environment()
        serves = [Serve(folder / str(n), database, env, changes) for n in range(servers)]
        wechat.urls = cycle([serve.wechat_url for serve in serves])
        for serve in serves:
            stack.push_async_callback(serve.end)
        await asyncio.gather(*(serve.start() for serve in serves))
        towns = [Town(serve, wechat, end_of(serve)) for serve in serves]
        for town in towns:
            await stack.enter_async_context(town.onebot)
            await town.onebot.wait_connected(PATIENCE)
        yield tuple(towns)


class BalancedWeChat(FakeWeChat):
    """Pushes to each of `urls` in turn, as through a load balancer."""

    urls: Iterator[str] = iter(())

    def address(self) -> str:
        """The next one's."""
        return next(self.urls)


class PensiveOneBot(FakeOneBot):
    """Takes `delay` seconds from saying something to telling so."""

    delay = 0.0

    async def emit_reply(self, reply: Json) -> None:
        """Answer late."""
        await asyncio.sleep(self.delay)
        with suppress(ConnectionError):  # nobody is there any more
            await super().emit_reply(reply)


def end_of(serve: Serve) -> PensiveOneBot:
    return PensiveOneBot(serve.onebot_url, ONEBOT_TOKEN, reconnect_delay=0.1)


async def start_yesterday(database: str) -> None:
    """As if the centre had been started first a day ago: what fell due since is made up for."""
    storage = await open_storage(database)
    yesterday = datetime.now(CHINA) - timedelta(days=1)
    await storage.run(lambda work: first_start(work, yesterday))
    await storage.stop()


def worked_days(count: int) -> list[date]:
    """The next worked days, from the day after tomorrow on."""
    today = datetime.now(CHINA).date()
    days = (today + timedelta(days=ahead) for ahead in range(2, 29))
    worked = [day for day in days if snapshot().calendar.kind(day).is_worked]
    assert len(worked) >= count
    return worked[:count]
