"""How fast: every stage alone, a whole message, the longest ones; loading, and memory."""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from bench.figures import Line, at_most
from bench.understanding.loading import SIZES, enlarged, loading
from bench.understanding.ours import NOW
from bot.config import load_config
from bot.understanding import Knowledge, kin, read
from bot.understanding.intents import score_intents
from bot.understanding.phones import find_numbers
from bot.understanding.reader import Parts, take_apart
from bot.understanding.text import plain
from bot.understanding.times import read_times
from bot.understanding.topics import read_topic

ENTRIES = 1_000
_ROUNDS, _LONGEST, _FLOODS, _SEED = 3, 2_000, 200, 1
_WEARY = (
    *("1", "周", "一", "<", "想", "我姓", "1-", "下午三点或者", "想要来办改约的", "我不想要了"),
    *("住在东街1号", "138", "，，", "星期", "2026年", "a1", "咋个办", "😀", "不行", "的"),
)
_T = TypeVar("_T")


def speed(config: Path, texts: Sequence[str]) -> Iterator[Line]:
    """All lines of the table of speed; `texts` are ordinary messages."""
    knowledge = Knowledge.build(enlarged(load_config(config), ENTRIES))
    parts = [take_apart(text, NOW, knowledge) for text in texts]
    for name, stage in _stages(knowledge):
        clocked = _clocked(stage, parts)
        yield Line(
            f"{name}, p50 / p99", f"{_part(clocked, 0.5):.2f} / {_part(clocked, 0.99):.2f} ms"
        )
    whole = _clocked(lambda text: read(text, NOW, knowledge), texts)
    yield Line(f"read() at {ENTRIES:,} answers, p50", f"{_part(whole, 0.5):.2f} ms")
    yield at_most(f"read() at {ENTRIES:,} answers, p99", _part(whole, 0.99), 3, "ms")
    floods = _clocked(lambda text: read(text, NOW, knowledge), list(_floods(texts)))
    yield at_most(f"slowest of {_FLOODS} texts of {_LONGEST:,} characters", floods[-1], 20, "ms")
    for size in SIZES:
        seconds, mib = loading(config, size)
        is_judged = size == ENTRIES
        yield Line(
            f"loading with {size:,} answers",
            f"{seconds:.2f} s, {mib:.0f} MiB",
            figure="≤ 0.3 s, ≤ 30 MiB" if is_judged else "",
            is_met=(seconds <= 0.3 and mib <= 30) if is_judged else None,
        )


def _stages(knowledge: Knowledge) -> Iterator[tuple[str, Callable[[Parts], object]]]:
    said_of, at = knowledge.services.said, NOW.date()
    yield "numbers", lambda parts: find_numbers(plain(parts.text))
    yield "names", lambda parts: kin.find_names(parts.said)
    yield "times", lambda parts: read_times(parts.said, NOW, knowledge.is_worked)
    yield "service", lambda parts: knowledge.services.read(said_of(parts.said))
    yield (
        "aspect",
        lambda parts: read_topic(parts.matter.topics, parts.matter.grams),
    )
    yield (
        "answer",
        lambda parts: knowledge.faq.match(said_of(parts.said), at, parts.matter.service, None),
    )
    yield "intent", lambda parts: score_intents(parts.said, parts.facts)


def _clocked(stage: Callable[[_T], object], cases: Sequence[_T]) -> list[float]:
    """Milliseconds of every case in every round but the first, which warms up; sorted."""
    spent: list[float] = []
    for _ in range(_ROUNDS + 1):
        spent = [] if len(spent) == len(cases) else spent
        for case in cases:
            started = perf_counter()
            stage(case)
            spent.append(1000 * (perf_counter() - started))
    return sorted(spent)


def _part(clocked: Sequence[float], part: float) -> float:
    return clocked[int(part * (len(clocked) - 1))]


def _floods(texts: Sequence[str]) -> Iterator[str]:
    """Repeated pieces, pieces mixed, and ordinary sentences strung together."""
    chance = random.Random(_SEED)  # noqa: S311 - the same floods every time
    for number in range(_FLOODS):
        pieces = _WEARY if number % 2 else texts
        some = [chance.choice(pieces) for _ in range(1 + number % 5)]
        if number % 4 > 1:
            some = [chance.choice(pieces) for _ in range(_LONGEST)]
        yield ("".join(some) * _LONGEST)[:_LONGEST]
