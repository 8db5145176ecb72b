"""Times that will not do: 除了周三都行, 周六来，不要下午, 上午都不得空."""

from collections.abc import Callable
from datetime import date, timedelta

from msgspec.structs import replace

from bot.domain.calendar import CHINA
from bot.domain.slots import Slot
from bot.flows.parts.fitting import names_no_day, only_day, whole_day
from bot.flows.parts.kept_times import wish_from_draft, wish_to_draft
from bot.storage.conversations import Draft
from bot.understanding.reading import Grain, Reading, TimeSpan

Fits = Callable[[Slot], bool]


def avoided(reading: Reading, known: object) -> list[Draft]:
    """What will not do, as JSON, behind what is `known`; a wish alone forgets it.

    A time said without a day holds for every day.
    """
    if reading.time is not None and not reading.negated:
        return []
    before = [each for each in known if isinstance(each, dict)] if isinstance(known, list) else []
    return before + [
        {**wish_to_draft(span), "daily": names_no_day(reading.text[span.text_from : span.text_to])}
        for span in reading.negated
    ]


def all_daily(draft: Draft) -> bool:
    """Whether all that is avoided was said without a day."""
    stored = draft.get("avoid")
    return isinstance(stored, list) and all(each.get("daily") for each in stored)


def day_of(offered: object) -> Draft | None:
    """The wish for the one day on which all offered times are."""
    day = only_day(offered)
    if day is None:
        return None
    return wish_to_draft(whole_day(day))


def fits(draft: Draft) -> Fits:
    """Whether a slot keeps clear of all that the draft's `avoid` names."""
    stored = draft.get("avoid")
    known = [each for each in stored if isinstance(each, dict)] if isinstance(stored, list) else []
    spans = [(span, bool(each.get("daily"))) for each in known if (span := wish_from_draft(each))]

    def keeps_clear(slot: Slot) -> bool:
        return not any(
            _touches(_on_day(span, slot.start.astimezone(CHINA).date()) if daily else span, slot)
            for span, daily in spans
        )

    return keeps_clear


def _on_day(span: TimeSpan, day: date) -> TimeSpan:
    said = span.start or span.end
    shift = day - said.astimezone(CHINA).date() if said else timedelta()
    return replace(span, start=span.start and span.start + shift, end=span.end and span.end + shift)


def _touches(span: TimeSpan, slot: Slot) -> bool:
    if span.start is not None and span.grain in (Grain.MINUTE, Grain.HOUR):
        return slot.start <= span.start < slot.end
    begins_before_end = span.end is None or slot.start < span.end
    return begins_before_end and (span.start is None or slot.end > span.start)
