"""Planned months against a naive rotation: time, rules kept, how evenly holidays are shared."""

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

from bench.figures import Line, at_most, table
from bot.planning.asked import Asked, Crews, shares_after
from bot.planning.rules import HARD, Rule, broken_rules
from bot.planning.solving import Solution, solve
from tests.planning.months import office

SIZES = (16, 30, 60)
MOST_SECONDS = 10
SEED = 2027
_JANUARY = [date(2027, 1, 1) + timedelta(days=n) for n in range(31)]
_HEAD = (
    "people x 31 days", "by", "seconds", "CPU", "proven best", "hard rules broken",
    "skills missing", "wishes refused", "holidays of the year, most - fewest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """How good a month is; `spread`: most minus fewest holidays of the year that somebody has."""

    hard: int
    skills: int
    wishes: int
    spread: int

    @property
    def cells(self) -> tuple[str, ...]:
        """As texts of a row."""
        return str(self.hard), str(self.skills), str(self.wishes), str(self.spread)


def naive_rotation(asked: Asked) -> Crews:
    """The staff list from top to bottom, again and again; who is on leave is passed over."""
    turns, crews = cycle(asked.staff), {}
    for post in asked.open_posts:
        crew: list[str] = []
        while len(crew) < post.people:
            name = next(turns)
            if name not in crew and not asked.is_away(name, post.day):
                crew.append(name)
        crews[post.key] = tuple(crew)
    return crews


def judged(asked: Asked, crews: Crews) -> Judged:
    """The rules it breaks and how it shares the holidays."""
    broken = Counter(each.rule for each in broken_rules(asked, crews))
    holidays = [share.holiday for share in shares_after(asked, crews).values()]
    return Judged(
        sum(broken[rule] for rule in HARD),
        broken[Rule.SKILL],
        broken[Rule.WISH],
        max(holidays) - min(holidays),
    )


def planned_month() -> Line:
    """How long the largest month takes, for the table of `make bench`."""
    asked = office(SIZES[-1], SEED, _JANUARY)
    seconds = solve(asked).seconds
    return at_most(f"roster plan, {SIZES[-1]} people x 31 days", seconds, MOST_SECONDS, "s")


def main() -> int:
    """Print the table; 1 when a planned month broke a hard rule or took too long."""
    rows: list[Sequence[str]] = [_HEAD]
    is_good = True
    for size in SIZES:
        asked = office(size, SEED, _JANUARY)
        before = time.process_time()
        found = solve(asked)
        used = time.process_time() - before
        ours, theirs = judged(asked, found.crews), judged(asked, naive_rotation(asked))
        is_good = is_good and not ours.hard and found.seconds <= MOST_SECONDS
        rows += _pair((str(size), f"{found.seconds:.1f}", f"{used:.1f}"), found, ours, theirs)
    print(table(rows))
    return 0 if is_good else 1


def _pair(
    took: tuple[str, str, str], found: Solution, ours: Judged, theirs: Judged
) -> Iterator[Sequence[str]]:
    proven = "yes" if found.is_best else "no"
    size, *times = took
    yield size, "roster plan", *times, proven, *ours.cells
    yield "", "rotation", "", "", "", *theirs.cells


if __name__ == "__main__":
    sys.exit(main())
