"""When the calendar changes (a year is published, a closure is added) all concerned are told."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta

import orjson
from msgspec import Struct
from msgspec.structs import replace

from bot.domain.calendar import CHINA, OpeningCalendar, ShiftKind, local
from bot.domain.messages import Purpose
from bot.domain.roster import shifts_on
from bot.domain.tickets import OPEN_STATUSES, Ticket
from bot.storage import outbox, roster_record, tickets
from bot.storage.outbox import Letter
from bot.usecases.calendar_wording import (
    day_lines,
    shift_lines,
    spell_change,
    spell_resident,
)
from bot.usecases.notices import TO_MEMBER, GroupNote, letter_about, tell_group, tell_member
from bot.usecases.office import Office

DAYS_WATCHED = 400
_VERSION, _DAYS = "calendar_version", "calendar_days"


class DayForm(Struct, frozen=True):
    """What a day was when it was looked at last: kind, hours as text, the people of each shift."""

    kind: str
    hours: str
    shifts: Mapping[str, tuple[str, ...]]

    @property
    def form(self) -> str:
        """Equal when the day is open alike."""
        return f"{self.kind} {self.hours}"


async def watch_calendar(office: Office) -> None:
    """Compare the days ahead with how they were when the configuration changed last."""
    version = office.config.version
    if await roster_record.mark(office.work, _VERSION) == version:
        return
    await roster_record.set_mark(office.work, _VERSION, version)
    stored = await roster_record.mark(office.work, _DAYS)
    now = await _forms(office)
    await roster_record.set_mark(office.work, _DAYS, _dumped(office, now))
    if stored is None:
        return
    before, published = _loaded(stored)
    changed = {
        day: (before[day], form)
        for day, form in now.items()
        if day in before and before[day].form != form.form
    }
    if changed:
        years = {day.year for day in changed}
        is_news = any(
            office.snapshot.calendar.is_published(y) and y not in published for y in years
        )
        await _tell(office, changed, "published" if is_news else "changed")


async def _tell(office: Office, changed: Mapping[date, tuple[DayForm, DayForm]], why: str) -> None:
    word = office.say(f"calendar.why_{why}")
    booked = [ticket for day in changed for ticket in await _booked(office, day)]
    shut = {ticket.code for ticket in booked if not _is_offered(office, ticket)}
    shifts = {day: (old.shifts, new.shifts) for day, (old, new) in changed.items()}
    lines = day_lines(office, {d: (o.form, n.form) for d, (o, n) in changed.items()})
    text = spell_change(office, word, lines, (booked, shut), shifts)
    key = f"calendar:{office.config.version}"
    await tell_group(office, GroupNote(text, unique_key=key))
    for ticket in booked:
        spoken = spell_resident(office, ticket, word, is_shut=ticket.code in shut)
        letter = replace(letter_about(office, ticket, spoken), unique_key=f"{key}:{ticket.code}")
        await outbox.put(office.work, letter, office.now)
    await _tell_officers(office, shifts, key)


async def _tell_officers(
    office: Office,
    shifts: Mapping[date, tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]],
    key: str,
) -> None:
    for name in office.config.staff:
        lines = shift_lines(office, shifts, name)
        if lines:
            text = office.say("calendar.officer", name=name, lines="\n".join(lines))
            letter = Letter(TO_MEMBER, text, Purpose.NOTICE, unique_key=f"{key}:{name}")
            await tell_member(office, name, letter)


async def _booked(office: Office, day: date) -> Sequence[Ticket]:
    since = local(day, time.min)
    found = await tickets.between(office.work, since, since + timedelta(days=1))
    return [ticket for ticket in found if ticket.status in OPEN_STATUSES]


def _is_offered(office: Office, ticket: Ticket) -> bool:
    if ticket.starts_at is None:
        return True
    calendar, service = office.snapshot.calendar, office.service(ticket.service)
    is_worked = calendar.kind(ticket.starts_at.astimezone(CHINA).date()).is_worked
    return calendar.is_open(ticket.starts_at) and (service is None or service.holiday or is_worked)


async def _forms(office: Office) -> dict[date, DayForm]:
    first = office.today
    calendar = office.snapshot.calendar
    overrides = await office.overrides(first, first + timedelta(days=DAYS_WATCHED))
    forms: dict[date, DayForm] = {}
    for day in OpeningCalendar.days(first, DAYS_WATCHED):
        known = [override for override in overrides if override.day == day]
        shifts = shifts_on(office.config.roster, known, calendar, day)
        hours = "、".join(f"{i.start:%H:%M}-{i.end:%H:%M}" for i in calendar.intervals(day))
        people = {shift.kind.value: shift.people for shift in shifts}
        forms[day] = DayForm(calendar.kind(day).value, hours, people)
    return forms


def _dumped(office: Office, forms: Mapping[date, DayForm]) -> str:
    years = {day.year for day in forms}
    calendar = office.snapshot.calendar
    published = [year for year in sorted(years) if calendar.is_published(year)]
    rows = {day.isoformat(): [f.kind, f.hours, f.shifts] for day, f in forms.items()}
    return orjson.dumps({"published": published, "days": rows}).decode()


def _loaded(text: str) -> tuple[dict[date, DayForm], frozenset[int]]:
    read = orjson.loads(text)
    days = {
        date.fromisoformat(day): DayForm(
            kind, hours, {ShiftKind(k).value: tuple(people) for k, people in shifts.items()}
        )
        for day, (kind, hours, shifts) in read["days"].items()
    }
    return days, frozenset(read["published"])
