"""The solver: OR-Tools CP-SAT finds the fairest month that breaks no hard rule (extra `plan`)."""

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from bot.domain.plan_rules import WishKind
from bot.planning.asked import Asked, Crews, Key, Post, duties_of, week_of
from bot.planning.fair_share import Sharer, caught_up, fair_level
from bot.planning.first_draft import first_draft
from bot.planning.rules import has_gaps, is_possible, wanted_groups

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

_EMPTY, _HOLIDAY_SKILL, _SKILL, _PERSON = 20, 8, 5, 3
_HOLIDAY, _FESTIVAL, _EXTENDED, _WISH, _ROW = 10, 10, 3, 4, 2
"""Wish weights 1-4 give way to a fair share of holidays, from 5 on the share gives way once."""

_DAY = timedelta(days=1)

SEED = 20260101
DEFAULT_EFFORT = 1.5
"""The solver's own count of its work; 1 takes two or three seconds on a usual machine."""
_SECONDS = 8.0
"""Real time after which a slow machine stops all the same, although the count is not reached."""

Chosen = set[tuple[str, Key]]
Distance = Callable[[int], int]


class SolverMissing(ImportError):
    """The extra `plan` is not installed."""


class Solution(Struct, frozen=True):
    """`crews` of the posts that were to be planned, in the order of the staff list.

    `is_best`: proven that none is better; else the effort was used up. `seconds`: real time.
    """

    crews: Crews
    is_best: bool
    seconds: float


def solve(asked: Asked, effort: float = DEFAULT_EFFORT) -> Solution:
    """The month that covers most and, of those, the fairest; the same for the same question.

    One worker, a fixed seed and an effort that is counted, not timed. Raises SolverMissing.
    """
    try:
        from ortools.sat.python import cp_model
    except ImportError as missing:
        raise SolverMissing(str(missing)) from missing
    search = _Search(effort)
    drawing = _Drawing(asked, cp_model.CpModel())
    draft = first_draft(asked)
    chosen = {(name, key) for key, crew in draft.items() for name in crew}
    gaps, covered = drawing.gaps(), True
    least: int | None = 0
    if has_gaps(asked, draft):
        chosen, least, covered = search.least(drawing, gaps, chosen)
    if least is not None:
        drawing.model.add(gaps <= least)
    chosen, _, fairest = search.least(drawing, drawing.costs(), chosen)
    crews = {
        post.key: tuple(name for name in asked.staff if (name, post.key) in chosen)
        for post in asked.open_posts
    }
    return Solution(crews, covered and fairest, time.perf_counter() - search.started)


