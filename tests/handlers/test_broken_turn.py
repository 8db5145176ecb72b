"""A bug of ours in one message: one traceback, one apology, one task, nothing lost."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from bot.channels.base import Answer
from bot.domain.messages import ContactRef, InboundMessage, MessageKind
from bot.flows.base import Flow, Reply, Turn
from bot.flows.engine import Engine
from bot.handlers.inbound import Door, House
from bot.storage import Storage, UnitOfWork, open_storage, outbox, tasks
from bot.understanding import Intent
from bot.understanding.knowledge import Knowledge
from bot.usecases.office import Snapshot
from tests.handlers.courier_house import NOW
from tests.sample import snapshot as sample_snapshot

TEXT = "我要办居住证，身份证 11010519491231002X"
MESSAGE = InboundMessage(
    "wechat:1", ContactRef("wechat", "oWang"), MessageKind.TEXT, TEXT, NOW, passive=True
)


@pytest.fixture
async def storage(sqlite_url: str) -> AsyncIterator[Storage]:
    opened = await open_storage(sqlite_url)
    yield opened
    await opened.stop()


class Unreadable(Snapshot, frozen=True):
    """Nothing can be understood with it."""

    @property
    def knowledge(self) -> Knowledge:
        raise ZeroDivisionError


def snapshot(*, is_readable: bool) -> Snapshot:
    whole = sample_snapshot()
    return whole if is_readable else Unreadable(whole.config, whole.timetable)


async def break_down(turn: Turn) -> Reply:
    raise ZeroDivisionError


@pytest.mark.parametrize("is_readable", [True, False], ids=["in the talk", "in the reading"])
async def test_a_bug_is_answered_with_one_apology_and_a_task(
    storage: Storage, caplog: pytest.LogCaptureFixture, is_readable: bool
) -> None:
    broken = snapshot(is_readable=is_readable)
    flow = Flow("broken", frozenset(Intent), begin=break_down)
    engine = Engine({flow.name: flow})
    door = Door(House(storage, lambda: broken, lambda: NOW, engine, lambda: None))

    async def receive() -> Answer:
        return await door.receive(MESSAGE)

    first, again = await receive(), await receive()
    assert first.texts == again.texts
    assert "出了点问题" in first.texts[0]
    [task] = await storage.read(tasks.everything)
    assert "居住证" in task.text
    assert "19491231" not in task.text
    await door.close()
    assert "11010519491231002X" not in caplog.text


async def send_late(storage: Storage, door: Door) -> None:
    """The lane is held up until nobody waits for the answer any more."""
    held = threading.Event()

    async def hold(_work: UnitOfWork) -> None:
        held.wait()

    holding = asyncio.create_task(storage.run_long(hold))
    await asyncio.sleep(0)  # it is queued before the message
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await door.receive(MESSAGE)
    held.set()
    await holding
    await door.close()


async def test_a_late_turn_that_fails_is_answered_by_the_courier_once(storage: Storage) -> None:
    flow = Flow("broken", frozenset(Intent), begin=break_down)
    whole = snapshot(is_readable=True)
    woken: list[bool] = []
    engine = Engine({flow.name: flow})
    door = Door(House(storage, lambda: whole, lambda: NOW, engine, lambda: woken.append(True)))
    await send_late(storage, door)
    letters = [each for each in await storage.read(outbox.everything) if each.to == MESSAGE.contact]
    assert [("出了点问题" in each.text, each.sent_at) for each in letters] == [(True, None)]
    [task] = await storage.read(tasks.everything)
    assert "居住证" in task.text
    assert woken
    repeated = await door.receive(MESSAGE)
    assert repeated.texts == (letters[0].text,)


async def test_a_late_turn_that_succeeds_happens_once(storage: Storage) -> None:
    async def agree(_turn: Turn) -> Reply:
        return Reply(("好的",))

    flow = Flow("fine", frozenset(Intent), begin=agree)
    whole = snapshot(is_readable=True)
    door = Door(House(storage, lambda: whole, lambda: NOW, Engine({"fine": flow}), lambda: None))
    await send_late(storage, door)
    assert [each.text for each in await storage.read(outbox.everything)] == ["好的"]
