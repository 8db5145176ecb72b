"""Answering the times that staff offered with 改: 1, 2, 3, or none of them."""

from bot.domain.refusals import SlotFull
from bot.domain.services import Service
from bot.domain.tickets import Ticket
from bot.flows.base import Flow, Reply, Step, Turn
from bot.flows.parts.agreeing import refuses_all
from bot.flows.parts.fitting import is_at
from bot.flows.parts.kept_times import starts
from bot.flows.parts.tickets import by_draft, line, lost, mine
from bot.flows.parts.times import offer_nearest
from bot.storage.conversations import Draft
from bot.usecases.booking import slot_at
from bot.usecases.office import numbered
from bot.usecases.resettling import refuse_offers, take_offer
from bot.usecases.wording import spell_start

NAME, RESCHEDULING = "offers", "rescheduling"
MOST_OFFERS = 3


async def begin(turn: Turn) -> Reply:
    """Staff lay this flow over the talk (usecases/resettling.propose): it has no first turn."""
    return Reply((await _ask(turn),), NAME, "choose", turn.draft)


async def hears(turn: Turn) -> Reply | None:
    """A number when nothing is open here, while another account of the same person, or a family
    member they manage for, was offered times: the question is asked here, nothing is taken yet."""
    choice = turn.reading.choice or 0
    if turn.talk.flow or turn.contact.resident_id is None or not 0 < choice <= MOST_OFFERS:
        return None
    offered = [one for one in await mine(turn) if one.offers and one.contact_id != turn.contact.id]
    return Reply((), NAME, "choose", {"code": offered[0].code}) if len(offered) == 1 else None


async def _hear(turn: Turn) -> Reply | None:
    ticket = await by_draft(turn)
    if (ticket is None or not ticket.offers) and turn.reading.service:
        return Reply((), draft={"said": turn.reading.masked})  # settled; this is another matter
    if ticket is None or not ticket.offers:
        return await lost(turn, "mine")
    reading = turn.reading
    if reading.choice and reading.choice <= len(ticket.offers):
        return await _take(turn, ticket, reading.choice - 1)
    if reading.time is not None and (named := _named(turn, ticket)) is not None:
        return await _take(turn, ticket, named)
    if reading.time is not None:  # another wish than all of them
        return Reply((), RESCHEDULING, "", {"code": ticket.code, "said": reading.masked})
    if refuses_all(reading):
        await refuse_offers(turn.office, ticket)
        return Reply((turn.say("offers.refused", code=ticket.code),))
    if reading.yes and len(ticket.offers) == 1:
        return await _take(turn, ticket, 0)
    return None


def _named(turn: Turn, ticket: Ticket) -> int | None:
    """下周一那个: the only one of the times offered that was meant."""
    reading, offers = turn.reading, ticket.offers
    fits = [n for n, offer in enumerate(offers) if is_at(offer, reading.time, reading.text)]
    return fits[0] if len(fits) == 1 else None


async def _take(turn: Turn, ticket: Ticket, index: int) -> Reply:
    service = turn.office.service(ticket.service)
    if service is None:
        return await lost(turn, "mine")
    slot = await slot_at(turn.office, service, ticket.offers[index])
    if slot is None or slot.start <= turn.office.now:
        return await _others(turn, service, ticket)
    try:
        moved = await take_offer(turn.office, ticket, slot)
    except SlotFull:  # nothing is changed yet
        return await _others(turn, service, ticket)
    return Reply((turn.say("offers.done", ticket=line(turn, moved)),))


async def _others(turn: Turn, service: Service, ticket: Ticket) -> Reply:
    """It was not kept any longer: why in one clause, and three others that rescheduling hears."""
    wanted = ticket.starts_at or turn.office.now
    found = await offer_nearest(turn.office, service, wanted, but=ticket.starts_at)
    draft: Draft = {"code": ticket.code, "offered": starts(found.offered)}
    return Reply((turn.say("offers.gone") + found.text,), RESCHEDULING, "time", draft)


async def _ask(turn: Turn) -> str:
    ticket = await by_draft(turn)
    if ticket is None or not ticket.offers:
        return ""
    choices = numbered(spell_start(turn.office.snapshot, offer) for offer in ticket.offers)
    return turn.say("offers.again", code=turn.draft.get("code"), choices=choices)


def _wants(turn: Turn) -> bool:
    reading = turn.reading
    is_answer = reading.yes or refuses_all(reading) or reading.time is not None
    return is_answer or reading.choice is not None


FLOW = Flow(
    NAME, frozenset(), begin, {"choose": Step(_hear, _ask, _wants)}, patient=True, hears=hears
)
