"""What the month shows: its days by week, the shifts of each, gaps, and everybody's share."""

from datetime import date, timedelta

from msgspec import Struct

from bot.domain.calendar import DayKind, OpeningCalendar
from bot.domain.fairness import Load, unfair
from bot.domain.gaps import Gap
from bot.domain.roster import Shift, shifts_on, with_people
from bot.storage import roster_record
from bot.usecases.gap_wording import spell_gap
from bot.usecases.office import Office
from bot.usecases.roster_editing import covered
from bot.usecases.roster_report import gaps_between
from bot.usecases.standins import loads_of_year


class ShiftCell(Struct, frozen=True):
    """One shift; `problem`: what is wrong with it, in words; `missing`: services nobody can do."""

    shift: Shift
    word: str
    problem: str
    done: int
    missing: int
    is_over: bool

    @property
    def address(self) -> str:
        """What names it in the page's addresses."""
        return f"day={self.shift.day}&shift={self.shift.kind.value}"


class DayCell(Struct, frozen=True):
    """One day; `kind` as DayKind, `word` how it is called where it is worth a word."""

    day: date
    kind: str
    word: str
    weekday: str
    is_published: bool
    is_today: bool
    shifts: tuple[ShiftCell, ...]


class Share(Struct, frozen=True):
    """One person's duty of the year."""

    name: str
    load: Load
    is_unfair: bool


class Month(Struct, frozen=True):
    """The page; `blanks`: days of the first week that belong to the month before."""

    first: date
    before: str
    after: str
    blanks: int
    days: tuple[DayCell, ...]
    problems: tuple[tuple[str, ShiftCell], ...]
    shares: tuple[Share, ...]


async def month_of(office: Office, first: date) -> Month:
    """The month that begins with `first`."""
    days = OpeningCalendar.days(first, _next(first).toordinal() - first.toordinal())
    cells = await _days(office, list(days))
    wrong = [cell for day in cells for cell in day.shifts if cell.problem and not cell.is_over]
    shares = await loads_of_year(office, first)
    far = set(unfair(shares))
    return Month(
        first=first,
        before=f"{first - timedelta(days=1):%Y-%m}",
        after=f"{_next(first):%Y-%m}",
        blanks=first.weekday(),
        days=cells,
        problems=tuple((cell.problem, cell) for cell in wrong),
        shares=tuple(Share(name, load, name in far) for name, load in shares.items()),
    )


async def _days(office: Office, days: list[date]) -> tuple[DayCell, ...]:
    gaps: dict[tuple[date, str], list[Gap]] = {}
    for gap in await gaps_between(office, days):
        gaps.setdefault((gap.day, gap.kind.value), []).append(gap)
    served = await roster_record.served_between(office.work, days[0], days[-1])
    overrides = await office.overrides(days[0], days[-1])
    roster, calendar = office.config.roster, office.snapshot.calendar
    cells = []
    for day in days:
        shifts = []
        known = tuple(each for each in overrides if each.day == day)
        for shift in shifts_on(roster, known, calendar, day):
            written = served.get((day, shift.kind))
            real = shift if written is None else with_people(shift, written)
            shifts.append(_cell(office, real, gaps.get((day, shift.kind.value), [])))
        cells.append(_day(office, day, tuple(shifts)))
    return tuple(cells)


def _cell(office: Office, shift: Shift, gaps: list[Gap]) -> ShiftCell:
    done, missing = covered(office, shift)
    return ShiftCell(
        shift=shift,
        word=office.say(f"desk.roster.short.{shift.kind.value}"),
        problem=office.say("gaps.and").join(spell_gap(office, gap) for gap in gaps),
        done=len(done),
        missing=len(missing),
        is_over=shift.end <= office.now,
    )


def _day(office: Office, day: date, shifts: tuple[ShiftCell, ...]) -> DayCell:
    calendar = office.snapshot.calendar
    kind = calendar.kind(day)
    published = calendar.is_published(day.year)
    word = "" if kind is DayKind.WORKDAY else office.say(f"desk.roster.kind.{kind.value}")
    return DayCell(
        day=day,
        kind=kind.value,
        word=(calendar.holiday_name(day) or word) if published else "",
        weekday=office.say(f"day.weekday.{day.isoweekday()}"),
        is_published=published,
        is_today=day == office.today,
        shifts=shifts,
    )


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
