"""Which score an answer needs with this configuration, and what is to be expected then: the own
wordings, each read as if it were not there, and lines that are nobody's business here."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from zlib import crc32

from msgspec import Struct

from bot.understanding.faq import HIGH, NO_PHRASE, FaqIndex, Question, outcome
from bot.understanding.reading import FaqOutcome
from bot.understanding.services import ServiceIndex
from bot.understanding.text import plain
from bot.understanding.topics import find_topic

_STRANGE = Path(__file__).with_name("strange.txt")
_ELSEWHERE = "~"  # before the lines that are some other house's business
_STEPS = (HIGH, 0.44, 0.48, 0.52, 0.56, 0.6, 0.7, 0.8)
_WRONG, _FALSE = 0.06, 0.03  # a wording left out is harder than one that residents find
_AT_LOAD, _AT_LEISURE = 60, 400  # wordings and lines read of each kind
_ANY_DAY = date.min
_NONE: tuple[int, str | None] = (NO_PHRASE, None)


class Expected(Struct, frozen=True):
    """Shares of 1: own wordings that get the right answer and a wrong one (the others get
    suggestions or are refused), and strange lines that get any."""

    right: float
    wrong: float
    false: float


class Trial(Struct, frozen=True):
    """What was found for a text; `entry` = what is right, None for a strange one."""

    found: tuple[tuple[float, str], ...]
    is_refused: bool
    entry: str | None

    def answer(self, high: float) -> str | None:
        """The entry that is given out when an answer needs the score `high`."""
        match = outcome(self.found, self.is_refused, high)
        return match.entry if match.outcome is FaqOutcome.ANSWER else None


def calibrated(faq: FaqIndex, services: ServiceIndex) -> FaqIndex:
    """The index with the lowest threshold at which hardly anything is answered wrong."""
    tried = list(trials(faq, services, _AT_LOAD))
    fitting = (high for high in _STEPS if _is_good(expect(tried, high)))
    return faq.stricter(next(fitting, _STEPS[-1]))


def expected(faq: FaqIndex, services: ServiceIndex) -> Expected:
    """What the index does with wordings that it does not know, and with strange lines."""
    return expect(list(trials(faq, services, _AT_LEISURE)), faq.high)


def expect(tried: Sequence[Trial], high: float) -> Expected:
    """The shares when an answer needs the score `high`."""
    ours = [(trial.entry, trial.answer(high)) for trial in tried if trial.entry]
    strange = [trial.answer(high) for trial in tried if not trial.entry]
    right = sum(meant == given for meant, given in ours)
    wrong = sum(given is not None and meant != given for meant, given in ours)
    false = sum(given is not None for given in strange)
    return Expected(_part(right, ours), _part(wrong, ours), _part(false, strange))


def trials(faq: FaqIndex, services: ServiceIndex, most: int) -> Iterator[Trial]:
    """Every wording read without itself, then strange lines; at most so many of each."""
    wordings = [text for _, text in faq.phrases]
    for without in _some(range(len(wordings)), wordings, most):
        number, text = faq.phrases[without]
        yield _tried(text, faq, services, (without, faq.known[number].entry.id))
    lines = strange_lines()
    for place in _some(range(len(lines)), lines, most):
        line = lines[place]
        text = line.removeprefix(_ELSEWHERE)
        is_elsewhere = line.startswith(_ELSEWHERE)
        if not is_elsewhere or services.rewriter.strange(text):
            yield _tried(text, faq, services)


@cache
def strange_lines() -> tuple[str, ...]:
    """The shipped lines, plain; `~` marks the business of other houses."""
    lines = _STRANGE.read_text("utf-8").splitlines()
    return tuple(plain(line) for line in lines if line and not line.startswith("#"))


def _is_good(shares: Expected) -> bool:
    return shares.wrong <= _WRONG and shares.false <= _FALSE


def _part(some: int, everything: Sequence[object]) -> float:
    return some / len(everything) if everything else 0.0


def _some(places: Sequence[int], texts: Sequence[str], most: int) -> list[int]:
    """At most so many of the places: nearly the same ones when a text comes or goes."""
    return sorted(sorted(places, key=lambda place: crc32(texts[place].encode()))[:most])


def _tried(
    text: str, faq: FaqIndex, services: ServiceIndex, ours: tuple[int, str | None] = _NONE
) -> Trial:
    said = services.said(text)
    read = services.read(said)
    found = faq.found(Question(said, _ANY_DAY, read, find_topic(text), ours[0]))
    return Trial(tuple(found), read.not_offered is not None, ours[1])
