"""How a proposed month is shown: its table, what could not be done and why, everybody's share."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from msgspec.structs import replace

from bot.domain.calendar import ShiftKind
from bot.domain.plan_rules import WishKind
from bot.planning.asked import Post, duties_of
from bot.planning.explaining import Explained, Reason, Why
from bot.planning.proposal import Proposal
from bot.planning.rules import Broken, Rule
from bot.usecases.office import Snapshot
from bot.usecases.wording import spell_day

MOST_NAMES = 6


class PlanWording:
    """Spells one proposal with the texts of the snapshot it was made for."""

    def __init__(self, snapshot: Snapshot, proposal: Proposal) -> None:
        """Both belong together."""
        self._snapshot, self._proposal = snapshot, proposal
        self._asked = proposal.asked
        self._say = snapshot.config.texts.say

    def page(self) -> list[str]:
        """All of it, line by line."""
        return [*self.head(), *self._table(), "", *self.unmet(), "", *self._fairness(), self._end()]

    def head(self) -> list[str]:
        """Which month it is, and whether its holidays are provisional."""
        first = self._asked.posts[0].day
        lines = [self._say("plan.title", year=first.year, month=first.month)]
        if not self._snapshot.calendar.is_published(first.year):
            lines.append(self._say("plan.provisional", year=first.year))
        return lines

    def unmet(self) -> list[str]:
        """What could not be done, each with its reasons and a cure."""
        found = [self._joined(list(alike)) for _, alike in groupby(self._proposal.unmet, _cause)]
        if not found:
            return [self._say("plan.met")]
        return [self._say("plan.unmet", count=len(found)), *map(self.line, found)]

    def _joined(self, alike: list[Explained]) -> Explained:
        """Skills that a shift lacks for the same reasons are one thing to be told."""
        if alike[0].broken.rule is not Rule.SKILL:
            return alike[0]
        detail = self._names([each.broken.detail for each in alike])
        return Explained(replace(alike[0].broken, detail=detail), alike[0].whys)

    def line(self, unmet: Explained) -> str:
        """One rule that does not hold."""
        broken = unmet.broken
        words = {
            "problem": self._problem(broken),
            "whys": self._say("plan.comma").join(self._why(broken, why) for why in unmet.whys),
            "cure": self._cure(broken, unmet.whys[0]) if unmet.whys else "",
        }
        if broken.rule is Rule.WISH:
            return self._say("plan.wish_line", **words)
        return self._say(
            "plan.line", day=self._day(broken.day), shift=self._shift(broken.kind), **words
        )

    def _table(self) -> Iterator[str]:
        for day, posts in groupby(self._asked.posts, key=lambda post: post.day):
            shifts = self._say("plan.gap").join(map(self._cell, posts))
            yield self._say("plan.day", day=self._day(day), shifts=shifts)

    def _cell(self, post: Post) -> str:
        people = self._names(self._proposal.crews[post.key]) or self._say("plan.nobody")
        if post.kept is not None:
            people = self._say("plan.kept", people=people)
        return self._say("plan.shift", shift=self._shift(post.kind), people=people)

    def _problem(self, broken: Broken) -> str:
        wish = broken.wish
        if wish is None:
            key = f"plan.broken.{broken.rule.value}"
            return self._say(key, missing=broken.missing, detail=broken.detail)
        key = f"plan.broken.wish_{wish.kind.value}"
        if wish.kind is WishKind.PREFER and wish.dates:
            key = "plan.broken.wish_prefer_day"
        return self._say(
            key,
            detail=broken.detail,
            day=self._day(broken.day),
            shift=self._shift(broken.kind),
            note=self._say("plan.broken.note", reason=wish.reason) if wish.reason else "",
        )

    def _why(self, broken: Broken, why: Why) -> str:
        return self._say(
            f"plan.why.{why.reason.value}",
            names=self._few(why.names),
            skill=why.skill,
            people=self._people(broken.kind),
            limit=self._asked.rules.at_most_per_week,
        )

    def _cure(self, broken: Broken, why: Why) -> str:
        limit = self._asked.rules.at_most_per_week
        more = limit if why.reason is Reason.WEEK else self._people(broken.kind)
        shift = self._shift(broken.kind)
        return self._say(f"plan.cure.{why.reason.value}", more=more + 1, shift=shift)

    def _people(self, kind: ShiftKind | None) -> int:
        return next((post.people for post in self._asked.posts if post.kind is kind), 0)

    def _fairness(self) -> Iterator[str]:
        fewest, most = self._proposal.spread
        month = self._asked.posts[0].day.month
        yield self._say("plan.fairness", month=month, most=most, fewest=fewest)
        yield self._say("plan.fairness_head")
        shares = self._proposal.shares
        for name in sorted(shares, key=lambda each: -shares[each].holiday):
            yield self._say(
                "plan.fairness_line",
                name=name,
                month=len(duties_of(self._proposal.crews, name)),
                extended=shares[name].extended,
                holiday=shares[name].holiday,
                festival=shares[name].festival,
            )

    def _end(self) -> str:
        key = "plan.proven" if self._proposal.is_best else "plan.stopped"
        return self._say(key, seconds=f"{self._proposal.seconds:.1f}")

    def _few(self, names: Sequence[str]) -> str:
        shown = self._names(names[:MOST_NAMES])
        if len(names) <= MOST_NAMES:
            return shown
        return self._say("plan.why.few", names=shown, count=len(names))

    def _names(self, names: Sequence[str]) -> str:
        return self._say("plan.and").join(names)

    def _shift(self, kind: ShiftKind | None) -> str:
        return self._say(f"shift.{kind.value}") if kind else ""

    def _day(self, day: date) -> str:
        return spell_day(self._snapshot, day)


def _cause(unmet: Explained) -> tuple[Broken, tuple[Why, ...]]:
    broken = unmet.broken
    return (replace(broken, detail="") if broken.rule is Rule.SKILL else broken), unmet.whys
