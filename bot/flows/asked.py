"""Staff asked the resident something with 问: the next message is passed on to the group."""

from bot.domain.masking import mask_person
from bot.domain.messages import Purpose
from bot.domain.tickets import OPEN_STATUSES, Ticket
from bot.flows.base import Flow, Reply, Step, Turn
from bot.flows.parts.tickets import known, lost
from bot.storage.outbox import Letter
from bot.understanding.cue import Cue
from bot.understanding.reading import Intent
from bot.usecases.notices import GroupNote, tell_group, tell_member
from bot.usecases.wording import masked_person

NAME = "asked"
_OTHER_MATTER = Cue("(?:取消|改|查|退).{0,6}预约|改约|改期|我的预约|预约.{0,4}(?:取消|退)")

_WISH = Cue("办|约|申请|报名|想|要|帮我")


async def begin(turn: Turn) -> Reply:
    """Staff lay this flow over the talk (usecases/tickets.ask); it has no first turn of its own."""
    return Reply((await _ask(turn),), NAME, "answer", turn.draft)


async def _hear(turn: Turn) -> Reply | None:
    ticket = await _ticket(turn)
    if ticket is None:
        return await lost(turn, "mine")
    if _is_other_matter(turn, ticket):
        return None
    await _pass_on(turn, ticket)
    return Reply((turn.say("asked.passed_on"),))


async def _pass_on(turn: Turn, ticket: Ticket) -> None:
    """To the group without name, phone and address; whole only privately to the owner."""
    said = turn.reading.masked
    shown = mask_person(said, (ticket.name, ticket.contact_name), ticket.home_address)
    person = masked_person(turn.office, ticket)
    text = turn.say("group.answered", code=ticket.code, person=person, text=shown)
    if shown != said and await _tell_whole(turn, ticket, said):
        text = f"{text}\n{turn.say('staff.sent_privately', name=ticket.owner)}"
    await tell_group(turn.office, GroupNote(text, ticket=ticket.code, to=ticket.owner or None))


async def _tell_whole(turn: Turn, ticket: Ticket, said: str) -> bool:
    whole = turn.say("task.said_whole", code=ticket.code, text=said)
    cause = turn.message.key
    letter = Letter(turn.contact.ref, whole, Purpose.REPLY, cause=cause, ticket=ticket.code)
    return await tell_member(turn.office, ticket.owner, letter)


def _is_other_matter(turn: Turn, ticket: Ticket) -> bool:
    """A matter of its own, said in full, is taken up; what staff asked waits below it. 签了一年 is
    an answer, whatever it is like.
    """
    reading = turn.reading
    if reading.intent in (Intent.BOOK, Intent.HOME_SERVICE):
        is_another = reading.service is not None and reading.service != ticket.service
        return is_another and (reading.time is not None or _WISH.search(reading.text) is not None)
    return _OTHER_MATTER.search(reading.text) is not None


async def _ticket(turn: Turn) -> Ticket | None:
    """Staff may ask as long as the matter is open, also after the arrival."""
    code = turn.draft.get("code")
    return next((ticket for ticket in await known(turn) if ticket.code == code), None)


async def _ask(turn: Turn) -> str:
    ticket = await _ticket(turn)
    is_open = ticket is not None and ticket.status in OPEN_STATUSES
    return turn.say("asked.again", code=turn.draft.get("code")) if is_open else ""


FLOW = Flow(NAME, frozenset(), begin, {"answer": Step(_hear, _ask, lambda _: True)}, patient=True)
