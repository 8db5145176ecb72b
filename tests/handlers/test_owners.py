"""What a dead process was sending is found at once on its machine; elsewhere its lease runs out."""

import os
import subprocess
import sys
from datetime import timedelta

from bot.domain.messages import DeliveryState
from bot.handlers import owners
from bot.handlers.owners import is_gone, new_owner
from bot.storage import Storage, outbox
from tests.handlers.courier_house import NOW, WANG, PostOffice


def _ended_process() -> str:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    here, _, rest = new_owner().rpartition(":")
    return f"{here}:{process.pid}-{rest.partition('-')[2]}"


def test_a_process_that_works_is_not_gone() -> None:
    mine = new_owner()
    parent = mine.replace(f":{os.getpid()}-", f":{os.getppid()}-")

    assert mine != new_owner()
    assert not is_gone(mine)
    assert not is_gone(parent)


def test_a_process_that_ended_is_gone() -> None:
    assert is_gone(_ended_process())


def test_an_earlier_life_with_our_number_is_gone() -> None:
    assert is_gone(new_owner().replace(owners._LIFE, "00000000"))


def test_of_other_machines_nobody_can_tell() -> None:
    assert not is_gone("elsewhere" + _ended_process())
    assert not is_gone("process-1")
    assert not is_gone("")


async def _state_after_a_death(storage: Storage, owner: str) -> DeliveryState:
    office = PostOffice(storage)
    await office.open_window()
    await office.tell(WANG, "已确认")
    (row,) = await office.rows()
    until = NOW + timedelta(minutes=2)
    await storage.run(lambda work: outbox.claim(work, row.id, owner, until, NOW))
    await office.deliver()
    (row,) = await office.rows()
    assert office.wechat.said == []
    return row.state


async def test_what_a_dead_process_was_sending_is_of_unknown_fate_at_once(
    storage: Storage,
) -> None:
    assert await _state_after_a_death(storage, _ended_process()) is DeliveryState.UNKNOWN


async def test_what_another_machine_is_sending_is_left_to_it(storage: Storage) -> None:
    assert await _state_after_a_death(storage, "elsewhere:1-a-b") is DeliveryState.DUE
