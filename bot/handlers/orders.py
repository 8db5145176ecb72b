"""Staff messages: who ordered what on which ticket; strangers and chatter get nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from bot.domain.masking import mask_id_numbers
from bot.domain.messages import ContactRef, InboundMessage, MessageKind
from bot.domain.services import StaffMember
from bot.domain.tickets import Ticket
from bot.handlers.commands.base import ACTING_ROLES, NOTHING, Command, Order
from bot.handlers.orders_binding import bind, is_binding, names_for_mentions
from bot.handlers.orders_hearing import (
    Heard,
    hear,
    in_parts,
    loosely,
    misspelt,
    names_something,
    suggestion,
)
from bot.handlers.orders_tickets import Ask, Named, name_ticket, only_one
from bot.handlers.plugs import find_plugs
from bot.storage import staff
from bot.understanding.reading import Reading
from bot.usecases.agenda import ticket_line
from bot.usecases.office import Office
from bot.usecases.tasks import spell_task

ReadingOf = Callable[[str], Reading]
_PIECES = re.compile(r"[/／|、;；]|或者?")
_WORD = re.compile(r"\w")
_COLLEAGUE = re.compile(r"\s*@(\S+)")
_GREETING = re.compile("[您你]好")
_SHOWN = 12
_MANY_DIGITS = re.compile(r"\d{7,}")


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    """What the door says; `to_private`: to whoever wrote, not into the group.

    `ticket`: the code it is about, so that the answer may be quoted like the card.
    """

    text: str
    to_private: bool
    ticket: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a member of staff, heard."""

    office: Office
    member: StaffMember
    message: InboundMessage
    heard: Heard

    @property
    def is_private(self) -> bool:
        """Whether it was said in the member's own chat with the bot."""
        return self.message.room is None


async def take_order(
    office: Office, account: ContactRef, message: InboundMessage, reading_of: ReadingOf
) -> OrderAnswer | None:
    """Do what a member of staff ordered (mission section 6); None = say nothing.

    Call it inside a turn for every message of the staff group and for private messages of bound
    accounts. Raises Refusal: roll back and speak it with `spell_refusal`.
    """
    if message.kind is not MessageKind.TEXT:
        return None
    if is_binding(message.text):
        bound = await bind(office, account, message.text)
        in_private = message.room is None or not (bound and bound.worked)
        return OrderAnswer(bound.text, in_private) if bound else None
    member = await member_of(office, account)
    if member is None:
        return None
    text = await names_for_mentions(office, message)
    said = Said(office, member, replace(message, text=text), hear(text, all_commands()))
    answer = await _answer(said, reading_of)
    return replace(answer, to_private=said.is_private) if answer.text else None


async def member_of(office: Office, account: ContactRef) -> StaffMember | None:
    """The member of staff behind `account`, None for strangers and for people who left."""
    name = await staff.bound_name(office.work, account)
    return office.config.staff.get(name) if name else None


@cache
def all_commands() -> tuple[Command, ...]:
    """Every staff command there is."""
    return find_plugs("bot.handlers.commands", "COMMAND", Command)


async def _answer(said: Said, reading_of: ReadingOf) -> OrderAnswer:
    command = said.heard.command
    if command and said.is_private and not command.private:
        return _plainly(said.office.say("staff.group_only"))
    may_be_about = said.message.quoted or said.heard.codes
    if command and not command.needs_ticket and not (command.by_quote and may_be_about):
        return await _run(said, command, Named(), reading_of)
    named = await name_ticket(said.office, said.message, said.heard)
    if command is None:
        about = named if isinstance(named, Named) else Named()
        return _about(about, await _wonder(said, named))
    if isinstance(named, Ask):
        return _plainly(named.text)
    if not command.needs_ticket:
        return await _run(said, command, named, reading_of)
    return await _on_ticket(said, command, named, reading_of)


async def _on_ticket(
    said: Said, command: Command, named: Named, reading_of: ReadingOf
) -> OrderAnswer:
    colleague = _addressed(said)
    if colleague:
        return _about(named, _for_colleague(said, colleague, named))
    if named.is_empty and not _may_stand_alone(said, command):
        return _plainly("")
    if not said.member.roles & ACTING_ROLES:
        return _plainly(said.office.say("staff.not_allowed"))
    if named.task and not (command.on_task or named.ticket):
        return _plainly(said.office.say("staff.not_for_task", code=named.task.code))
    if not named.is_empty:
        return await _run(said, command, named, reading_of)
    certain = not (said.message.quoted or said.is_private or names_something(said.heard.rest))
    found = await only_one(said.office, command, certain=certain)
    if isinstance(found, Ask):
        return _plainly(found.text)
    return await _run(said, command, Named(found), reading_of)


