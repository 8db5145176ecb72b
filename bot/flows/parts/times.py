"""Finding a slot with a resident: their wish, our choices, why a time does not work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice

from bot.domain.calendar import CHINA
from bot.domain.services import Service
from bot.domain.slots import Slot, WhyNot, is_bookable, slots_on, why_not
from bot.storage.conversations import Draft
from bot.storage.unit_of_work import from_ms, to_ms
from bot.understanding.reading import Grain, TimeSpan
from bot.usecases.booking import free_slots, judge, nearest_free, slot_at
from bot.usecases.office import Office, horizon, numbered
from bot.usecases.wording import spell_day, spell_slot, spell_start

MOST_CHOICES = 6
MOST_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Found:
    """`slot` = exactly this one; else `text` says what is possible.

    `offered` are its numbered choices; `refused`: the wish itself could not be met.
    """

    slot: Slot | None = None
    text: str = ""
    offered: tuple[Slot, ...] = ()
    refused: bool = False


async def find_slot(office: Office, service: Service, span: TimeSpan) -> Found:
    """Meet a wish: the exact slot, the free slots of that daypart, or why not and three others."""
    if span.start is not None and span.grain in (Grain.MINUTE, Grain.HOUR):
        verdict = await judge(office, service, span.start)
        if verdict.slot is not None:
            return Found(slot=verdict.slot)
        reason = verdict.reason or WhyNot.CLOSED
        return await _others(office, service, (span.start, f"{span.start:%H:%M}"), reason)
    if span.start is not None and span.end is not None and span.end <= office.now:
        return await _others(office, service, (span.start, _hours_said(span)), WhyNot.PAST)
    since, until = _window(office, span)
    free = list(islice(await free_slots(office, service, since, until), MOST_CHOICES + 1))
    if free:
        return _offer(office, free)
    reason = await _why_none(office, service, since, until)
    return await _others(office, service, (since, _hours_said(span)), reason)


async def offer_nearest(
    office: Office, service: Service, wanted: datetime, but: datetime | None = None
) -> Found:
    """The three nearest free slots, without a reason; never the one that starts at `but`."""
    nearest = await nearest_free(office, service, wanted, MOST_NEAREST + 1)
    slots = tuple(slot for slot in nearest if slot.start != but)[:MOST_NEAREST]
    return Found(text=_choices(office, slots), offered=slots)


async def slot_from(office: Office, service: Service, start_ms: object) -> Slot | None:
    """The slot that a draft remembers by its start, if it may still be booked."""
    if not isinstance(start_ms, int):
        return None
    slot = await slot_at(office, service, from_ms(start_ms))
    is_open = slot is not None and is_bookable(slot, office.snapshot.timetable.rules, office.now)
    return slot if is_open else None


def wish_to_draft(span: TimeSpan) -> Draft:
    """A wish as JSON."""
    return {
        "start": span.start.isoformat() if span.start else None,
        "end": span.end.isoformat() if span.end else None,
        "grain": span.grain.value,
    }


def wish_for(start_ms: object) -> Draft | None:
    """The wish for the very time that a draft remembers."""
    if not isinstance(start_ms, int):
        return None
    return wish_to_draft(TimeSpan(from_ms(start_ms).astimezone(CHINA), None, Grain.MINUTE))


def wish_from_draft(stored: object) -> TimeSpan | None:
    """The wish that `wish_to_draft` stored."""
    if not isinstance(stored, dict):
        return None
    start, end = stored.get("start"), stored.get("end")
    return TimeSpan(
        datetime.fromisoformat(start) if start else None,
        datetime.fromisoformat(end) if end else None,
        Grain(stored["grain"]),
    )


def starts(slots: Sequence[Slot]) -> list[int]:
    """Offered choices as JSON."""
    return [to_ms(slot.start) for slot in slots]


def spell_offered(office: Office, offered: object) -> str:
    """The numbered choices of a draft again; the times only, as the end is the same for all."""
    known = [from_ms(start) for start in offered] if isinstance(offered, list) else []
    return numbered(spell_start(office.snapshot, start) for start in known)


def _window(office: Office, span: TimeSpan) -> tuple[datetime, datetime]:
    now, last = horizon(office)
    start = (span.start or now).astimezone(CHINA)
    if span.start is None and span.end is not None and _is_clock(span.end):
        start = span.end.astimezone(CHINA).replace(hour=0, minute=0)  # 明天十点以前: that day's
    if span.start is not None and span.end is None and _is_clock(span.start):
        return max(start, now), _midnight_after(start)
    if span.end is not None:
        return max(start, now), span.end.astimezone(CHINA)
    if span.grain is Grain.RANGE:
        return max(start, now), last
    return max(start, now), _midnight_after(start)


def _is_clock(edge: datetime) -> bool:
    """Whether an open side was said as a clock time (十点以前), not as a day (25号以前)."""
    return edge.astimezone(CHINA).time() != time(0)


def _midnight_after(start: datetime) -> datetime:
    return start.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _offer(office: Office, free: list[Slot]) -> Found:
    shown = tuple(free[:MOST_CHOICES])
    days = {slot.start.date() for slot in shown}
    if len(days) == 1:
        day = spell_day(office.snapshot, shown[0].start.date())
        return Found(text=office.say("time.of_day", day=day, choices=_clocks(shown)), offered=shown)
    return Found(text=_choices(office, shown), offered=shown)


def _clocks(slots: tuple[Slot, ...]) -> str:
    return numbered(f"{slot.start:%H:%M}-{slot.end:%H:%M}" for slot in slots)


def _choices(office: Office, slots: tuple[Slot, ...]) -> str:
    if not slots:
        return office.say("time.none_at_all", phone=office.config.centre.phone)
    lines = numbered(spell_slot(office.snapshot, slot.start, slot.end) for slot in slots)
    return office.say("time.nearest", choices=lines)


def _hours_said(span: TimeSpan) -> str:
    """08:00-12:00 of a part of a day; "" when only days were said."""
    if span.start is None or span.end is None or span.grain is Grain.DAY:
        return ""
    start, end = span.start.astimezone(CHINA), span.end.astimezone(CHINA)
    return f"{start:%H:%M}-{end:%H:%M}" if start.date() == end.date() else ""


async def _others(
    office: Office, service: Service, when: tuple[datetime, str], reason: WhyNot
) -> Found:
    wanted, clock = when
    slots = await nearest_free(office, service, wanted)
    why = office.say(
        f"time.why.{reason.value}",
        service=service.name,
        day=spell_day(office.snapshot, wanted.date()),
        clock=clock,
        days=office.config.centre.booking.horizon_days,
        hours=_hours(office, wanted),
    )
    return Found(text=why + _choices(office, slots), offered=slots, refused=True)


def _hours(office: Office, wanted: datetime) -> str:
    intervals = office.snapshot.calendar.intervals(wanted.date())
    if not intervals:
        return office.say("time.closed_day")
    return office.say(
        "time.open_hours", start=f"{intervals[0].start:%H:%M}", end=f"{intervals[-1].end:%H:%M}"
    )


async def _why_none(office: Office, service: Service, since: datetime, until: datetime) -> WhyNot:
    day = since.date()
    overrides = await office.overrides(day, day)
    timetable = office.snapshot.timetable
    inside = [
        slot for slot in slots_on(timetable, overrides, service, day) if since <= slot.start < until
    ]
    starts_at = inside[0].start if inside else since
    reason = why_not(timetable, overrides, service, starts_at, office.now)
    if reason is WhyNot.OFF_GRID or reason is None:
        return WhyNot.FULL if inside else WhyNot.CLOSED
    return reason
