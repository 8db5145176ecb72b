"""The roster of a month as text: days in a row with the same people on one line."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from bot.domain.calendar import ShiftKind
from bot.domain.roster import Shift, shifts_on
from bot.usecases.office import Office
from bot.usecases.wording import spell_day


async def month_text(office: Office, days: Sequence[date]) -> str:
    """Both rosters of `days`, shift by shift; days off and closed days are left out."""
    overrides = await office.overrides(days[0], days[-1])
    roster, calendar = office.config.roster, office.snapshot.calendar
    shifts = [shift for day in days for shift in shifts_on(roster, overrides, calendar, day)]
    parts = [office.say("month.title", year=days[0].year, month=days[0].month)]
    if not shifts:
        return office.say("month.empty", year=days[0].year, month=days[0].month)
    for kind in ShiftKind:
        own = [shift for shift in shifts if shift.kind is kind]
        if own:
            parts.append(office.say("month.shift", shift=office.say(f"shift.{kind.value}")))
            parts += _lines(office, own)
    if not calendar.is_published(days[0].year):
        parts.append(office.say("duty.provisional"))
    return "\n".join(parts)


def picture_key(days: Sequence[date]) -> str:
    """What an outbox row keeps of the picture that goes with it; "" = there is none to `days`."""
    is_month = bool(days) and (days[0].year, days[0].month) == (days[-1].year, days[-1].month)
    return f"{days[0]:%Y-%m}" if is_month else ""


def _lines(office: Office, shifts: Sequence[Shift]) -> list[str]:
    runs = [list(run) for _, run in groupby(shifts, key=lambda s: (s.places, s.state))]
    return [
        office.say("month.line", days=_span(office, run), people=_people(office, run[0]))
        for run in runs
    ]


def _span(office: Office, run: Sequence[Shift]) -> str:
    first = spell_day(office.snapshot, run[0].day)
    if len(run) == 1:
        return first
    return office.say("month.span", first=first, last=spell_day(office.snapshot, run[-1].day))


def _people(office: Office, shift: Shift) -> str:
    if not shift.people:
        return office.say(f"duty.{shift.state.value}")
    return office.say("duty.and").join(shift.places)
