"""What the picture of a month shows: both rosters, the kinds of day, what is missing."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from bot.domain.calendar import CHINA, DayKind, OpeningCalendar, ShiftKind
from bot.domain.roster import Shift
from bot.sheets.month_picture import EMPTY, WEAK, Block, DayBox, MonthPicture
from bot.usecases.office import Office
from bot.usecases.roster_report import gaps_between
from bot.usecases.sheet_export import shifts_between

Key = tuple[date, ShiftKind]


async def month_picture(office: Office, key: str) -> MonthPicture | None:
    """The month that `key` names, as the roster is now; None: nothing to draw, or a bad key."""
    try:
        first = date.fromisoformat(f"{key}-01")
    except ValueError:
        return None
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    shifts = await shifts_between(office, first, last)
    if not shifts:
        return None
    wrong = await _wrong(office, shifts)
    published = office.snapshot.calendar.is_published(first.year)
    return MonthPicture(
        title=office.say("month.title", year=first.year, month=first.month),
        centre=office.config.centre.name,
        weekdays=tuple(office.say(f"day.weekday.{number}") for number in range(1, 8)),
        blanks=first.weekday(),
        days=tuple(
            _day(
                office,
                day,
                tuple(_block(office, shift, wrong) for shift in shifts if shift.day == day),
            )
            for day in OpeningCalendar.days(first, last.day)
        ),
        banner="" if published else office.say("month.unpublished", year=first.year),
        today_word=office.say("month.today"),
        legend=_legend(office, shifts, wrong),
        notes=_notes(office, shifts, wrong),
    )


def made_words(office: Office) -> str:
    """When the picture was made, in China."""
    now = office.now.astimezone(CHINA)
    return office.say("month.made", month=now.month, day=now.day, time=f"{now:%H:%M}")


def _day(office: Office, day: date, blocks: tuple[Block, ...]) -> DayBox:
    calendar = office.snapshot.calendar
    kind = calendar.kind(day)
    mark = kind.value if kind in (DayKind.MAKEUP, DayKind.HOLIDAY) else ""
    return DayBox(
        number=day.day,
        kind=kind.value,
        word=calendar.holiday_name(day) or "",
        mark=office.say(f"month.mark.{mark}") if mark else "",
        note=office.say("gaps.and").join(calendar.notes_on(day)),
        is_today=day == office.today,
        is_open=bool(calendar.intervals(day)),
        blocks=blocks,
    )


def _block(office: Office, shift: Shift, wrong: Collection[Key]) -> Block:
    gap = "" if shift.people else office.say(f"month.gap.{shift.state.value}")
    word = office.say(f"desk.roster.short.{shift.kind.value}")
    return Block(shift.kind.value, word, shift.places, gap, (shift.day, shift.kind) in wrong)


def _legend(
    office: Office, shifts: Sequence[Shift], wrong: Collection[Key]
) -> tuple[tuple[str, str], ...]:
    """Every kind of shift that occurs, with its hours where they are the same all month."""
    found = []
    for kind in ShiftKind:
        own = [shift for shift in shifts if shift.kind is kind]
        hours = {(f"{shift.start:%H:%M}", f"{shift.end:%H:%M}") for shift in own}
        word = office.say(f"shift.{kind.value}")
        if len(hours) == 1:
            start, end = hours.pop()
            found.append((kind.value, office.say("month.hours", shift=word, start=start, end=end)))
        elif own:
            found.append((kind.value, word))
    if not all(shift.people for shift in shifts):
        found.append((EMPTY, office.say("month.legend.empty")))
    if any(shift.people and (shift.day, shift.kind) in wrong for shift in shifts):
        found.append((WEAK, office.say("month.legend.weak")))
    return tuple(found)


def _notes(office: Office, shifts: Sequence[Shift], wrong: Collection[Key]) -> tuple[str, ...]:
    key = "month.count_wrong" if wrong else "month.count"
    notes = [office.say(key, count=len(shifts), wrong=len(wrong))]
    if any(len(shift.people) > 1 for shift in shifts):
        notes.append(office.say("month.bold"))
    return tuple(notes)


async def _wrong(office: Office, shifts: Sequence[Shift]) -> frozenset[Key]:
    """The shifts to come with which something is wrong: empty, a skill missing, away …"""
    to_come = {(shift.day, shift.kind) for shift in shifts if shift.end > office.now}
    days = sorted({day for day, _ in to_come})
    gaps = await gaps_between(office, days) if days else []
    return frozenset((gap.day, gap.kind) for gap in gaps) & to_come
