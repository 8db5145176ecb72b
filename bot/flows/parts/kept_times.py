"""What a draft remembers of times: the wish, the slot found, the choices that were shown."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.calendar import CHINA
from bot.domain.services import Service
from bot.domain.slots import Slot, is_bookable
from bot.storage.conversations import Draft
from bot.storage.unit_of_work import from_ms, to_ms
from bot.understanding.reading import Grain, TimeSpan
from bot.usecases.booking import slot_at
from bot.usecases.office import Office, numbered
from bot.usecases.wording import spell_start


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


def spell_offered(office: Office, offered: object, can_wait: bool = False) -> str:
    """The numbered choices of a draft again; the times only, as the end is the same for all."""
    known = [from_ms(start) for start in offered] if isinstance(offered, list) else []
    line = [office.say("waiting.choice")] if can_wait else []
    return numbered([*(spell_start(office.snapshot, start) for start in known), *line])
