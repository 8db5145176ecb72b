"""What a sheet is read with, and what comes of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct, field

from bot.domain.calendar import Interval, OpeningCalendar, ShiftKind
from bot.sheets.dates import Month
from bot.sheets.grid import Remark
from bot.sheets.words import Hours

STATE_SHEET = "menting"
"""The hidden sheet of an export; it is no roster."""


class Reader(Struct, frozen=True, dict=True):
    """What is known before a sheet is read.

    `names`: what this office calls its shifts; `month`: what the admin said it is about.
    """

    staff: frozenset[str]
    departments: frozenset[str]
    calendar: OpeningCalendar
    today: date
    names: Mapping[str, ShiftKind] = field(default_factory=dict)
    month: Month | None = None

    @cached_property
    def hours(self) -> Hours:
        """The opening hours that a roster staffs."""
        both = (*self.calendar.workday_hours, *self.calendar.day_off_hours)
        extra = (Interval(each.start, each.end, each.shift) for each in self.calendar.openings)
        staffed = tuple(interval for interval in (*both, *extra) if interval.shift)
        return Hours(staffed, self.names)

    def only_shift(self, days: Sequence[date]) -> ShiftKind | None:
        """The shift of these days where they have no other."""
        kinds = {i.shift for day in days for i in self.calendar.intervals(day) if i.shift}
        return next(iter(kinds)) if len(kinds) == 1 else None


class Entry(Struct, frozen=True):
    """Who serves one shift, as the sheet has it: the lead first; () = deliberately nobody.

    `is_spread`: it comes from several days at once, of which not all need have this shift.
    """

    day: date
    kind: ShiftKind
    people: tuple[str, ...]
    sheet: str
    place: str
    is_spread: bool = False


class Understood(Struct, frozen=True):
    """A workbook as it was understood."""

    entries: tuple[Entry, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether nothing is wrong with it."""
        return not any(remark.is_error for remark in self.remarks)
