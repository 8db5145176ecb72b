"""Staff messages: who ordered what on which ticket; strangers and chatter get nothing."""

import re
from collections.abc import Callable
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.masking import mask_id_numbers
from bot.domain.messages import ContactRef, InboundMessage, MessageKind
from bot.domain.refusals import AlreadyDone, IllegalAct, TimePassed
from bot.domain.services import StaffMember
from bot.handlers.commands.base import ACTING_ROLES, NOTHING, Command, Order, SpeakAs
from bot.handlers.orders_alone import Spoken, meant
from bot.handlers.orders_binding import bind, is_binding, names_for_mentions
from bot.handlers.orders_calls import on_call
from bot.handlers.orders_chosen import remember, with_code
from bot.handlers.orders_hearing import Heard, hear, names_something
from bot.handlers.orders_listed import show, with_places
from bot.handlers.orders_roster import about_roster
from bot.handlers.orders_said import Said
from bot.handlers.orders_several import confirmed_and_told, orders_in
from bot.handlers.orders_tickets import Ask, Named, name_ticket
from bot.handlers.orders_unheard import addressed, by_digits, is_thanks, wonder
from bot.handlers.plugs import find_plugs
from bot.storage import staff
from bot.understanding.cue import Cue
from bot.understanding.reading import Reading
from bot.usecases.office import Office
from bot.usecases.tasks import TaskTaken
from bot.usecases.wording import spell_refusal

ReadingOf = Callable[[str], Reading]
_REFUSED_BEFORE_CHANGE = (AlreadyDone, IllegalAct, TimePassed, TaskTaken)
"""Nothing was written yet when they were raised: the other orders of the message may stand."""
_PIECES = Cue(r"[/／|、;；]|或者?")


class OrderAnswer(Struct, frozen=True):
    """What the door says; `to_private`: to whoever wrote, not into the group.

    `ticket`: the code it is about, so that the answer may be quoted like the card; `picture`: which
    one shows the same, "" = none.
    """

    text: str
    to_private: bool
    ticket: str | None = None
    picture: str = ""


