"""An open appointment for the very matter that is being booked: told before there is a second."""

from collections.abc import Iterable

from bot.domain.services import Service
from bot.domain.tickets import Ticket
from bot.flows.base import Turn
from bot.flows.parts.people import applicant_of, text_of
from bot.flows.parts.tickets import line, mine
from bot.storage.conversations import Draft
from bot.understanding.cue import Cue
from bot.usecases.reach import is_on_the_line

SEEN, ANOTHER = "seen", "another"
"""Key of a draft: for which matter and person we looked; ANOTHER: a second one is meant."""
TWIN, WHEN = "twin", "when"
"""Keys of a draft: the code of the twin; the words with the time that were said before."""
_MORE = Cue("再(?!说|见|次确认)|另外|还[要想得]|又|多约|第二|加约|也要")


async def twin_of(turn: Turn, service: Service, draft: Draft) -> tuple[Ticket | None, Draft]:
    """The open appointment for the same service and person, and the draft that knows we looked.

    Asked once for each matter and person; who never had an appointment costs nothing. Whoever takes
    a call sees the twin on its card.
    """
    key = "/".join((service.name, text_of(draft, "for"), text_of(draft, "name")))
    is_asked = draft.get(SEEN) in (key, ANOTHER) or draft.get("beside") or draft.get("waits")
    if turn.contact.resident_id is None or is_asked or is_on_the_line(turn.office, turn.contact):
        return None, draft
    draft = draft | {SEEN: key}
    if _MORE.search(turn.reading.text):
        return None, draft | {SEEN: ANOTHER}
    twin = _same(turn, await mine(turn), service, draft)
    if twin is None:
        return None, draft
    return twin, draft | {TWIN: twin.code, WHEN: turn.reading.masked if turn.reading.time else ""}


def _same(turn: Turn, own: Iterable[Ticket], service: Service, draft: Draft) -> Ticket | None:
    of_it = (each for each in own if each.service == service.name and _is_ahead(turn, each))
    return next((each for each in of_it if _is_for(turn, each, draft)), None)


def _is_ahead(turn: Turn, ticket: Ticket) -> bool:
    return ticket.starts_at is None or ticket.starts_at > turn.office.now


def _is_for(turn: Turn, ticket: Ticket, draft: Draft) -> bool:
    """Whether it is the same person's: by name, else by whose relative they are."""
    who, name = text_of(draft, "for"), applicant_of(draft)
    if name or not who:
        return ticket.name == name
    return turn.say("booking.note_for", who=who) in ticket.note


def spell_twin(turn: Turn, twin: Ticket) -> str:
    """What there is already, and the three ways to go on."""
    return turn.say("booking.twice", ticket=line(turn, twin))
