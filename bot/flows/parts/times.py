"""Finding a slot with a resident: their wish, our choices, why a time does not work."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from itertools import chain, islice

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.calendar import CHINA, local
from bot.domain.nearest import nearest
from bot.domain.services import Service
from bot.domain.slots import Slot, WhyNot, slots_on, why_not
from bot.domain.waiting import worth_waiting
from bot.understanding.reading import Grain, TimeSpan
from bot.usecases.booking import earliest_free, free_slots, judge, nearest_free
from bot.usecases.office import Office, horizon, numbered
from bot.usecases.wording import spell_clock, spell_day, spell_hours, spell_slot

MOST_CHOICES = 6
MOST_NEAREST = 3


class Found(Struct, frozen=True):
    """`slot` = exactly this one; else `text` says what is possible.

    `offered` are its numbered choices; `refused`: the wish itself could not be met, `why` in one
    clause; `full`: its slots that are taken, for which a place may still be freed.
    """

    slot: Slot | None = None
    text: str = ""
    offered: tuple[Slot, ...] = ()
    refused: bool = False
    why: str = ""
    full: tuple[Slot, ...] = ()


def _any(_slot: Slot) -> bool:
    return True


async def find_slot(
    office: Office, service: Service, span: TimeSpan, fits: Callable[[Slot], bool] = _any
) -> Found:
    """Meet a wish: the exact slot, the free slots of that daypart, or why not and three others.

    Of several slots only those that `fits` lets through are offered.
    """
    if span.start is not None and span.grain in (Grain.MINUTE, Grain.HOUR):
        verdict = await judge(office, service, span.start)
        if verdict.slot is not None:
            return Found(slot=verdict.slot)
        reason = verdict.reason or WhyNot.CLOSED
        found = await _others(office, service, (span.start, f"{span.start:%H:%M}"), reason)
        return _full(office, found, (verdict.full,) if verdict.full else ())
    if span.start is not None and span.end is not None and span.end <= office.now:
        return await _others(office, service, (span.start, _hours_said(span)), WhyNot.PAST)
    since, until = _window(office, span)
    free = await free_slots(office, service, since, until)
    first = next(free, None)
    known = (first,) if first else ()
    if fitting := list(islice(filter(fits, chain(known, free)), MOST_CHOICES + 1)):
        return _offer(office, fitting)
    wanted = _hour_wanted(span, since)
    if first:
        found = await offer_nearest(office, service, wanted, fits=fits)
        return replace(found, text=office.say("time.all_excluded") + found.text)
    reason, taken = await _why_none(office, service, since, until)
    found = await _others(office, service, (wanted, _hours_said(span)), reason)
    return _full(office, found, taken)


def or_wait(office: Office, found: Found) -> Found:
    """The same with the waiting list as the last number, where there is one (mission 3.8)."""
    if not found.full:
        return found
    text = found.why + _choices(office, found.offered, (office.say("waiting.choice"),))
    return replace(found, text=text)


async def just_taken(office: Office, service: Service, slot: Slot) -> Found:
    """Somebody was faster: why in one clause, and the three nearest others."""
    found = await offer_nearest(office, service, slot.start)
    why = office.say("time.just_taken")
    return _full(office, replace(found, text=why + found.text, refused=True, why=why), (slot,))


def _full(office: Office, found: Found, taken: tuple[Slot, ...]) -> Found:
    rules = office.config.centre.booking
    is_line = rules.waiting_minutes > 0
    return replace(found, full=worth_waiting(taken, rules, office.now) if is_line else ())


async def offer_nearest(
    office: Office,
    service: Service,
    wanted: datetime | None,
    but: datetime | None = None,
    fits: Callable[[Slot], bool] = _any,
) -> Found:
    """The three free slots nearest to `wanted`, None = the earliest; none that starts at `but`."""

    def suits(slot: Slot) -> bool:
        return slot.start != but and fits(slot)

    if wanted is None:
        slots = await earliest_free(office, service, suits, MOST_NEAREST)
    else:
        free = await free_slots(office, service, *horizon(office))
        slots = nearest(filter(suits, free), wanted, MOST_NEAREST)
    return Found(text=_choices(office, slots), offered=slots)


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


def _hour_wanted(span: TimeSpan, since: datetime) -> datetime:
    """Who names a day only wants it early: 今天就办 after closing is not 18:10 of the next day."""
    is_hour = span.grain is not Grain.DAY and span.start is not None and _is_clock(span.start)
    return since if is_hour else local(since.astimezone(CHINA).date(), time())


def _midnight_after(start: datetime) -> datetime:
    return local(start.date() + timedelta(days=1), time())


def _offer(office: Office, free: list[Slot]) -> Found:
    shown = tuple(free[:MOST_CHOICES])
    days = {slot.start.date() for slot in shown}
    if len(days) == 1:
        day = spell_day(office.snapshot, shown[0].start.date())
        return Found(text=office.say("time.of_day", day=day, choices=_clocks(shown)), offered=shown)
    return Found(text=_choices(office, shown), offered=shown)


def _clocks(slots: tuple[Slot, ...]) -> str:
    return numbered(f"{spell_clock(slot.start)}-{spell_clock(slot.end)}" for slot in slots)


def _choices(office: Office, slots: tuple[Slot, ...], line: tuple[str, ...] = ()) -> str:
    phone = office.config.centre.phone
    if not slots:
        key = "time.none_but_line" if line else "time.none_at_all"
        return office.say(key, choice="".join(line), phone=phone)
    spelled = [spell_slot(office.snapshot, slot.start, slot.end) for slot in slots]
    return office.say("time.nearest", choices=numbered([*spelled, *line]))


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
    return Found(text=why + _choices(office, slots), offered=slots, refused=True, why=why)


def _hours(office: Office, wanted: datetime) -> str:
    hours = spell_hours(office.snapshot, wanted.date())
    return office.say("time.open_hours", hours=hours) if hours else office.say("time.closed_day")


async def _why_none(
    office: Office, service: Service, since: datetime, until: datetime
) -> tuple[WhyNot, tuple[Slot, ...]]:
    """Why nothing is free there, and the slots of its first day that are taken."""
    day = since.date()
    overrides = await office.overrides(day, day)
    timetable = office.snapshot.timetable
    slots = slots_on(timetable, overrides, service, day)
    inside = tuple(slot for slot in slots if since <= slot.start < until)
    starts_at = inside[0].start if inside else since
    reason = why_not(timetable, overrides, service, starts_at, office.now)
    if reason is WhyNot.OFF_GRID or reason is None:
        reason = WhyNot.FULL if inside else WhyNot.CLOSED
    # Where the first is too soon the others are taken.
    return reason, inside if reason in (WhyNot.FULL, WhyNot.TOO_SOON) else ()