async def take_order(
    office: Office,
    account: ContactRef,
    message: InboundMessage,
    reading_of: ReadingOf,
    speak_as: SpeakAs | None = None,
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
        return await _for_suspended(office, account, message)
    text = await names_for_mentions(office, message)
    message = await with_code(office, member.name, replace(message, text=text), all_commands())
    message = await with_places(office, message, member.name, all_commands())
    said = _said(office, member, message, speak_as)
    if await on_call(said):
        return None
    several = orders_in(message, all_commands()) or confirmed_and_told(message, all_commands())
    if several:
        each = [replace(message, text=one) for one in several]
        answer = await _on_each([_said(office, member, one, speak_as) for one in each], reading_of)
    else:
        answer = await _answer(said, reading_of)
    return replace(answer, to_private=said.is_private) if answer.text else None


def _said(
    office: Office, member: StaffMember, message: InboundMessage, speak_as: SpeakAs | None
) -> Said:
    heard = hear(message.text, all_commands(), quoted=bool(message.quoted))
    return Said(office, member, message, heard, speak_as)


async def _on_each(orders: list[Said], reading_of: ReadingOf) -> OrderAnswer:
    """Several tickets in one message: each is done or refused for itself, and each is told."""
    texts = []
    for said in orders:
        try:
            texts.append((await _answer(said, reading_of)).text)
        except _REFUSED_BEFORE_CHANGE as refusal:
            texts.append(spell_refusal(said.office, refusal))
    return _plainly("\n".join(filter(None, texts)))


async def _for_suspended(
    office: Office, account: ContactRef, message: InboundMessage
) -> OrderAnswer | None:
    """Who left the staff group hears why an order was not done; strangers hear nothing."""
    heard = hear(message.text, all_commands(), quoted=bool(message.quoted))
    is_order = heard.command is not None and (heard.exact or heard.codes or message.quoted)
    if not is_order or await staff.suspended_name(office.work, account) is None:
        return None
    return OrderAnswer(office.say("room.suspended"), to_private=False)


async def member_of(office: Office, account: ContactRef) -> StaffMember | None:
    """The member of staff behind `account`, None for strangers and for people who left."""
    name = await staff.bound_name(office.work, account)
    return office.config.staff.get(name) if name else None


@cache
def all_commands() -> tuple[Command, ...]:
    """Every staff command there is."""
    return find_plugs("bot.handlers.commands", "COMMAND", Command)


async def _answer(said: Said, reading_of: ReadingOf) -> OrderAnswer:
    said = await about_roster(said, all_commands())
    command = said.heard.command
    if command and said.is_private and not command.private:
        return _plainly(said.office.say("staff.group_only"))
    may_be_about = said.message.quoted or said.heard.codes
    if command and not command.needs_ticket and not (command.by_quote and may_be_about):
        return await _run(said, command, Named(), reading_of)
    named = await name_ticket(said.office, said.message, said.heard)
    if command is None:
        about = named if isinstance(named, Named) else Named()
        return _about(about, await wonder(said, named, all_commands()))
    if isinstance(named, Ask):
        if named.codes:
            words = f"{command.verbs[0]} {said.heard.rest}".strip()
            await remember(said.office, said.member.name, words, named.codes)
        return _plainly(named.text)
    if not command.needs_ticket:
        return await _run(said, command, named, reading_of)
    return await _on_ticket(said, command, named, reading_of)


async def _on_ticket(
    said: Said, command: Command, named: Named, reading_of: ReadingOf
) -> OrderAnswer:
    colleague = addressed(said)
    if colleague:
        return _about(named, _for_colleague(said, colleague, named))
    if named.is_empty and not _may_stand_alone(said, command):
        return _plainly("" if said.is_private else await by_digits(said, all_commands()))
    if not said.member.roles & ACTING_ROLES:
        return _plainly(said.office.say("staff.not_allowed"))
    if named.task and not (command.on_task or named.ticket):
        return _plainly(said.office.say("staff.not_for_task", code=named.task.code))
    found = await _without_code(said, command) if named.is_empty else named
    if isinstance(found, Ask):
        return _plainly(found.text)
    return await _run(said, command, found, reading_of)


async def _without_code(said: Said, command: Command) -> Named | Ask:
    """What the verb alone means; when it is asked which, the number that answers is waited for.
    In private it is always asked, unless the verb can only be about one's own task."""
    is_unknown = bool(said.message.quoted) or names_something(said.heard.rest)
    spoken = Spoken(command, said.heard.verb, said.member.name)
    is_open = said.is_private and not (command.alone and command.alone.is_only_own)
    found = await meant(said.office, spoken, certain=not (is_unknown or is_open))
    if isinstance(found, Ask) and found.codes:
        # What looked like a code is not carried on as words.
        words = command.verbs[0] if names_something(said.heard.rest) else said.message.text
        await remember(said.office, said.member.name, words, found.codes)
    return found


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
    heard, alone = said.heard, command.alone
    if not heard.exact:
        return False
    if said.is_private or (alone is not None and alone.with_words):
        return True
    if alone is not None and alone.with_remark and heard.verb == command.verbs[0]:
        return not is_thanks(heard.rest) or re.fullmatch(NOTHING, heard.rest) is not None
    return not command.everyday or said.message.mentions_us or heard.alone


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
        speak_as=said.speak_as,
        exact=said.heard.exact,
    )
    if named.task and command.on_task:
        return _about(named, await command.on_task(order))
    answer = _about(replace(named, task=None), await command.run(order))
    if command.lists:
        codes = await show(said.office, said.message, said.member.name, answer.text)
        answer = replace(answer, ticket=codes[0] if len(codes) == 1 else answer.ticket)
    return replace(answer, picture=command.picture(order)) if command.picture else answer


def _remark(heard: Heard, rest: str) -> str:
    """What follows the verb itself; a whole wording, or 谢谢, is no remark."""
    is_polite = re.fullmatch(NOTHING, rest) is not None
    return "" if is_polite or not heard.exact else rest.strip("()（） ，,。")
