"""PostgreSQL restarts under the running program: busy meanwhile, nothing lost, on by itself."""

import asyncio
import time
from pathlib import Path

from tests.databases import Postgres
from tests.e2e.house import PATIENCE
from tests.e2e.town import Town, open_town

RESIDENT = "oDaughterOfLiu"
SENTENCE = "我妈想周六上午十点半办社保卡激活，姓刘，电话13800001234"


async def test_a_restart_of_the_database_loses_nothing(
    postgres: Postgres, postgres_url: str, tmp_path: Path
) -> None:
    async with open_town(tmp_path / "centre", postgres_url) as town:
        await town.bind("张敏")
        code = await town.books(RESIDENT, SENTENCE)
        await town.card(code)
        await asyncio.to_thread(postgres.stop)
        try:
            delivery = await town.wechat.say(RESIDENT, "我的预约")
            assert set(delivery.statuses) == {503}
            await town.onebot.group_say(town.qq["张敏"], f"确认 {code}")
        finally:
            await asyncio.to_thread(postgres.start)

        assert code in await _says_until_heard(town, "我的预约")
        await town.onebot.group_say(town.qq["张敏"], f"确认 {code}")
        await town.on_phone(RESIDENT, "window", "预约已确认")
        assert sum("预约已确认" in each.text for each in town.wechat.phone(RESIDENT)) == 1
        assert "Traceback" not in town.serve.log()


async def _says_until_heard(town: Town, text: str) -> str:
    deadline = time.monotonic() + PATIENCE
    while True:
        delivery = await town.wechat.say(RESIDENT, text)
        if delivery.statuses[-1] == 200:
            return delivery.text or ""
        assert time.monotonic() < deadline
        await asyncio.sleep(0.2)
