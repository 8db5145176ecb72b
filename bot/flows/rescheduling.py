"""Rescheduling: another time for the same matter; the code stays."""

from msgspec.structs import replace

from bot.domain.services import Service
from bot.domain.slots import Slot
from bot.domain.tickets import Ticket
from bot.flows.base import Flow, Reply, Step, Turn
from bot.flows.parts.about import instead_of_given_up
from bot.flows.parts.agreeing import agrees, same_time
from bot.flows.parts.avoiding import avoided, fits
from bot.flows.parts.fitting import MOVE_WORDS, moved_from, moves, shifted, wished
from bot.flows.parts.kept_times import slot_from, spell_offered, starts
from bot.flows.parts.line import says_line, spell_joined, waited_slots, wants_line
from bot.flows.parts.tickets import (
    ask_which_again,
    by_draft,
    choose,
    hear_which,
    line,
    lost,
    mine,
)
from bot.flows.parts.times import Found, find_slot, just_taken, offer_nearest, or_wait
from bot.storage import places
from bot.storage.conversations import Draft
from bot.storage.unit_of_work import from_ms
from bot.understanding.cue import Cue
from bot.understanding.reading import Intent, TimeSpan
from bot.usecases.booking import hold
from bot.usecases.resettling import reschedule
from bot.usecases.waiting import Wish, join
from bot.usecases.wording import spell_slot, when_of

NAME, OFFERS = "rescheduling", "offers"
_PLAIN = (Intent.UNCLEAR, Intent.OFF_TOPIC, Intent.FAQ)
_KEEPS = Cue("(?:不|莫|别)(?:用|想|要)?(?:改|换|变|动|挪)|(?:还是|就)(?:原来|之前|那个)的?时间?")


async def begin(turn: Turn) -> Reply:
    """Pick the ticket; a time said in the same message is taken at once."""
    if again := await instead_of_given_up(turn):
        return again
    ticket = await choose(turn, NAME)
    if isinstance(ticket, Reply):
        return ticket
    return await _seek(turn, ticket)


async def hears(turn: Turn) -> Reply | None:
    """不好意思再改一次，大后天, from who has an appointment; nothing is moved without a yes."""
    is_plain = turn.reading.correction or turn.reading.intent in _PLAIN
    is_meant = not turn.talk.flow and is_plain and moves(turn.reading) and await mine(turn)
    return await begin(turn) if is_meant else None


async def _seek(turn: Turn, ticket: Ticket) -> Reply:
    """Meet the wish of this message, or offer the nearest times."""
    service = turn.office.service(ticket.service)
    if service is None:
        return Reply((turn.say("rescheduling.gone", phone=turn.office.config.centre.phone),))
    if turn.draft.get("slot"):  # the place kept for the time that was proposed
        await places.release_holds(turn.office.work, turn.contact.id)
    wish, avoid = _wish(turn, ticket), avoided(turn.reading, turn.draft.get("avoid"))
    fit = fits({"avoid": avoid})
    if wish is None:
        wanted = ticket.starts_at or turn.office.now
        found = await offer_nearest(turn.office, service, wanted, ticket.starts_at, fit)
        text = turn.say("rescheduling.ask", ticket=line(turn, ticket)) + found.text
    else:
        found = _or_wait(turn, ticket, await find_slot(turn.office, service, wish, fit))
        text = found.text
    if found.slot is not None:
        return await _propose(turn, ticket, found.slot)
    return _offer(turn, ticket, replace(found, text=text), avoid)


def _wish(turn: Turn, ticket: Ticket) -> TimeSpan | None:
    """改到周五 keeps the clock time, 改到下午3点 the day, of what stands so far."""
    chosen, offered = turn.draft.get("slot"), turn.draft.get("offered")
    stands = from_ms(chosen) if isinstance(chosen, int) else ticket.starts_at
    if stands is not None and (moved := shifted(turn.reading, stands)):
        return moved
    if isinstance(chosen, int):
        return wished(turn, from_ms(chosen), None)
    return wished(turn, None if offered else ticket.starts_at, offered)


async def _propose(turn: Turn, ticket: Ticket, slot: Slot) -> Reply:
    """Hold the new place and ask for a yes; the old one is kept until then."""
    if slot.start == ticket.starts_at:
        return Reply((turn.say("rescheduling.same", ticket=line(turn, ticket)),))
    if not await hold(turn.office, slot, turn.contact):
        return await _others(turn, ticket, slot)
    text = turn.say(
        "rescheduling.sure",
        code=ticket.code,
        service=ticket.service,
        before=when_of(turn.office.snapshot, ticket),
        when=spell_slot(turn.office.snapshot, slot.start, slot.end),
    )
    draft: Draft = {"code": ticket.code, "slot": starts([slot])[0]}
    return Reply((text,), NAME, "sure", draft)


async def _others(turn: Turn, ticket: Ticket, slot: Slot) -> Reply:
    """Somebody was faster: why in one clause, and the three nearest others (mission 3.8)."""
    service = turn.office.service(ticket.service)
    if service is None:
        return await _seek(turn, ticket)
    found = _or_wait(turn, ticket, await just_taken(turn.office, service, slot))
    return _offer(turn, ticket, found, turn.draft.get("avoid"))


def _offer(turn: Turn, ticket: Ticket, found: Found, avoid: object) -> Reply:
    draft: Draft = {"code": ticket.code, "offered": starts(found.offered), "avoid": avoid}
    return Reply((found.text,), NAME, "time", {**draft, "full": starts(found.full)})


