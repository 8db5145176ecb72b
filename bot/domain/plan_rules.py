"""By which rules a month is proposed: people a shift, skills, limits, wishes (roster.yaml)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct, field

from bot.domain.calendar import ShiftKind


class WishKind(StrEnum):
    """Whether somebody would rather not have such a shift, or would like one."""

    AVOID = "avoid"
    PREFER = "prefer"


class Wish(Struct, frozen=True):
    """What `person` would like; an empty set means all of them.

    `weekdays` 1-7 from Monday. `weight` 1-10: how much it counts beside a fair share.
    """

    person: str
    kind: WishKind
    shifts: frozenset[ShiftKind] = frozenset()
    weekdays: frozenset[int] = frozenset()
    dates: frozenset[date] = frozenset()
    weight: int = 3
    reason: str = ""

    def concerns(self, day: date, shift: ShiftKind) -> bool:
        """Whether it speaks of this shift."""
        return (
            (not self.shifts or shift in self.shifts)
            and (not self.weekdays or day.isoweekday() in self.weekdays)
            and (not self.dates or day in self.dates)
        )


class PlanRules(Struct, frozen=True):
    """`planning` of roster.yaml.

    `people`: how many a shift takes, where nothing is written as many as the rotations have.
    `skills`: what somebody on such a shift must be able to do: in extended hours in place of what
    all services need, in holidays besides what the holiday services need. `evenings`: shifts that
    nobody has on two days in a row. Weeks begin on Monday.
    """

    people: Mapping[ShiftKind, int] = field(default_factory=dict)
    skills: Mapping[ShiftKind, tuple[str, ...]] = field(default_factory=dict)
    at_most_per_week: int = 5
    evenings: frozenset[ShiftKind] = frozenset({ShiftKind.LATE})
    exempt: frozenset[str] = frozenset()
    wishes: tuple[Wish, ...] = ()
