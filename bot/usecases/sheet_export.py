"""The shifts of a stretch of days, for what goes onto paper or into a calendar."""

from datetime import date

from bot.domain.calendar import OpeningCalendar
from bot.domain.roster import Shift, shifts_on
from bot.usecases.office import Office


async def shifts_between(office: Office, first: date, last: date) -> tuple[Shift, ...]:
    """Every shift from `first` to `last` (both included), overrides laid over, in order."""
    overrides = await office.overrides(first, last)
    calendar, roster = office.snapshot.calendar, office.config.roster
    days = OpeningCalendar.days(first, (last - first).days + 1)
    return tuple(shift for day in days for shift in shifts_on(roster, overrides, calendar, day))