def _or_wait(turn: Turn, ticket: Ticket, found: Found) -> Found:
    """Only the ticket's own contact may wait: name and phone are read back there (mission 3.17)."""
    is_own = ticket.contact_id == turn.contact.id
    return or_wait(turn.office, found) if is_own else replace(found, full=())


async def _wait(turn: Turn, ticket: Ticket, service: Service) -> Reply:
    """Stand in line for the full time; the appointment stays as it is (mission 3.8)."""
    slots = await waited_slots(turn, service, turn.draft.get("full"))
    if not slots:
        return Reply((turn.say("waiting.gone"),))
    wish = Wish(service, slots, ticket.name, ticket.phone, ticket.contact_name)
    entry = await join(turn.office, turn.contact, wish)
    stays = turn.say("waiting.ticket_stays", ticket=line(turn, ticket))
    return Reply((f"{await spell_joined(turn, entry)}\n{stays}",))


async def _hear_time(turn: Turn) -> Reply | None:
    ticket = await by_draft(turn)
    if ticket is None:
        return await lost(turn, NAME)
    offered, choice = turn.draft.get("offered"), turn.reading.choice
    service = turn.office.service(ticket.service)
    if turn.reading.time is not None or turn.reading.negated:
        return await _seek(turn, ticket)
    if service and wants_line(turn, len(offered) if isinstance(offered, list) else 0):
        return await _wait(turn, ticket, service)
    if isinstance(offered, list) and offered and service:
        choice = 1 if turn.reading.any_time else choice
        if choice and choice <= len(offered):
            slot = await slot_from(turn.office, service, offered[choice - 1])
            return await _propose(turn, ticket, slot) if slot else await _seek(turn, ticket)
    return _none_of_them(turn, ticket)


def _none_of_them(turn: Turn, ticket: Ticket) -> Reply | None:
    """不改了 leaves it as it is; a no asks for another time."""
    if _KEEPS.search(turn.reading.text):
        return Reply((turn.say("rescheduling.kept", ticket=line(turn, ticket)),))
    if not turn.reading.no:
        return None
    draft: Draft = {**turn.draft, "offered": [], "full": []}
    return Reply((turn.say("booking.other_time"),), NAME, "time", draft)


async def _hear_sure(turn: Turn) -> Reply | None:
    reading = turn.reading
    ticket = await by_draft(turn)
    if ticket is None:
        return await lost(turn, NAME)
    service = turn.office.service(ticket.service)
    is_same = service is not None and same_time(reading, turn.draft.get("slot"), service)
    if _other_time(turn) and not (is_same and agrees(reading)):
        return await _seek(turn, ticket)
    if reading.no or reading.choice == 2:
        await places.release_holds(turn.office.work, turn.contact.id)
        if ticket.offers:  # what staff offered is still to be answered
            return Reply((), OFFERS, "choose", {"code": ticket.code})
        return Reply((turn.say("rescheduling.kept", ticket=line(turn, ticket)),))
    if not agrees(reading):  # nor is 都可以 a yes to this
        again = Reply((await _ask_sure(turn),), NAME, "sure", turn.draft)
        return again if reading.any_time else None
    return await _move(turn, ticket, service)


async def _move(turn: Turn, ticket: Ticket, service: Service | None) -> Reply:
    slot = await slot_from(turn.office, service, turn.draft.get("slot")) if service else None
    if slot is None:
        return await _seek(turn, ticket)
    if not await hold(turn.office, slot, turn.contact):
        return await _others(turn, ticket, slot)
    moved = await reschedule(turn.office, ticket, slot, turn.contact)
    told = turn.say("rescheduling.done", ticket=line(turn, moved))
    return Reply((told,), draft=moved_from(ticket))


def _other_time(turn: Turn) -> bool:
    """Whether a time was said, also one counted from the one that stands."""
    slot = turn.draft.get("slot")
    is_shift = isinstance(slot, int) and shifted(turn.reading, from_ms(slot)) is not None
    return turn.reading.time is not None or is_shift


async def _ask_time(turn: Turn) -> str:
    can_wait = bool(turn.draft.get("full"))
    if not turn.draft.get("offered") and not can_wait:
        return turn.say("booking.other_time")
    offered = spell_offered(turn.office, turn.draft.get("offered"), can_wait)
    return turn.say("booking.again_time", choices=offered)


async def _ask_sure(turn: Turn) -> str:
    return turn.say("rescheduling.again", code=turn.draft.get("code"))


async def _leave(turn: Turn) -> None:
    await places.release_holds(turn.office.work, turn.contact.id)


async def _wake(turn: Turn) -> Reply:
    """After a silence: the time that was chosen if it is still free, else the nearest ones."""
    if turn.talk.step == "which":
        return Reply((await ask_which_again(turn),), NAME, "which", turn.draft)
    ticket = await by_draft(turn)
    if ticket is None:
        return await lost(turn, NAME)
    service = turn.office.service(ticket.service)
    slot = await slot_from(turn.office, service, turn.draft.get("slot")) if service else None
    return await (_propose(turn, ticket, slot) if slot else _seek(turn, ticket))


def _wants_time(turn: Turn) -> bool:
    return turn.reading.time is not None or turn.reading.choice is not None or says_line(turn)


FLOW = Flow(
    NAME,
    frozenset({Intent.RESCHEDULE}),
    begin,
    {
        "which": Step(
            lambda t: hear_which(t, NAME), ask_which_again, lambda t: bool(t.reading.choice)
        ),
        "time": Step(_hear_time, _ask_time, _wants_time),
        "sure": Step(_hear_sure, _ask_sure, lambda turn: agrees(turn.reading) or turn.reading.no),
    },
    leave=_leave,
    wake=_wake,
    hears=hears,
    words=MOVE_WORDS,
)
