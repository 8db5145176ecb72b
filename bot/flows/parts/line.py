"""Standing in line: the wish to, what a resident waits for, and how it is told to them."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.services import Service
from bot.domain.slots import Slot
from bot.domain.waiting import WaitingEntry
from bot.flows.base import Turn
from bot.flows.parts.fitting import fitted
from bot.flows.parts.kept_times import slot_from
from bot.storage import waiting
from bot.storage.unit_of_work import from_ms
from bot.understanding.cue import Cue
from bot.usecases.office import numbered
from bot.usecases.waiting import place_in_line
from bot.usecases.waiting_letters import particulars, spell_wait
from bot.usecases.wording import spell_start

_QUEUES = Cue("排队|排个队|排起|候补|等位")
_WAITS = Cue(
    "(?:我|那|就|还是|帮|要|想|愿意|可以)*(?:排队|排个队|排起|候补|等位|等这个)(?:等)?(?:这个)?(?:时间)?[吧嘛哈了。!！]*"
)


def wants_line(turn: Turn, choices: int) -> bool:
    """The number after the `choices` times that were offered, or the words of it."""
    if not turn.draft.get("full"):
        return False
    return turn.reading.choice == choices + 1 or says_line(turn)


def says_line(turn: Turn) -> bool:
    """Whether all that was said is the wish to wait for the times that are full (候补)."""
    said = _WAITS.fullmatch(turn.reading.text.strip())
    return said is not None and bool(turn.draft.get("full"))


def waits_at(turn: Turn) -> list[int]:
    """那我排队等周六九点: of the times that are full those that were said; [] where none was."""
    full = turn.draft.get("full")
    if not isinstance(full, list) or not full or not _QUEUES.search(turn.reading.text):
        return []
    span = fitted(turn.reading, None, full)
    if span is None or span.start is None:
        return []
    end = span.end or span.start + timedelta(minutes=1)
    return [start for start in full if span.start <= from_ms(start) < end]


async def waited_slots(turn: Turn, service: Service, starts: object) -> Sequence[Slot]:
    """The full slots that a draft remembers, without those that are over."""
    known = starts if isinstance(starts, list) else []
    found = [await slot_from(turn.office, service, start) for start in known]
    return [slot for slot in found if slot is not None]


async def spell_joined(turn: Turn, entry: WaitingEntry) -> str:
    """What is waited for, read back in full, and how far ahead."""
    return turn.say(
        "waiting.joined",
        when=spell_wait(turn.office, entry),
        place=await place_in_line(turn.office, entry),
        minutes=turn.office.config.centre.booking.waiting_minutes,
        **particulars(turn.office, entry),
    )


async def spell_entry(turn: Turn, entry: WaitingEntry) -> str:
    """One wait in one line: which place in line, or until when a place is kept."""
    if entry.answer_by is not None and entry.place_at is not None:
        return turn.say(
            "waiting.invited_line",
            service=entry.service,
            when=spell_start(turn.office.snapshot, entry.place_at),
            until=spell_start(turn.office.snapshot, entry.answer_by),
        )
    return turn.say(
        "waiting.line",
        service=entry.service,
        when=spell_wait(turn.office, entry),
        place=await place_in_line(turn.office, entry),
    )


async def spell_waits(turn: Turn) -> str:
    """Everything this contact waits for, numbered, and how to stop; "" when nothing."""
    entries = await waiting.of_contact(turn.office.work, turn.contact.id)
    if not entries:
        return ""
    lines = numbered([await spell_entry(turn, entry) for entry in entries])
    return turn.say("waiting.list", entries=lines) + "\n" + turn.say("waiting.how")
