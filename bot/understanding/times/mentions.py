"""Mentions: atoms that were said together make one time."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum, auto

from bot.understanding.reading import Grain
from bot.understanding.times.atoms import Atom, Kind, Roll, Side
from bot.understanding.times.clock import settle_hour, within_part
from bot.understanding.times.days import month_start, safe_date
from bot.understanding.times.festivals import nth_workday


class Role(Enum):
    """What a mention is for."""

    WANTED = auto()
    EXCLUDED = auto()
    REPLACED = auto()
    GONE = auto()


@dataclass(frozen=True, slots=True)
class Mention:
    """One time: at most one date, one daypart, one clock time or a point; `joined` = an alternative
    of the mention before it; `pieces` are its places in the text."""

    date: Atom | None = None
    part: Atom | None = None
    clock: Atom | None = None
    point: Atom | None = None
    past: Atom | None = None
    until: Atom | None = None
    side: Side | None = None
    pieces: tuple[tuple[int, int], ...] = ()
    role: Role = Role.WANTED

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.pieces[0][0]

    @property
    def stop(self) -> int:
        """Where it ends in the text."""
        return self.pieces[-1][1]


_SLOTS = {
    Kind.DATE: "date",
    Kind.PART: "part",
    Kind.CLOCK: "clock",
    Kind.POINT: "point",
    Kind.PAST: "past",
}
_GLUE = re.compile(
    r"[\s,，的()（）:：]{0,2}(?:那天|那个|这天|当天|大概|大约|差不多|左右|嘛|嘞|勒|呢|吧|在|"
    r"就|我|来|约|去|过来|的话){0,2}[\s,，的()（）]{0,2}$"
)
_TO = re.compile(r" ?(?:到|至|-|~|一直到) ?$")
_BEFORE = re.compile(r" ?(?:号|的)?(?:之前|以前|前(?![面台后进往两几])|以内|之内)")
_AFTER = re.compile(r" ?(?:号|的)?(?:之后|以后|过后|往后|后(?![面台天门])|开始|起(?![来床]))")
_LATEST = re.compile(r"(?:最晚|最迟|不超过|不晚于|截止到?|赶在)$")


def _fits(mention: Mention, atom: Atom, between: str) -> bool:
    if not _GLUE.match(between) or mention.past or mention.point or mention.side:
        return False
    if atom.kind in (Kind.PAST, Kind.POINT):
        return False
    taken = getattr(mention, _SLOTS[atom.kind])
    if taken is None:
        return atom.kind is not Kind.PART or mention.clock is None
    return atom.kind is Kind.DATE and _confirms(mention, taken, atom)


def _confirms(mention: Mention, first: Atom, second: Atom) -> bool:
    """A weekday or number said again for the same day: "11月28日（周六）", "下周三25号"."""
    if mention.part or mention.clock or not first.first or not second.first:
        return False
    return first.first == second.first or second.first.weekday() == first.first.weekday()


def _merged_date(first: Atom | None, second: Atom) -> Atom:
    if first is None or first.first is None or second.first is None:
        return second
    return second if first.roll is Roll.WEEK and second.roll is not Roll.WEEK else first


def _with(mention: Mention, atom: Atom) -> Mention:
    pieces = (*mention.pieces, (atom.start, atom.stop))
    if atom.kind is Kind.DATE:
        return replace(mention, date=_merged_date(mention.date, atom), pieces=pieces)
    if atom.kind is Kind.PART:
        return replace(mention, part=atom, pieces=pieces)
    if atom.kind is Kind.CLOCK:
        return replace(mention, clock=atom, pieces=pieces)
    if atom.kind is Kind.POINT:
        return replace(mention, point=atom, pieces=pieces)
    return replace(mention, past=atom, role=Role.GONE, pieces=pieces)


def _sided(mention: Mention, text: str) -> Mention:
    """Take 之前/以后 behind, or 最迟 before, into the mention."""
    if mention.date and mention.date.side:
        return replace(mention, side=mention.date.side)
    for side, pattern in ((Side.BEFORE, _BEFORE), (Side.AFTER, _AFTER)):
        found = pattern.match(text, mention.stop)
        if found:
            pieces = (*mention.pieces[:-1], (mention.pieces[-1][0], found.end()))
            return replace(mention, side=side, pieces=pieces)
    return mention


def _continues(mention: Mention, atom: Atom, between: str) -> bool:
    """A "到" between two dates or two clock times."""
    if not _TO.match(between) or mention.until or mention.past:
        return False
    if atom.kind is Kind.DATE:
        return mention.date is not None and not mention.part and not mention.clock
    return atom.kind is Kind.CLOCK and mention.clock is not None and mention.clock.high is None


def group(found: list[Atom], text: str, worked: Callable[[date], bool]) -> list[Mention]:
    """Mentions in order of the text."""
    mentions: list[Mention] = []
    for atom in found:
        last = mentions[-1] if mentions else None
        between = text[last.stop : atom.start] if last else ""
        if last and atom.workdays and last.date and len(between) <= 2:
            mentions[-1] = _counted(last, atom, worked)
        elif last and _continues(last, atom, between):
            pieces = (*last.pieces[:-1], (last.pieces[-1][0], atom.stop))
            mentions[-1] = replace(last, until=atom, pieces=pieces)
        elif last and _fits(last, atom, between):
            mentions[-1] = _sided(_with(last, atom), text)
        elif not atom.weak:
            mentions.append(_sided(_with(Mention(), atom), text))
    return [_latest(mention, text) for mention in mentions]


def _counted(mention: Mention, atom: Atom, worked: Callable[[date], bool]) -> Mention:
    base = mention.date
    if base is None or base.first is None or base.after is None:
        return mention
    start = base.first if base.side else base.after
    day = nth_workday(start, atom.workdays, worked)
    if day is None:
        return mention
    made = replace(base, first=day, after=day + timedelta(days=1), side=None, roll=Roll.NONE)
    return replace(mention, date=made, side=None, pieces=((mention.start, atom.stop),))


def _latest(mention: Mention, text: str) -> Mention:
    if mention.side or not _LATEST.search(text[max(0, mention.start - 4) : mention.start]):
        return mention
    date_atom = mention.date
    if date_atom and date_atom.after and not mention.part and not mention.clock:
        made = replace(date_atom, first=date_atom.after)
        return replace(mention, date=made, side=Side.BEFORE)
    return replace(mention, side=Side.BEFORE)


def hours_of(mention: Mention) -> tuple[int, int | None, Grain] | None:
    """Minutes of the day it begins and ends (None = a point), and how exactly that was said."""
    clock, part = mention.clock, mention.part
    if part is None and mention.date and mention.date.high:
        part = mention.date
    if clock is None:
        return (part.low, part.high, Grain.DAYPART) if part else None
    end = clock.high
    if mention.until and mention.until.kind is Kind.CLOCK:
        end = mention.until.low
    if part and part.high:
        low, high = within_part(clock.low, end, (part.low, part.high))
    else:
        low, high = settle_hour(clock.low, end, clock.bare)
    grain = Grain.RANGE if high is not None else Grain.MINUTE if clock.minutes_said else Grain.HOUR
    return low, high, grain


def days_of(mention: Mention, now: datetime) -> tuple[date, date, Roll | None]:
    """First day, the day after the last, and how it moves on; today when no date was said."""
    atom = mention.date
    if atom is None or atom.first is None or atom.after is None:
        today = now.date()
        return today, today + timedelta(days=1), None
    after = atom.after
    if mention.until and mention.until.after:
        after = mention.until.after
        if mention.until.first and mention.until.first < atom.first:
            after = rolled(mention.until.first, mention.until.roll, 1) + timedelta(days=1)
    return atom.first, max(after, atom.first), atom.roll


def rolled(day: date, roll: Roll | None, times: int) -> date:
    """The `times`-th next occurrence; None rolls day by day, NONE stays."""
    if roll is Roll.WEEK:
        return day + timedelta(weeks=times)
    if roll is Roll.MONTH:
        first = month_start(day, times)
        return safe_date(first.year, first.month, day.day) or first
    if roll is Roll.YEAR:
        return safe_date(day.year + times, day.month, day.day) or day + timedelta(days=365)
    return day + timedelta(days=times) if roll is None else day
