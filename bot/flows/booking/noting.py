"""What staff read beside a ticket: for whom it is, and the time that was wished for."""

from bot.domain.calendar import CHINA
from bot.flows.base import Turn
from bot.flows.parts.kept_times import wish_from_draft
from bot.flows.parts.people import text_of
from bot.storage.conversations import Draft
from bot.understanding.reading import Grain, TimeSpan
from bot.usecases.wording import spell_clock, spell_day, spell_start

REFUSED = "refused"
"""Key of a draft: the wish that could not be met last."""


def note(turn: Turn, draft: Draft) -> str:
    """代母亲办理；希望的时间：11月26日（周四）08:00-12:00; "" when nothing is to be told. The time
    only where staff are to arrange it."""
    who, when = text_of(draft, "for"), wished_for(turn, draft)
    told = turn.say("booking.note_for", who=who) if who else ""
    wish = turn.say("booking.note_wish", when=when) if when else ""
    return "；".join(filter(None, (told, wish)))


def wished_for(turn: Turn, draft: Draft) -> str:
    """The time that was said for what staff arrange by hand; "" for a booked one, or none."""
    wish = wish_from_draft(draft.get("wish") or draft.get(REFUSED)) if draft.get("kind") else None
    return _spelled(turn, wish) if wish else ""


def _spelled(turn: Turn, wish: TimeSpan) -> str:
    snapshot = turn.office.snapshot
    start = wish.start and wish.start.astimezone(CHINA)
    if start is None or wish.grain is Grain.RANGE:
        return ""
    if wish.grain in (Grain.MINUTE, Grain.HOUR):
        return spell_start(snapshot, start)
    day = spell_day(snapshot, start.date())
    if wish.grain is Grain.DAY or wish.end is None:
        return day
    return f"{day}{spell_clock(start)}-{spell_clock(wish.end.astimezone(CHINA))}"
