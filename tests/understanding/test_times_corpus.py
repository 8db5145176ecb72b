"""The corpus of times: what residents say, when they say it, and what they mean."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.calendar import CHINA, OpeningCalendar
from bot.understanding import TimeSpan
from bot.understanding.text import plain
from bot.understanding.times import read_times

CORPUS = Path(__file__).parent / "corpus"
_CALENDAR = OpeningCalendar({}, (), ())


def _cases() -> Iterator[tuple[str, str, str]]:
    now = ""
    files = sorted(CORPUS.glob("times*.txt"))
    for line in (line for file in files for line in file.read_text("utf-8").splitlines()):
        if line.startswith("@"):
            now = line[1:]
        elif line and not line.startswith("#"):
            said, _, meant = line.partition(" | ")
            yield now, said, meant


def _spelled(span: TimeSpan) -> str:
    edges = (f"{edge:%Y-%m-%dT%H:%M}" if edge else "-" for edge in (span.start, span.end))
    return " | ".join((*edges, span.grain))


@pytest.mark.parametrize(("now", "said", "meant"), list(_cases()))
def test_a_sentence_of_the_corpus_means_what_is_written_there(
    now: str, said: str, meant: str
) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=CHINA)
    read = read_times(plain(said), moment, lambda day: _CALENDAR.kind(day).is_worked)
    wanted = " ; ".join(map(_spelled, read.wanted)) or "none"
    negated = [f" ! {_spelled(span)}" for span in read.excluded] if " ! " in meant else []
    assert wanted + "".join(negated) == meant
