"""Which appointment: one of the contact's own, or the one they proved in this talk (3.17)."""

from collections.abc import Sequence

from bot.domain.tickets import Status, Ticket
from bot.flows.base import Reply, Turn
from bot.flows.parts.fitting import is_at
from bot.storage import contacts, persons, tickets
from bot.storage.conversations import Draft
from bot.understanding.cue import Cue
from bot.understanding.reading import Intent, Reading
from bot.understanding.text import blank
from bot.usecases.office import numbered
from bot.usecases.proof import may_guess
from bot.usecases.reach import is_on_the_line
from bot.usecases.wording import examples, status_word, when_of

PROVEN = "proven"
"""Key of a draft: the code this contact proved; it lasts as long as the talk."""
PROOF = "proof"
_ORDER = Cue(
    "(?:我|你|您|要|想|得|能|可以|可不可以|不|帮|给|请|麻烦|把|这个|那|的|预约|约|时间|日期|日子|改|换|变|更|取消"
    "|往|推|延|迟|顺|移|挪|靠|提|前|后|早|晚|天|小时|钟头|星期|周|两|三|半"
    "|退|掉|到|成|为|下|一|个|次|再|了|吗|嘛|吧|呢|哈|噻|不好意思|[ ，,。.!！?？])+"
)
"""Words that order a change and name no matter."""
CHANGEABLE = frozenset({Status.REQUESTED, Status.CONFIRMED})


async def known(turn: Turn) -> tuple[Ticket, ...]:
    """All tickets this contact may see: their resident's own, those of family members they manage
    for, and the one proved in this talk."""
    own = await persons.tickets_of(turn.office.work, turn.contact)
    if is_on_the_line(turn.office, turn.contact):
        own = await _with_those_of_the_caller(turn, own)
    code = turn.draft.get(PROVEN)
    if not isinstance(code, str) or turn.is_late or any(one.code == code for one in own):
        return own
    proven = await tickets.by_code(turn.office.work, code)
    return (*own, proven) if proven else own


async def _with_those_of_the_caller(turn: Turn, own: tuple[Ticket, ...]) -> tuple[Ticket, ...]:
    """Those that name the caller's number, too: staff have checked on the phone who it is."""
    resident = await contacts.resident_of(turn.office.work, turn.contact)
    if resident is None or not resident.phone:
        return own
    found = await tickets.of_phone(turn.office.work, resident.phone)
    known_ids = {ticket.id for ticket in own}
    return (*own, *(ticket for ticket in found if ticket.id not in known_ids))


async def mine(turn: Turn) -> tuple[Ticket, ...]:
    """Those of them that may still be changed."""
    return tuple(ticket for ticket in await known(turn) if ticket.status in CHANGEABLE)


async def pick(turn: Turn, own: Sequence[Ticket]) -> Ticket | None:
    """The one meant: by code, by number in the list shown, by service, or the only one."""
    reading = turn.reading
    if code := meant_code(turn):
        return next((t for t in own if t.code == code), None)
    codes = turn.draft.get("codes")
    if isinstance(codes, list) and (number := _number(reading, len(codes))):
        return next((t for t in own if t.code == codes[number - 1]), None)
    meant = [ticket for ticket in own if is_meant(turn, ticket)]
    if len(meant) > 1:
        meant = _of_its_time(reading, meant) or meant
    if len(meant) == 1:
        return meant[0]
    spoken_of = turn.office.snapshot.knowledge.services.narrow(
        reading.text, [ticket.service for ticket in own]
    )
    return None if meant or len(spoken_of) != 1 else _only(own, spoken_of[0])


def _only(own: Sequence[Ticket], service: str) -> Ticket | None:
    of_it = [ticket for ticket in own if ticket.service == service]
    return of_it[0] if len(of_it) == 1 else None


def _number(reading: Reading, most: int) -> int | None:
    """The number that was said; a yes to the only one is 1."""
    if reading.yes and most == 1:
        return 1
    return reading.choice if reading.choice and reading.choice <= most else None


def is_meant(turn: Turn, ticket: Ticket) -> bool:
    """Whether the service that was named may be this ticket's; true when none was named."""
    reading = turn.reading
    if _ORDER.fullmatch(blank(reading.text, reading.time_spans, " ")):
        return True
    named = {
        *reading.wanted_services,
        *([reading.service] if reading.service else reading.services),
    }
    return not named or ticket.service in named


