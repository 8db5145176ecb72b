"""SIGTERM: nothing more is taken, what was taken is kept, and it is over within five seconds."""

import asyncio

from tests.e2e.auditor import inbox_keys, locked, rows
from tests.e2e.house import until
from tests.e2e.town import Town
from tests.simulators.wechat import Trouble

SENTENCE = "我妈想周六上午十点半办社保卡激活，姓刘，电话1380000{number:04d}"


async def test_it_ends_while_the_platform_hangs_and_sends_nothing_twice(town: Town) -> None:
    await town.bind("张敏")
    code = await town.books("oOne", SENTENCE.format(number=1))
    await town.card(code)
    calls = town.wechat.calls
    town.wechat.api.trouble = Trouble.HANGING
    await town.confirms("张敏", code)
    await until(lambda: calls.total() > 0, "the result is being sent")

    assert await town.serve.stop() == 0
    assert "Traceback" not in town.serve.log()

    town.wechat.api.trouble = Trouble.NONE
    await town.serve.start()
    await town.says("oOne", "你好")
    await until(lambda: not _open_rows(town), "every message has its fate")
    results = [each for each in town.wechat.phone("oOne") if "预约已确认" in each.text]
    assert len(results) <= 1


def _open_rows(town: Town) -> list[tuple[object, ...]]:
    query = "SELECT id FROM outbox WHERE purpose = 'result' AND state IN ('due', 'retry')"
    return rows(town.serve.database, query)


async def test_it_ends_under_load_and_keeps_what_it_acknowledged(town: Town) -> None:
    acknowledged: list[str] = []

    async def talk(number: int) -> None:
        while (delivery := await town.wechat.say(f"o{number}", "社保卡激活要带什么")).statuses:
            if delivery.statuses[-1] != 200:
                return
            acknowledged.append(f"wechat:{delivery.message_id}")

    talks = [asyncio.create_task(talk(number)) for number in range(20)]
    await until(lambda: len(acknowledged) > 50, "residents are talking")

    assert await town.serve.stop() == 0
    await asyncio.gather(*talks)

    assert set(acknowledged) <= inbox_keys(town.serve.database)
    assert "Traceback" not in town.serve.log()
    waiting = rows(town.serve.database, "SELECT id FROM outbox WHERE state = 'due'")
    assert waiting == []  # every answer that was shown is marked as shown


async def test_it_ends_while_another_program_holds_the_database(town: Town) -> None:
    code = await town.books("oOne", SENTENCE.format(number=1))
    with locked(town.serve.database):
        late = asyncio.create_task(town.wechat.say("oTwo", "你好"))
        await asyncio.sleep(0)
        await town.serve.stop()
    await late

    await town.serve.start()
    assert [ticket["code"] for ticket in await town.tickets()] == [code]
