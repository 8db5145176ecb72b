"""The end of a booking when the wanted time is full: the resident joins the waiting list."""

from bot.domain.services import Service
from bot.flows.base import Reply, Turn
from bot.flows.booking.ending import and_later, remember
from bot.flows.parts.line import spell_joined, waited_slots
from bot.flows.parts.people import applicant_of, text_of
from bot.storage.conversations import Draft
from bot.usecases.waiting import Wish, join


async def wait(turn: Turn, service: Service, draft: Draft) -> Reply:
    """Name and phone are known: stand in line, and say for what and how far ahead."""
    slots = await waited_slots(turn, service, draft.get("waits"))
    if not slots:
        return Reply((turn.say("waiting.gone"),))
    wish = Wish(
        service=service,
        slots=slots,
        name=applicant_of(draft),
        phone=text_of(draft, "phone"),
        contact_name=text_of(draft, "contact_name"),
        beneficiary=text_of(draft, "for"),
    )
    entry = await join(turn.office, turn.contact, wish)
    await remember(turn, draft)
    return and_later(turn, await spell_joined(turn, entry), draft)
