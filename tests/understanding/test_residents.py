"""Sentences as residents say them: the share that is read right must not fall."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from bot.config import load_config
from bot.domain.calendar import CHINA
from bot.understanding import Intent, Knowledge, Reading, read

_MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
_LINES = (Path(__file__).parent / "residents.txt").read_text(encoding="utf-8").splitlines()
_SAID = [
    tuple(part.strip() for part in line.split("|", 2))
    for line in _LINES
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def readings() -> list[tuple[str, str, Reading]]:
    """(intent, service, reading) with the services of the sample centre."""
    knowledge = Knowledge.build(load_config(Path("config")))
    return [(intent, name, read(text, _MONDAY, knowledge)) for intent, name, text in _SAID]


def test_all_intents_are_spoken_for() -> None:
    assert {intent for intent, _, _ in _SAID} == {intent.value for intent in Intent}
    assert len(_SAID) > 250


def test_the_intent_is_right_nearly_always(readings: list[tuple[str, str, Reading]]) -> None:
    wrong = [reading.text for intent, _, reading in readings if reading.intent != intent]
    assert 1 - len(wrong) / len(readings) >= 0.97, wrong


def test_the_service_is_right_or_at_least_not_wrong(
    readings: list[tuple[str, str, Reading]],
) -> None:
    named = [(name, reading) for _, name, reading in readings if name != "-"]
    found = [name for name, r in named if name == (r.service or next(iter(r.wanted_services), ""))]
    offered = [name for name, reading in named if name in reading.services]
    wrong = [reading.text for name, reading in named if reading.service not in (name, None)]
    assert len(found) / len(named) >= 0.78
    assert len(offered) / len(named) >= 0.90
    assert len(wrong) / len(named) <= 0.04, wrong


def test_a_service_is_hardly_ever_heard_where_none_was_clear(
    readings: list[tuple[str, str, Reading]],
) -> None:
    unclear = [reading for _, name, reading in readings if name == "-"]
    heard = [reading.text for reading in unclear if reading.service]
    assert len(heard) / len(unclear) <= 0.01, heard


def test_intents_do_not_hang_on_one_list_of_services(understand: Callable[[str], Reading]) -> None:
    """The same sentences in a centre that has a few services and answers only."""
    wrong = [text for intent, _, text in _SAID if understand(text).intent != intent]
    assert 1 - len(wrong) / len(_SAID) >= 0.90, wrong
