"""All times of a message with their roles."""

from dataclasses import dataclass
from datetime import datetime

from bot.understanding.reading import TimeSpan
from bot.understanding.times.mentions import Mention, Role, group
from bot.understanding.times.resolve import resolve
from bot.understanding.times.roles import assign, inherit
from bot.understanding.times.scan import Worked, atoms

_MOST_ATOMS = 24  # a message with more is no appointment


@dataclass(frozen=True, slots=True)
class TimesRead:
    """`spans` are the places in the text of the wanted times."""

    wanted: tuple[TimeSpan, ...] = ()
    excluded: tuple[TimeSpan, ...] = ()
    replaced: tuple[TimeSpan, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


def _resolved(mentions: list[Mention], role: Role, now: datetime) -> tuple[TimeSpan, ...]:
    spans: list[TimeSpan] = []
    for mention in mentions:
        if mention.role is role:
            known = {(span.start, span.end) for span in spans}
            new = resolve(mention, now)
            spans.extend(span for span in new if (span.start, span.end) not in known)
    return tuple(spans)


def read_times(text: str, now: datetime, worked: Worked) -> TimesRead:
    """Read a plain `text` at `now` (aware, local zone). `worked(day)` tells workdays; it may be
    asked about any day of the coming year."""
    found = atoms(text, now, worked)[:_MOST_ATOMS]
    if not found:
        return TimesRead()
    mentions = inherit(assign(group(found, text, worked), text), text)
    wanted = _resolved(mentions, Role.WANTED, now)
    pieces = tuple(
        piece
        for mention in mentions
        if mention.role is Role.WANTED and any(s.text_from == mention.start for s in wanted)
        for piece in mention.pieces
    )
    return TimesRead(
        wanted,
        _resolved(mentions, Role.EXCLUDED, now),
        _resolved(mentions, Role.REPLACED, now),
        pieces,
    )
