"""Times that public suites ask for, read by our conventions (see corpus/public_times.txt)."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.calendar import CHINA, OpeningCalendar
from bot.understanding import TimeSpan
from bot.understanding.text import plain
from bot.understanding.times import read_times

_SUITE = Path(__file__).parent / "corpus" / "public_times.txt"
_CALENDAR = OpeningCalendar({}, (), ())
_GOAL = 0.88
_MISREAD = "~ "


def _cases() -> Iterator[tuple[str, str, str]]:
    now = ""
    for line in _SUITE.read_text("utf-8").splitlines():
        if line.startswith("@"):
            now = line[1:]
        elif line and not line.startswith("#"):
            said, _, meant = line.partition(" | ")
            yield now, said, meant


def _spelled(span: TimeSpan) -> str:
    edges = (f"{edge:%Y-%m-%dT%H:%M}" if edge else "-" for edge in (span.start, span.end))
    return " | ".join((*edges, span.grain))


def _is_right(now: str, said: str, meant: str) -> bool:
    moment = datetime.fromisoformat(now).replace(tzinfo=CHINA)
    read = read_times(plain(said), moment, lambda day: _CALENDAR.kind(day).is_worked)
    wanted = " ; ".join(map(_spelled, read.wanted)) or "none"
    negated = [f" ! {_spelled(span)}" for span in read.excluded] if " ! " in meant else []
    return wanted + "".join(negated) == meant


@pytest.mark.parametrize(("now", "said", "meant"), list(_cases()))
def test_an_expression_of_the_public_suites_is_read_by_our_conventions(
    now: str, said: str, meant: str
) -> None:
    assert said.startswith(_MISREAD) or _is_right(now, said, meant)


def test_the_share_of_the_public_suites_that_is_read_right_reaches_the_goal() -> None:
    right = [_is_right(now, said.removeprefix(_MISREAD), meant) for now, said, meant in _cases()]
    assert sum(right) >= _GOAL * len(right)
