"""A locked database, a full disk, a platform that is down: nothing is lost, nothing comes twice."""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientTimeout

from tests.e2e.auditor import file_of, inbox_keys, locked
from tests.e2e.house import ONEBOT_TOKEN, PATIENCE, until
from tests.e2e.town import Town
from tests.simulators.onebot import FakeOneBot
from tests.simulators.onebot_answers import Variant
from tests.simulators.wechat import Trouble
from tests.simulators.wechat_wire import Push, read_reply

SENTENCE = "我妈想周六上午十点半办社保卡激活，姓刘，电话13800001234"
RESIDENT = "oDaughterOfLiu"
LONGEST_ANSWER = 5.0


async def _post(town: Town, push: Push) -> tuple[int, str]:
    """One try of one push: the status and what the phone would show; within five seconds."""
    began = time.monotonic()
    async with (
        ClientSession(timeout=ClientTimeout(30)) as session,
        session.post(town.serve.wechat_url, params=push.query, data=push.body) as answer,
    ):
        body = await answer.read()
        assert time.monotonic() - began < LONGEST_ANSWER
        if answer.status == 503:
            assert answer.headers["Retry-After"]
            return 503, ""
        return answer.status, read_reply(town.wechat.account, "safe", RESIDENT, body) or ""


async def test_while_the_database_is_locked_nothing_is_acknowledged_and_the_repeat_is_answered(
    town: Town,
) -> None:
    await town.bind("张敏")
    code = await town.books(RESIDENT, SENTENCE)
    card = await town.card(code)
    push = town.wechat.make(RESIDENT, "我的预约")

    with locked(town.serve.database):
        first = asyncio.create_task(_post(town, push))
        await town.onebot.group_say(town.qq["张敏"], "确认", quote=card.message_id)
        assert await first == (503, "")

    status, said = await _post(town, push)
    assert status == 200
    assert code in said
    assert code in (await town.in_group(f"已确认 {code}")).text
    await town.on_phone(RESIDENT, "window", "预约已确认")
    assert "Traceback" not in town.serve.log()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets us fill a process's disk")
async def test_while_the_disk_is_full_nothing_is_acknowledged_and_it_goes_on_by_itself(
    town: Town,
) -> None:
    code = await town.books(RESIDENT, SENTENCE)

    with _full_disk(town):
        refused = await _talk_until_refused(town)
        assert len(inbox_keys(town.serve.database)) == 2 + refused.answered
        assert await _post(town, refused.push) == (503, "")

    status, said = await _post(town, refused.push)
    assert status == 200
    assert code in said
    assert len(inbox_keys(town.serve.database)) == 2 + refused.answered + 1
    assert "Traceback" not in town.serve.log()


@dataclass(frozen=True, slots=True)
class Refused:
    """The first push that was not taken, and how many were answered before."""

    push: Push
    answered: int


async def _talk_until_refused(town: Town) -> Refused:
    for answered in range(500):
        push = town.wechat.make(RESIDENT, "我的预约")
        if (await _post(town, push))[0] == 503:
            return Refused(push, answered)
    raise AssertionError("the disk does not fill")


@contextmanager
def _full_disk(town: Town) -> Iterator[None]:
    """No file of the server may grow beyond the size of its database's journal."""
    import resource  # not everywhere

    pid, most = town.serve.process.pid, Path(file_of(town.serve.database) + "-wal").stat().st_size
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, before[1]))
    yield
    resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("trouble", [Trouble.UNAVAILABLE, Trouble.BUSY])
async def test_a_result_waits_for_a_platform_that_is_down_and_is_sent_once(
    town: Town, trouble: Trouble
) -> None:
    calls = await _confirmed_while(town, trouble)
    await until(lambda: calls.total() >= 2, "it is tried again")

    town.wechat.api.trouble = Trouble.NONE
    await town.on_phone(RESIDENT, "window", "预约已确认")
    assert _results(town) == 1


async def test_a_result_waits_for_a_platform_that_refuses_connections(town: Town) -> None:
    await town.bind("张敏")
    code = await town.books(RESIDENT, SENTENCE)
    await town.card(code)
    await town.wechat.api.stop()
    await town.confirms("张敏", code)
    await until(lambda: "wechat by window: retry" in town.serve.log(), "it is tried")

    await town.wechat.api.start()
    await town.on_phone(RESIDENT, "window", "预约已确认")
    assert _results(town) == 1


@pytest.mark.parametrize("trouble", [Trouble.LOST, Trouble.BROKEN])
async def test_a_result_of_unknown_fate_is_not_repeated_and_staff_are_asked_to_phone(
    town: Town, trouble: Trouble
) -> None:
    await town.wechat.say(RESIDENT, "你好")
    await _confirmed_while(town, trouble, warm=True)
    code = (await town.tickets())[0]["code"]
    note = await town.in_group(str(code), "可能未送达")
    assert "138****1234" in note.text

    town.wechat.api.trouble = Trouble.NONE
    await town.says(RESIDENT, "你好")
    assert _results(town) == (1 if trouble is Trouble.LOST else 0)


async def _confirmed_while(town: Town, trouble: Trouble, *, warm: bool = False) -> Counter[str]:
    """A booking is confirmed while the platform is in trouble; its calls from then on.

    `warm`: the server has its token already, so that the trouble meets the result itself.
    """
    await town.bind("张敏")
    code = await town.books(RESIDENT, SENTENCE)
    await town.card(code)
    if warm:
        await _fetch_token(town, code)
    town.wechat.api.trouble = trouble
    town.wechat.calls.clear()
    await town.confirms("张敏", code)
    return town.wechat.calls


async def _fetch_token(town: Town, code: str) -> None:
    await town.onebot.group_say(town.qq["张敏"], f"问 {code} 请带户口本好吗")
    await town.on_phone(RESIDENT, "window", "户口本")


def _results(town: Town) -> int:
    return sum("预约已确认" in each.text for each in town.wechat.phone(RESIDENT))


async def test_a_socket_that_dies_in_the_middle_does_not_double_a_card(town: Town) -> None:
    town.onebot.next_variants.append(Variant.CLOSE)
    code = await town.books(RESIDENT, SENTENCE)
    await town.in_group(f"新预约 {code}")
    await until(lambda: "unknown socket_lost" in town.serve.log(), "the fate is known")

    await town.onebot.wait_connected()
    other = await town.books("oAnother", "下周一办居住证，我叫李梅，电话13800002222")
    await town.in_group(f"新预约 {other}")
    cards = [text for text in town.onebot.group.texts if f"新预约 {code}" in text]
    assert len(cards) == 1


async def test_cards_wait_for_a_protocol_end_that_is_away(town: Town) -> None:
    await town.onebot.stop()
    code = await town.books(RESIDENT, SENTENCE)
    await town.onebot.start()

    await town.in_group(f"新预约 {code}")
    assert sum(f"新预约 {code}" in text for text in town.onebot.group.texts) == 1


async def test_the_newest_socket_wins(town: Town) -> None:
    await town.bind("张敏")
    async with FakeOneBot(town.serve.onebot_url, ONEBOT_TOKEN) as newer:
        await town.onebot.disconnected.wait()
        town.onebot.url = "ws://127.0.0.1:1/"  # it must not come back and win in turn
        code = await town.books(RESIDENT, SENTENCE)
        await newer.group.wait_for(lambda said: f"新预约 {code}" in said.text, PATIENCE)
        await newer.group_say(town.qq["张敏"], f"确认 {code}")
        await town.on_phone(RESIDENT, "window", "预约已确认")
        assert not any(code in text for text in town.onebot.group.texts)