def _addressed(said: Said) -> str:
    """The colleague a message begins by @-ing: everyday words are then meant for them."""
    found = _COLLEAGUE.match(said.message.text)
    name = found[1] if found else ""
    return name if name in said.office.config.staff and name != said.member.name else ""


def _for_colleague(said: Said, colleague: str, named: Named) -> str:
    if named.ticket is None:
        return ""
    return said.office.say("staff.said_to", name=colleague, code=named.ticket.code)


def _plainly(text: str) -> OrderAnswer:
    return OrderAnswer(text, to_private=False)


def _about(named: Named, text: str) -> OrderAnswer:
    thing = named.task or named.ticket
    return OrderAnswer(text, to_private=False, ticket=thing.code if thing else None)


def _may_stand_alone(said: Said, command: Command) -> bool:
    """A verb without a ticket is an order only where it cannot be talk."""
    if not said.heard.exact:
        return False
    return not command.everyday or said.message.mentions_us or said.heard.alone


async def _run(said: Said, command: Command, named: Named, reading_of: ReadingOf) -> OrderAnswer:
    rest = mask_id_numbers(said.heard.rest)
    pieces = [piece.strip() for piece in _PIECES.split(rest)]
    order = Order(
        office=said.office,
        member=said.member,
        rest=rest,
        ticket=named.ticket,
        private=said.is_private,
        reading=reading_of(rest),
        by=said.message.contact,
        parts=tuple(reading_of(piece) for piece in pieces if piece),
        task=named.task,
        remark=_remark(said.heard, rest),
    )
    if named.task and command.on_task:
        return _about(named, await command.on_task(order))
    return _about(replace(named, task=None), await command.run(order))


def _remark(heard: Heard, rest: str) -> str:
    """What follows the verb itself; a whole wording, or 谢谢, is no remark."""
    is_polite = re.fullmatch(NOTHING, rest) is not None
    return "" if is_polite or not heard.exact else rest.strip("()（） ，,。")


async def _wonder(said: Said, named: Named | Ask) -> str:
    """No verb was found: suggest the nearest to who spoke to us; chatter gets nothing."""
    office, heard = said.office, said.heard
    if isinstance(named, Ask):
        is_order = _names_a_verb(heard.words) or in_parts(said.message.text, all_commands())
        return named.text if said.is_private or is_order else ""
    if _addressed(said):
        return ""
    speaks_to_us = said.is_private or said.message.mentions_us
    if speaks_to_us and named.is_empty and not heard.words:
        return office.say("staff.hello", name=said.member.name)
    if not named.is_empty and not _WORD.search(heard.words):
        return await _show(said, named)
    if named.is_empty and not speaks_to_us:
        return await _half_said(said)
    if named.task:
        return office.say("task.not_sent", code=named.task.code)
    verb = suggestion(heard, all_commands(), on_ticket=named.ticket is not None)
    return _suggest(said, verb, named.ticket)


async def _show(said: Said, named: Named) -> str:
    """Nothing but a name was said: what it is and what can be done. 您好 was meant for somebody."""
    office, task, ticket = said.office, named.task, named.ticket
    if task and _GREETING.search(said.message.text):
        return office.say("task.not_sent", code=task.code)
    if task:
        verbs = office.say("group.task_verbs") if task.status == "open" else ""
        return f"{await spell_task(office, task)}\n{verbs}".strip()
    return office.say("staff.which_verb", line=ticket_line(office, ticket)) if ticket else ""


async def _half_said(said: Said) -> str:
    """Short words in the group that are nearly an order: ask; anything else is talk."""
    if command := loosely(said.heard, all_commands()):
        found = await only_one(said.office, command, certain=False)
        return found.text if isinstance(found, Ask) else ""
    verb = misspelt(said.heard, all_commands())
    return _suggest(said, verb, None) if verb else ""


def _names_a_verb(words: str) -> bool:
    """Whether an order stands somewhere in the words, so that silence would be taken for a yes."""
    verbs = (c.verbs[0] for c in all_commands() if c.needs_ticket and not c.everyday)
    return any(len(verb) > 1 and verb in words for verb in verbs)


def _suggest(said: Said, verb: str | None, ticket: Ticket | None) -> str:
    office = said.office
    words = " ".join(mask_id_numbers(said.heard.words).split())[:_SHOWN]
    shown = "…" if _MANY_DIGITS.search(words) else words
    if verb is None:
        return office.say("staff.not_understood", said=shown)
    order = f"{verb} {ticket.code}" if ticket else verb
    return office.say("staff.did_you_mean", said=shown, order=order)
