"""One message of staff as it was heard, and the question whether an order was meant by it."""

from msgspec import Struct

from bot.domain.masking import mask_person
from bot.domain.messages import InboundMessage
from bot.domain.services import StaffMember
from bot.domain.tickets import Ticket
from bot.handlers.commands.base import Command, SpeakAs
from bot.handlers.orders_alone import Spoken, meant
from bot.handlers.orders_chosen import remember
from bot.handlers.orders_hearing import Heard
from bot.handlers.orders_tickets import Ask
from bot.understanding.cue import Cue
from bot.usecases.office import Office

_SHOWN = 12
_MANY_DIGITS = Cue(r"\d{7,}")


class Said(Struct, frozen=True):
    """One message of a member of staff, heard."""

    office: Office
    member: StaffMember
    message: InboundMessage
    heard: Heard
    speak_as: SpeakAs | None = None

    @property
    def is_private(self) -> bool:
        """Whether it was said in the member's own chat with the bot."""
        return self.message.room is None


async def suggest(said: Said, verb: str | None, ticket: Ticket | None, behind: str = "") -> str:
    """Name the order that may have been meant; 是 as the next message does it, with the words
    `behind` it, else with those behind a misspelt verb."""
    if verb is None:
        return said.office.say("staff.not_understood", said=_shown(said, ticket))
    order = f"{verb} {ticket.code} {behind}".strip() if ticket else verb
    whole = order if behind else f"{order} {_behind(said, verb)}".strip()
    await remember(said.office, said.member.name, whole, ())
    return said.office.say("staff.did_you_mean", said=_shown(said, ticket), order=order)


async def suggest_order(said: Said, order: str) -> str:
    """The same for a whole order."""
    await remember(said.office, said.member.name, order, ())
    return said.office.say("staff.did_you_mean", said=_shown(said, None), order=order)


def _shown(said: Said, ticket: Ticket | None) -> str:
    names = filter(None, (ticket.name, ticket.contact_name)) if ticket else ()
    words = " ".join(mask_person(said.heard.words, names).split())[:_SHOWN]
    return "…" if _MANY_DIGITS.search(words) else words


async def which(said: Said, command: Command) -> str:
    """Which ticket an order without a code is about; "" where it can only be talk."""
    spoken = Spoken(command, "", said.member.name)
    found = await meant(said.office, spoken, certain=False)
    if not isinstance(found, Ask):
        return ""
    if found.codes:
        await remember(said.office, said.member.name, command.verbs[0], found.codes)
    return found.text


def _behind(said: Said, verb: str) -> str:
    """What stood behind the misspelt verb: of 拒觉 要先去医院 the reason."""
    token = said.heard.words.partition(" ")[0]
    is_slip = len(token) == len(verb) and token != verb and bool(set(token) & set(verb))
    return said.message.text.partition(token)[2].strip() if is_slip else ""
