"""A server with an official QQ bot: one resident on QQ, and a staff group on OneBot or on QQ."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.house import PATIENCE, Serve, until
from tests.e2e.town import CODE, TIMES, WANG_FIRST, Town, end_of
from tests.simulators.qq import Bubble, FakeQq
from tests.simulators.wechat import FakeWeChat

MOTHER = "我妈想周六上午十点半办社保卡激活，姓刘，电话13800001234"
USER = "U0001"


@dataclass
class QqTown:
    """One server with a QQ bot and a staff group over OneBot."""

    serve: Serve
    platform: FakeQq
    staff: Town

    async def says(self, text: str) -> str:
        """The resident writes on QQ; the one reply."""
        before = len(self.bubbles())
        delivery = await self.platform.say(USER, text)
        assert (delivery.status, delivery.answer) == (200, {"op": 12, "d": 0})
        await until(lambda: len(self.bubbles()) > before, f"an answer to {text}")
        return self.bubbles()[-1][1]

    def healthy(self, qq: str) -> dict[str, str]:
        """What the health page says of the channels."""
        return {"onebot": "connected", "qq": qq, "web": "on"}

    def bubbles(self) -> list[tuple[str, str]]:
        """What the bot said to the resident, and by which way."""
        phone = self.platform.phone(USER)
        return [(bubble.by, bubble.text) for bubble in phone if bubble.by != USER]

    async def books(self) -> str:
        """The code of a new ticket."""
        said = await self.says(MOTHER)
        if "请核对" not in said:  # on a Saturday half past ten may have passed
            assert TIMES.search(said), said
            said = await self.says("1")
        assert "请核对" in said, said
        said = await self.says("确认")
        found = CODE.search(said)
        assert found, said
        return found[0]


@dataclass
class QqGroup:
    """The staff group, where everything that is said reaches the bot."""

    town: QqTown
    name: str = "G0001"

    async def says(self, member: str, text: str, quote: Bubble | None = None) -> None:
        """A member writes, without calling the bot."""
        ext = [f"ref_msg_idx=REFIDX_{quote.id}=="] if quote else []
        scene = {"source": "default", "ext": ext}
        delivery = await self.town.platform.group_say(
            self.name, member, text, called=False, message_scene=scene
        )
        assert delivery.status == 200

    async def hears(self, *words: str) -> Bubble:
        """The first thing the bot said with all these words in it."""

        def found() -> list[Bubble]:
            said = self.town.platform.group(self.name)
            return [
                each
                for each in said
                if each.by in ("active", "passive") and all(word in each.text for word in words)
            ]

        await until(lambda: bool(found()), f"{words} in the group")
        return found()[0]

    async def code_for(self, name: str) -> str:
        """A one-time code."""
        ran = await self.town.serve.run("bind", name)
        assert ran.code == 0, ran.err
        return ran.out.splitlines()[-1]

    async def bind(self, name: str, member: str) -> None:
        """A member of staff sends their code in the group."""
        await self.says(member, f"绑定 {await self.code_for(name)}")
        await self.hears(name, "已绑定")


@asynccontextmanager
async def open_town(tmp_path: Path, database: str) -> AsyncIterator[QqTown]:
    """A server with a QQ bot, and its staff group over OneBot."""
    async with AsyncExitStack() as stack:
        platform = await stack.enter_async_context(FakeQq())
        serve = Serve(tmp_path / "centre", database, platform.environment(), WANG_FIRST)
        stack.push_async_callback(serve.end)
        await serve.start()
        platform.callback_url = f"http://127.0.0.1:{serve.port}/qq"
        staff = Town(serve, FakeWeChat(), end_of(serve))
        await stack.enter_async_context(staff.onebot)
        await staff.onebot.wait_connected(PATIENCE)
        yield QqTown(serve, platform, staff)