def _of_its_time(reading: Reading, own: Sequence[Ticket]) -> list[Ticket]:
    """取消周五那个, 周五那个改到周四: those that stand at the time that is given up."""
    spans = reading.replaced
    if not spans and reading.intent is Intent.CANCEL:
        spans = (reading.time,) if reading.time else reading.negated
    return [
        ticket
        for ticket in own
        if (start := ticket.starts_at) and any(is_at(start, span, reading.text) for span in spans)
    ]


def meant_code(turn: Turn) -> str | None:
    """The code in the message, or the one that was just proved."""
    code = turn.reading.ticket_code or turn.draft.get("code")
    return code if isinstance(code, str) else None


async def choose(turn: Turn, flow: str) -> Ticket | Reply:
    """The ticket `flow` is to change, or what to say instead: none, which one, prove it first."""
    own = await mine(turn)
    ticket = await pick(turn, own)
    if ticket is not None:
        return ticket
    if code := meant_code(turn):
        return await missing(turn, code, flow)
    if own:
        return ask_which(turn, flow, [one for one in own if is_meant(turn, one)] or own)
    return Reply((turn.say("mine.none", **examples(turn.office.snapshot)),))


async def missing(turn: Turn, code: str, then: str) -> Reply:
    """Not one of those meant: it is over, has changed, or must be proved first.

    The words are the same whether such a ticket exists or not.
    """
    own = next((ticket for ticket in await known(turn) if ticket.code == code), None)
    if own is not None:
        said = line(turn, own)
        return Reply((said if own.status in CHANGEABLE else turn.say("mine.over", ticket=said),))
    if not await may_guess(turn.office, turn.contact, code):
        return Reply((turn.say("proof.too_often", phone=turn.office.config.centre.phone),))
    draft: Draft = {"code": code, "then": then, "said": turn.reading.masked}
    return Reply((), PROOF, "", draft)


def listed(turn: Turn, own: Sequence[Ticket]) -> str:
    """The tickets, one a line, numbered; where they are for several people, with the name."""
    if len({ticket.name for ticket in own}) < 2:
        return numbered(line(turn, ticket) for ticket in own)
    return numbered(
        turn.say("mine.line_of", line=line(turn, ticket), name=ticket.name or nameless)
        for nameless in (turn.say("ticket.no_name"),)
        for ticket in own
    )


def line(turn: Turn, ticket: Ticket) -> str:
    """One ticket in one line, for its owner."""
    return turn.say(
        "mine.line",
        code=ticket.code,
        service=ticket.service,
        when=when_of(turn.office.snapshot, ticket),
        status=status_word(turn.office, ticket),
    )


def ask_which(turn: Turn, flow: str, own: Sequence[Ticket]) -> Reply:
    """Ask which one; nothing is said about tickets of others."""
    words = turn.reading.masked
    draft: Draft = {"codes": [ticket.code for ticket in own], "words": words}
    return Reply((_which(turn, own),), flow, "which", draft)


async def hear_which(turn: Turn, flow: str) -> Reply | None:
    """The one that was meant; what was said of it before (改到周五) still counts."""
    reading = turn.reading
    if reading.no:
        return Reply((turn.say("talk.good"),))
    ticket = await pick(turn, await mine(turn))
    code = ticket.code if ticket else reading.ticket_code
    if code is None:
        return None
    said = reading.masked if reading.time else turn.draft.get("words")
    return Reply((), flow, "", {"code": code, "said": said})


def _which(turn: Turn, own: Sequence[Ticket]) -> str:
    """Of one, that another service was named; of several, which."""
    key = "mine.which" if len(own) > 1 else "mine.other"
    return turn.say(key, tickets=listed(turn, own))


async def by_draft(turn: Turn) -> Ticket | None:
    """The ticket a draft is about, if this contact may still change it."""
    own = await mine(turn)
    return next((ticket for ticket in own if ticket.code == turn.draft.get("code")), None)


async def lost(turn: Turn, then: str) -> Reply:
    """The ticket a draft is about may not be changed any more: say so, or have it proved again."""
    return await missing(turn, str(turn.draft.get("code")), then)


async def ask_which_again(turn: Turn) -> str:
    """The list in short form."""
    codes = turn.draft.get("codes")
    own = [t for t in await mine(turn) if isinstance(codes, list) and t.code in codes]
    return _which(turn, own)
