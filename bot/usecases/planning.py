"""Asking for a proposal of a month: what the roster, leave and the year so far say about it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct

from bot.domain.calendar import DayKind, OpeningCalendar, ShiftKind
from bot.domain.fairness import Load, loads
from bot.domain.part_shifts import names_of
from bot.domain.roster import DutyRoster, Override, Shift, ShiftState, shifts_on
from bot.domain.rotations import monday_of
from bot.domain.services import Role
from bot.planning.asked import Asked, Crews, Post
from bot.storage import exchanges, roster_record
from bot.usecases.coverage import skills_offered
from bot.usecases.office import Office

_DAY = timedelta(days=1)
_USUAL = 2


class CannotPlan(Exception):
    """There is nothing to plan; `key` is the text that says why."""

    def __init__(self, key: str) -> None:
        """`key` below plan.refusal."""
        super().__init__(key)
        self.key = key


class Month(Struct, frozen=True):
    """A calendar month."""

    year: int
    month: int

    @property
    def days(self) -> list[date]:
        """All of its days."""
        first = date(self.year, self.month, 1)
        following = (first + 31 * _DAY).replace(day=1)
        return list(OpeningCalendar.days(first, (following - first).days))

    @classmethod
    def after(cls, day: date) -> "Month":
        """The month after that of `day`."""
        following = day.replace(day=1) + 31 * _DAY
        return cls(following.year, following.month)


async def asked_of(office: Office, month: Month, *, anew: bool = False) -> Asked:
    """What is to be planned in `month`.

    Kept as they are: shifts that have begun, swaps and the like, and dated entries of roster.yaml
    unless `anew`. Rotations are what the plan stands in for. Raises CannotPlan.
    """
    days = month.days
    if days[-1] < office.today:
        raise CannotPlan("past")
    first, last = monday_of(days[0]) - _DAY, monday_of(days[-1]) + 7 * _DAY
    overrides = _by_day(await office.overrides(first, last))
    posts = [post for day in days for post in _posts(office, day, overrides, anew=anew)]
    if not any(post.kept is None for post in posts):
        raise CannotPlan("nothing_open")
    rules, staff = office.config.planning, office.config.staff
    taking_part = [name for name in office.holders(Role.CLERK) if name not in rules.exempt]
    if not taking_part:
        raise CannotPlan("nobody")
    return Asked(
        posts=tuple(posts),
        staff={name: staff[name] for name in taking_part},
        rules=rules,
        others={name: staff[name] for name in staff if name not in taking_part},
        away=await _away(office, days),
        before=await _before(office, days[0]),
        around=_around(office, days, overrides),
    )


def _posts(
    office: Office, day: date, overrides: dict[date, list[Override]], *, anew: bool
) -> Iterable[Post]:
    known, calendar = overrides.get(day, []), office.snapshot.calendar
    moved = {each.shift for each in known}
    written = set() if anew else set(office.config.roster.dates.get(day, {}))
    is_festival = calendar.kind(day) is DayKind.HOLIDAY
    for shift in shifts_on(office.config.roster, known, calendar, day):
        is_kept = shift.kind in moved | written or shift.start <= office.now
        if is_kept and shift.state is ShiftState.VACANT:
            continue  # somebody wants nobody there
        yield Post(
            day=day,
            kind=shift.kind,
            people=_people_for(office, shift.kind),
            skills=_skills_for(office, shift.kind),
            is_festival=is_festival and shift.kind is ShiftKind.HOLIDAY,
            kept=shift.people if is_kept else None,
        )


def _people_for(office: Office, kind: ShiftKind) -> int:
    """As `planning` says, else as many as the rotations have."""
    written = office.config.planning.people.get(kind)
    rotations = (r for r in office.config.roster.rotations if r.shift is kind)
    sizes = [len(names_of(line)) for rotation in rotations for line in rotation.weeks]
    return written or max(sizes, default=_USUAL) or _USUAL


def _skills_for(office: Office, kind: ShiftKind) -> tuple[str, ...]:
    """What the services offered then need; for extended hours `planning` may ask for less.

    In holidays every holiday service is to be served, and what `planning` asks for besides.
    """
    written, offered = office.config.planning.skills.get(kind), skills_offered(office, kind)
    if kind is ShiftKind.HOLIDAY:
        return tuple(dict.fromkeys((*offered, *(written or ()))))
    return offered if written is None else written


async def _away(office: Office, days: Sequence[date]) -> dict[str, frozenset[date]]:
    stored = await exchanges.leaves_between(office.work, days[0], days[-1])
    leaves = [*office.config.roster.leaves, *(each.leave for each in stored)]
    return {
        name: frozenset(
            day for day in days if any(e.person == name and e.covers(day) for e in leaves)
        )
        for name in {leave.person for leave in leaves}
    }


async def _before(office: Office, until: date) -> dict[str, Load]:
    """Everybody's duty of the year before the month: served, or as planned where it lies ahead."""
    since = date(until.year, 1, 1)
    days = OpeningCalendar.days(since, (until - since).days)
    overrides = await office.overrides(since, until - _DAY)
    served = await roster_record.served_between(office.work, since, until - _DAY)
    return loads(office.snapshot.timetable, overrides, days, served)


def _around(office: Office, days: Sequence[date], overrides: dict[date, list[Override]]) -> Crews:
    """The days that share a week or an evening with the month.

    Behind it only what is written for the day: the rotations there are still to be planned.
    """
    first, last = monday_of(days[0]), monday_of(days[-1]) + 6 * _DAY
    before = OpeningCalendar.days(min(first, days[0] - _DAY), (days[0] - first).days or 1)
    after = OpeningCalendar.days(days[-1] + _DAY, (last - days[-1]).days or 1)
    roster, calendar = office.config.roster, office.snapshot.calendar
    dated = DutyRoster(dates=roster.dates)
    found: list[Shift] = []
    for day in before:
        found += shifts_on(roster, overrides.get(day, []), calendar, day)
    for day in after:
        found += shifts_on(dated, overrides.get(day, []), calendar, day)
    return {(shift.day, shift.kind): shift.people for shift in found}


def _by_day(overrides: Iterable[Override]) -> dict[date, list[Override]]:
    days: dict[date, list[Override]] = {}
    for override in overrides:
        days.setdefault(override.day, []).append(override)
    return days
