"""Shifts as an iCalendar file (RFC 5545) for the calendars of phones and computers."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from bot.domain.calendar import CHINA
from bot.domain.roster import Shift

if TYPE_CHECKING:
    from icalendar import Calendar

REFRESH = timedelta(hours=1)


class Appearance(Struct, frozen=True):
    """One shift in a calendar. `sequence` grows with every change of the shift; `is_cancelled`:
    the person is not on it any more."""

    shift: Shift
    sequence: int = 0
    is_cancelled: bool = False


class Feed(Struct, frozen=True):
    """What a calendar holds; `person` "" = the whole centre. `say` speaks the keys below feed."""

    person: str
    centre: str
    address: str
    made_at: datetime
    say: Callable[..., str]


def write_feed(feed: Feed, appearances: Iterable[Appearance]) -> bytes:
    """The calendar. Instants in UTC, so that every calendar shows them right; names of staff
    only, nothing of residents. One event a shift, or one for each part somebody has of it."""
    from icalendar import Calendar  # it costs 60 ms: only when a calendar is asked for

    calendar = Calendar()
    calendar.add("prodid", "-//menting//roster//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    title = "feed.title_own" if feed.person else "feed.title"
    calendar.add("x-wr-calname", feed.say(title, person=feed.person, centre=feed.centre))
    calendar.add("x-wr-timezone", str(CHINA))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for appearance in appearances:
        for number, span in enumerate(_spans(feed, appearance)):
            _add_event(calendar, feed, appearance, (number, *span))
    return bytes(calendar.to_ical())


def _spans(feed: Feed, appearance: Appearance) -> Iterator[tuple[datetime, datetime]]:
    shift = appearance.shift
    if feed.person and not appearance.is_cancelled:
        yield from shift.hours_of(feed.person)
    else:
        yield shift.start, shift.end


def _add_event(
    calendar: "Calendar", feed: Feed, appearance: Appearance, part: tuple[int, datetime, datetime]
) -> None:
    from icalendar import Event

    shift, (number, start, end) = appearance.shift, part
    whose = feed.person or "centre"
    event = Event()
    event.add("uid", f"{shift.day:%Y%m%d}-{shift.kind.value}-{number}-{_ascii(whose)}@menting")
    event.add("dtstamp", feed.made_at.astimezone(UTC))
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", end.astimezone(UTC))
    event.add("sequence", appearance.sequence)
    kind = feed.say(f"shift.{shift.kind.value}")
    people = feed.say("duty.and").join(shift.places) or feed.say("duty.vacant")
    key = "feed.summary_own" if feed.person else "feed.summary"
    event.add("summary", feed.say(key, shift=kind, people=people))
    event.add("description", feed.say("feed.about", people=people, centre=feed.centre))
    event.add("location", feed.address)
    event.add("status", "CANCELLED" if appearance.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if appearance.is_cancelled else "OPAQUE")
    calendar.add_component(event)


def _ascii(name: str) -> str:
    """Names in identifiers: some calendars take only ASCII there."""
    return name.encode().hex() if not name.isascii() else name
