"""The end of a booking when the wanted time is full: the resident joins the waiting list."""

from collections.abc import Sequence

from bot.domain.services import Service
from bot.domain.slots import Slot
from bot.domain.waiting import WaitingEntry
from bot.flows.base import Reply, Turn
from bot.flows.booking.ending import and_later, remember
from bot.flows.parts.people import text_of
from bot.flows.parts.times import slot_from
from bot.storage.conversations import Draft
from bot.usecases.waiting import Wish, join, place_in_line
from bot.usecases.waiting_letters import particulars, spell_wait


async def wait(turn: Turn, service: Service, draft: Draft) -> Reply:
    """Name and phone are known: stand in line, and say for what and how far ahead."""
    slots = await _slots(turn, service, draft)
    if not slots:
        return Reply((turn.say("waiting.gone"),))
    wish = Wish(
        service=service,
        slots=slots,
        name=text_of(draft, "name"),
        phone=text_of(draft, "phone"),
        contact_name=text_of(draft, "contact_name"),
        beneficiary=text_of(draft, "for"),
    )
    entry = await join(turn.office, turn.contact, wish)
    await remember(turn, draft)
    return and_later(turn, await _joined(turn, entry, draft), draft)


async def _joined(turn: Turn, entry: WaitingEntry, draft: Draft) -> str:
    return turn.say(
        "waiting.joined",
        when=spell_wait(turn.office, entry),
        place=await place_in_line(turn.office, entry),
        minutes=turn.office.config.centre.booking.waiting_minutes,
        **particulars(turn.office, entry),
    )


async def _slots(turn: Turn, service: Service, draft: Draft) -> Sequence[Slot]:
    starts = draft.get("waits")
    known = starts if isinstance(starts, list) else []
    found = [await slot_from(turn.office, service, start) for start in known]
    return [slot for slot in found if slot is not None]
