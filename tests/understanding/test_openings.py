"""A wish to come, or to book, begins a booking: of every service, however it is put."""

from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

import pytest

from bench.talks import OPENINGS
from bot.config import load_config
from bot.config.names import sample_directory
from bot.understanding import Intent, Knowledge, Reading, read
from tests.sample import sample, snapshot
from tests.understanding.measuring import MONDAY
from training.corpus import CENTRES

_NATURAL = (  # one for each service, in turn
    *("想过来办{}", "给我约个{}", "{}，明天上午来行不行", "帮我约一下{}", "能约{}不"),
    *("你好请问可以预约{}吗", "请问{}能约吗", "麻烦帮我挂个{}的号", "{}还有号没得，我想约一个"),
    *("想约个时间过来弄{}", "我想办{}，什么时候能来", "周三下午来办{}得行不", "预约{}"),
)
Understand = Callable[[str], Reading]
_FOLDERS = (sample_directory(), CENTRES / "hospital", CENTRES / "vehicles")


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda folder: folder.name)
def test_a_wish_to_come_begins_a_booking_of_every_service(folder: Path) -> None:
    config = load_config(folder)
    knowledge, natural = Knowledge.build(config), cycle(_NATURAL)

    lost = [
        f"{said} → {reading.intent.value} {reading.services}"
        for name in config.catalogue.services
        for said in (each.format(name) for each in (*OPENINGS, *islice(natural, 1)))
        if not _begins(reading := read(said, MONDAY, knowledge), name)
    ]

    assert lost == []


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_service_of_the_sample_called_by_its_whole_name_is_the_one(opening: str) -> None:
    lost = [
        name
        for name in sample().catalogue.services
        if read(opening.format(name), MONDAY, snapshot().knowledge).service != name
    ]
    assert lost == []


def _begins(reading: Reading, name: str) -> bool:
    is_one = reading.service == name or (reading.ambiguous and name in reading.services)
    return reading.intent is Intent.BOOK and is_one


def test_a_question_about_appointments_is_no_wish_to_come(understand: Understand) -> None:
    for said in ("办居住证续签要不要预约", "我真的不想再去办居住证续签了，能不能网上弄"):
        assert understand(said).intent is not Intent.BOOK