class _Search:
    """Solves with one worker, a fixed seed and an effort that is counted."""

    def __init__(self, effort: float) -> None:
        self.started = time.perf_counter()
        self._effort = effort

    def least(
        self, drawing: "_Drawing", cost: "cp_model.LinearExprT", start: "Chosen"
    ) -> "tuple[Chosen, int | None, bool]":
        """The choice with the least `cost`, that cost, and whether it is proven to be the least.

        When nothing was found in time: the `start`, None, False.
        """
        from ortools.sat.python import cp_model

        drawing.start_from(start)
        drawing.model.minimize(cost)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2  # the sums are nearly those of a flow
        solver.parameters.random_seed = SEED
        solver.parameters.max_deterministic_time = self._effort
        left = _SECONDS - (time.perf_counter() - self.started)
        solver.parameters.max_time_in_seconds = max(left, 1.0)
        status = solver.solve(drawing.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return start, None, False
        proven = status == cp_model.OPTIMAL
        return drawing.chosen(solver), round(solver.objective_value), proven


class _Drawing:
    """The month as variables (`serves`: who takes which post) and hard rules."""

    def __init__(self, asked: Asked, model: "cp_model.CpModel") -> None:
        self.asked, self.model = asked, model
        self._rests: list[tuple[cp_model.IntVar, Distance, Sequence[cp_model.IntVar]]] = []
        self.serves = {
            (name, post.key): model.new_bool_var("")
            for name in asked.staff
            for post in asked.open_posts
            if is_possible(asked, name, post)
        }
        for name in asked.staff:
            self._hold_rules(name)

    def start_from(self, start: Chosen) -> None:
        """Let the search begin at this choice."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for key, variable in self.serves.items():
            self.model.add_hint(variable, key in start)
        taken = {each.index for key, each in self.serves.items() if key in start}
        for rest, distance, served in self._rests:
            self.model.add_hint(rest, max(0, distance(sum(v.index in taken for v in served))))

    def chosen(self, solver: "cp_model.CpSolver") -> Chosen:
        """Who serves where in the solver's answer."""
        return {key for key, each in self.serves.items() if solver.boolean_value(each)}

    def gaps(self) -> "cp_model.LinearExprT":
        """What is not covered."""
        return sum((g for post in self.asked.open_posts for g in self._gap(post)), start=0)

    def costs(self) -> "cp_model.LinearExprT":
        """What is unfair and whose wishes are not granted."""
        return sum([*self._shares(), *self._wishes(), *self._rows()], start=0)

    def _hold_rules(self, name: str) -> None:
        own = [
            (post, self.serves[name, post.key])
            for post in self.asked.open_posts
            if (name, post.key) in self.serves
        ]
        for _, group in groupby(own, key=lambda each: each[0].day):
            self.model.add_at_most_one(variable for _, variable in group)
        settled = [week_of(key) for key in duties_of(self.asked.settled, name)]
        for week, group in groupby(own, key=lambda each: week_of(each[0].key)):
            left = max(0, self.asked.rules.at_most_per_week - settled.count(week))
            self.model.add(sum(variable for _, variable in group) <= left)
        evenings = [each for each in own if self.asked.is_evening(each[0].kind)]
        for post, variable in evenings:
            for other, following in evenings:
                if other.day - post.day == _DAY:
                    self.model.add_at_most_one(variable, following)

    def _on(self, post: Post, names: Iterable[str]) -> "list[cp_model.IntVar]":
        return [self.serves[n, post.key] for n in names if (n, post.key) in self.serves]

    def _gap(self, post: Post) -> "Iterable[cp_model.LinearExprT]":
        crew = self._on(post, self.asked.staff)
        self.model.add(sum(crew) <= post.people)
        yield _PERSON * self._lack(post.people, crew)
        yield _EMPTY * self._lack(1, crew)
        weight = _HOLIDAY_SKILL if post.is_holiday else _SKILL
        for skill in post.skills:
            able = [name for name, member in self.asked.staff.items() if skill in member.skills]
            yield weight * self._lack(1, self._on(post, able))

    def _shares(self) -> "Iterable[cp_model.LinearExprT]":
        """How far everybody's duty of the year is from a fair share, kind by kind."""
        of_kind: dict[str, tuple[int, Callable[[Post], bool]]] = {
            "holiday": (_HOLIDAY, lambda post: post.is_holiday),
            "festival": (_FESTIVAL, lambda post: post.is_festival),
            "extended": (_EXTENDED, lambda post: not post.is_holiday),
        }
        for name, (weight, belongs) in of_kind.items():
            posts = [post for post in self.asked.open_posts if belongs(post)]
            for distance in self._distances(name, posts):
                yield weight * distance

    def _distances(self, what: str, posts: list[Post]) -> "Iterable[cp_model.LinearExprT]":
        """One more or less than fair counts 1, each further one 2 more."""
        before = caught_up(
            {name: int(getattr(self.asked.share(name), what)) for name in self.asked.staff}
        )
        own = {name: [v for post in posts for v in self._on(post, [name])] for name in before}
        sharers = [Sharer(before[name], len(served)) for name, served in own.items()]
        level = fair_level(sharers, sum(post.people for post in posts))
        for name, served in own.items():
            low = min(level - before[name], len(served))
            high = max(level + 1 - before[name], 0)
            for bound, weight in ((0, 1), (1, 2)):
                yield weight * self._lack(low - bound, served)
                yield weight * self._excess(high + bound, served)

    def _rows(self) -> "Iterable[cp_model.LinearExprT]":
        """Holidays on two days in a row."""
        holidays = [post for post in self.asked.open_posts if post.is_holiday]
        for post, following in pairwise(holidays):
            if following.day - post.day == _DAY:
                for name in self.asked.staff:
                    both = [*self._on(post, [name]), *self._on(following, [name])]
                    yield _ROW * self._excess(1, both)

    def _wishes(self) -> "Iterable[cp_model.LinearExprT]":
        for wish in self.asked.rules.wishes:
            posts = [p for p in self.asked.open_posts if wish.concerns(p.day, p.kind)]
            cost = _WISH * wish.weight
            if wish.kind is WishKind.AVOID:
                yield from (cost * v for post in posts for v in self._on(post, [wish.person]))
                continue
            for group in wanted_groups(wish, posts):
                yield cost * self._lack(1, [v for p in group for v in self._on(p, [wish.person])])

    def _lack(self, bound: int, served: "Sequence[cp_model.IntVar]") -> "cp_model.LinearExprT":
        """How many of `served` are missing to `bound`."""
        if bound <= 0:
            return 0
        lack = self.model.new_int_var(0, bound, "")
        self.model.add(sum(served) + lack >= bound)
        self._rests.append((lack, lambda taken: bound - taken, served))
        return lack

    def _excess(self, bound: int, served: "Sequence[cp_model.IntVar]") -> "cp_model.LinearExprT":
        """How many of `served` are more than `bound`."""
        if bound >= len(served):
            return 0
        excess = self.model.new_int_var(0, len(served) - bound, "")
        self.model.add(sum(served) <= bound + excess)
        self._rests.append((excess, lambda taken: taken - bound, served))
        return excess
