"""What is asked of a plan: the posts of a month, who may take them, what is settled already."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct, field

from bot.domain.calendar import ShiftKind
from bot.domain.fairness import Load
from bot.domain.plan_rules import PlanRules
from bot.domain.rotations import monday_of
from bot.domain.services import StaffMember

Key = tuple[date, ShiftKind]
Crews = Mapping[Key, tuple[str, ...]]
NOBODY: tuple[str, ...] = ()
NO_LOAD = Load()


class Post(Struct, frozen=True):
    """One shift of the month and what it needs.

    `kept`: who serves on it, because it is written down already; None = it is to be planned.
    """

    day: date
    kind: ShiftKind
    people: int
    skills: tuple[str, ...] = ()
    is_festival: bool = False
    kept: tuple[str, ...] | None = None

    @property
    def key(self) -> Key:
        """Its day and shift."""
        return self.day, self.kind

    @property
    def is_holiday(self) -> bool:
        """Whether it is a shift of the holiday roster."""
        return self.kind is ShiftKind.HOLIDAY


# Compared by identity; it holds mappings, and what is computed from them once.
class Asked(Struct, frozen=True, eq=False, dict=True):
    """A month to be planned. `staff`: who takes part, in the order of the staff list.

    `others`: staff who take no part but may be on a kept post. `away`: days of leave. `before`:
    everybody's duty of the year before the month. `around`: the shifts of the weeks that the month
    begins and ends in, outside of it.
    """

    posts: tuple[Post, ...]
    staff: Mapping[str, StaffMember]
    rules: PlanRules
    others: Mapping[str, StaffMember] = field(default_factory=dict)
    away: Mapping[str, frozenset[date]] = field(default_factory=dict)
    before: Mapping[str, Load] = field(default_factory=dict)
    around: Crews = field(default_factory=dict)

    @property
    def open_posts(self) -> tuple[Post, ...]:
        """Those that are to be planned."""
        return tuple(post for post in self.posts if post.kept is None)

    @cached_property
    def settled(self) -> Crews:
        """Shifts whose people are fixed: kept ones and those around the month."""
        return {**self.around, **{p.key: p.kept for p in self.posts if p.kept is not None}}

    def has_skill(self, name: str, skill: str) -> bool:
        """Whether `name` can do it; who is on no list can do nothing."""
        member = self.staff.get(name) or self.others.get(name)
        return member is not None and skill in member.skills

    def is_away(self, name: str, day: date) -> bool:
        """Whether `name` is on leave that day."""
        return day in self.away.get(name, ())

    def is_evening(self, kind: ShiftKind) -> bool:
        """Whether nobody has such a shift on two days in a row."""
        return kind in self.rules.evenings

    def share(self, name: str) -> Load:
        """The duty of `name` in the year before the month."""
        return self.before.get(name, NO_LOAD)


def duties_of(crews: Crews, name: str) -> list[Key]:
    """The shifts on which `name` serves, in order."""
    return sorted(key for key, crew in crews.items() if name in crew)


def week_of(key: Key) -> date:
    """The Monday of its week."""
    return monday_of(key[0])


def shares_after(asked: Asked, crews: Crews) -> dict[str, Load]:
    """Everybody's duty of the year with the month as `crews` have it."""
    festivals = {post.key for post in asked.posts if post.is_festival}
    months = {post.key: crews.get(post.key, NOBODY) for post in asked.posts}
    return {
        name: _with(asked.share(name), duties_of(months, name), festivals) for name in asked.staff
    }


def _with(before: Load, duties: list[Key], festivals: set[Key]) -> Load:
    holidays = sum(kind is ShiftKind.HOLIDAY for _, kind in duties)
    return Load(
        before.extended + len(duties) - holidays,
        before.holiday + holidays,
        before.festival + sum(key in festivals for key in duties),
    )
