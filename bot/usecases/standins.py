"""Whom to ask to stand in: free, with the skill, in the order of a fair share."""

from datetime import date, timedelta

from bot.domain.calendar import OpeningCalendar, ShiftKind
from bot.domain.exchanges import Move
from bot.domain.fairness import Load, loads
from bot.domain.roster import Shift
from bot.domain.services import Role
from bot.domain.standins import Vacancy, free_members, lost_skills, rank
from bot.storage import roster_record
from bot.usecases.coverage import booked_on, skills_offered
from bot.usecases.office import Office
from bot.usecases.roster import away_on, shift_of, shifts_of_day


async def stand_ins(office: Office, move: Move) -> tuple[str, ...]:
    """Who may take the place that `move.giver` leaves, the first to be asked first."""
    shift = await shift_of(office, move.day, move.kind)
    if shift is None:
        return ()
    free = free_members(
        office.config.staff,
        shift,
        await shifts_of_day(office, move.day),
        await away_on(office, move.day),
    )
    shares = await loads_of_year(office, move.day)
    load_of = {name: duty_of(load, shift.kind) for name, load in shares.items()}
    vacancy = await _vacancy(office, shift, move.giver)
    return rank(vacancy, free, lambda name: load_of.get(name, 0))


async def loads_of_year(office: Office, day: date) -> dict[str, Load]:
    """Everybody's duty in the year of `day`: what was served and what is planned."""
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    return await loads_between(office, first, last)


async def loads_between(office: Office, first: date, last: date) -> dict[str, Load]:
    """Everybody's duty in first…last (both included): what was served and what is planned."""
    days = OpeningCalendar.days(first, (last - first + timedelta(days=1)).days)
    overrides = await office.overrides(first, last)
    served = await roster_record.served_between(office.work, first, last)
    return loads(office.snapshot.timetable, overrides, days, served)


def duty_of(load: Load, kind: ShiftKind) -> int:
    """The share that counts for such a shift."""
    return load.holiday if kind is ShiftKind.HOLIDAY else load.extended


def deciders(office: Office) -> tuple[str, ...]:
    """Who decides about the roster: the leaders, without any the admins."""
    return office.holders(Role.LEADER) or office.holders(Role.ADMIN)


async def _vacancy(office: Office, shift: Shift, giver: str) -> Vacancy:
    services = [office.service(ticket.service) for ticket in await booked_on(office, shift)]
    booked = [service.skill for service in services if service]
    staff = office.config.staff
    return Vacancy(
        shift,
        giver,
        booked=lost_skills(shift, giver, staff, booked),
        offered=lost_skills(shift, giver, staff, skills_offered(office, shift.kind)),
    )
