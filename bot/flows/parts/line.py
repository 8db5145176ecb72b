"""What a resident waits for, as it is told to them."""

from bot.domain.waiting import WaitingEntry
from bot.flows.base import Turn
from bot.storage import waiting
from bot.usecases.office import numbered
from bot.usecases.waiting import place_in_line
from bot.usecases.waiting_letters import spell_wait
from bot.usecases.wording import spell_start


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
