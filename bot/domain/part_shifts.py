"""Part of a shift: `李四 12:00-13:00` in a roster, and when the people of a shift are not there."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from msgspec import Struct

from bot.domain.calendar import local

Span = tuple[datetime, datetime]

_PART = re.compile(
    r"(?P<name>.+?)[\s（(]*(?P<h1>\d{1,2})[:：](?P<m1>\d{2})\s*[-~～—至到]\s*(?P<h2>\d{1,2})[:：](?P<m2>\d{2})[）)]?"
)


class Absence(Struct, frozen=True):
    """Somebody of a shift is not there from `start` to `end` (aware, end exclusive)."""

    name: str
    start: datetime
    end: datetime


def split_place(written: str) -> tuple[str, tuple[time, time] | None]:
    """The name in a roster entry and the part of the shift, None = all of it.

    Raises ValueError when there is no such time, or when it ends before it starts.
    """
    found = _PART.fullmatch(written.strip())
    if found is None:
        return written.strip(), None
    start = time(int(found["h1"]), int(found["m1"]))
    end = time(int(found["h2"]), int(found["m2"]))
    if start >= end:
        raise ValueError(written)
    return found["name"].strip(), (start, end)


def spell_place(name: str, start: datetime, end: datetime) -> str:
    """How part of a shift is written in a roster: 李四 12:00-13:00."""
    return f"{name} {start:%H:%M}-{end:%H:%M}"


def names_of(people: Iterable[str]) -> tuple[str, ...]:
    """The names of roster entries, each once, in order."""
    return tuple(dict.fromkeys(split_place(each)[0] for each in people))


def absences_of(people: Iterable[str], day: date, span: Span) -> tuple[Absence, ...]:
    """When those with only a part of the shift are not there; `span` is the shift's."""
    parts: dict[str, list[Span]] = {}
    for each in people:
        name, part = split_place(each)
        here = (local(day, part[0]), local(day, part[1])) if part else span
        parts.setdefault(name, []).append(here)
    return tuple(gap for name, there in parts.items() for gap in _gaps(name, there, span))


def presences_of(name: str, absences: Iterable[Absence], span: Span) -> tuple[Span, ...]:
    """The parts of `span` in which `name` is there, in order."""
    away = [(each.start, each.end) for each in absences if each.name == name]
    return tuple((gap.start, gap.end) for gap in _gaps(name, away, span))


def _gaps(name: str, there: list[Span], span: Span) -> Iterator[Absence]:
    reached = span[0]
    for start, end in sorted(there):
        if start > reached:
            yield Absence(name, reached, min(start, span[1]))
        reached = max(reached, end)
        if reached >= span[1]:
            return
    yield Absence(name, reached, span[1])
