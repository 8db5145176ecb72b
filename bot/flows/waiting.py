"""The waiting list in the talk: taking the place that is kept, the place in line, not waiting."""

from datetime import datetime

from bot.domain.tickets import Ticket
from bot.domain.waiting import WaitingEntry
from bot.flows.base import Flow, Reply, Step, Turn
from bot.flows.parts.about import given_up
from bot.flows.parts.agreeing import agrees
from bot.flows.parts.anywhere import STOP_WORDS, Anywhere, anywhere
from bot.flows.parts.done import spell_done
from bot.flows.parts.line import spell_entry, spell_waits
from bot.flows.parts.tickets import line, mine
from bot.storage import waiting
from bot.storage.conversations import Draft
from bot.storage.unit_of_work import from_ms
from bot.understanding.cue import Cue
from bot.understanding.reading import Intent
from bot.usecases.office import numbered
from bot.usecases.waiting import accept, leave
from bot.usecases.waiting_letters import draft_of_invited, instead, spell_wait
from bot.usecases.wording import spell_start

NAME = "waiting"
_LINE = "(?:排队|候补|排号|等位|轮候)"
_LEAVES = Cue(
    f"(?:我|那|就|帮我|请|麻烦|要|想)*(?:取消|退出|不要|不想|不用|不|停止)(?:再|继续)?{_LINE}(?:等)?(?:了|吧|嘛)*"
    f"|{_LINE}(?:取消|退出|不要)(?:了|吧|嘛)*"
    "|(?:我|那|就)*不(?:想)?(?:排|等)(?:队)?(?:了|咯|啦)[吧嘛]?"
)
_ABOUT = Cue(
    f"(?:我的?|查|一下|看|要|那个|继续|接着|现在)*{_LINE}(?:的)?"
    "(?:位置|排到|到|第几|几位|几号|情况|进度|哪里|哪儿|要|我|了|吗|呢)*"
    "|(?:我|现在|目前|请问)*(?:排|轮|等)到(?:第?几[位个号]?|哪里|哪儿|我)[了没吗呢]*"
    "|(?:我|请问|大概)*还(?:要|得)(?:等|排)(?:多久|好久|多长时间)|前[面头](?:还)?有(?:几|多少)个?人"
)
_TAKES = Cue("(?:好|行|嗯|那|我|就)*(?:要|约|来|定)(?:这个|时间|位置|得|的|了|吧|嘛|哈)*")
_CANNOT = Cue(
    "(?:那天|那时|我|都|实在|真的|这个时间|有事)*"
    "(?:没空|没得空|没时间|不得空|不方便|来不了|来不到|去不了|走不开|赶不到)(?:了|哦|啊|呀|谢谢)*"
)
_PUNCTUATION = Cue(r"[\s，。！？、~～…,.!?]+")


async def begin(turn: Turn) -> Reply:
    """The resident speaks of the line: leave it, take the kept place, or hear where they stand."""
    entries = await waiting.of_contact(turn.office.work, turn.contact.id)
    if not entries:
        return Reply((turn.say("waiting.none"),))
    if _says(turn, _LEAVES):
        return await (_leave(turn, entries[0]) if len(entries) == 1 else _ask_which(turn, entries))
    for entry in entries:
        if entry.is_invited(turn.office.now):
            return Reply((_question(turn, entry),), NAME, "invited", draft_of_invited(entry))
    return Reply((await spell_waits(turn),))


async def hears(turn: Turn) -> Reply | None:
    """The whole message is about the line this contact stands in; or 算了, which may mean it."""
    if turn.talk.flow == NAME:
        return await _stopped(turn) if _is_stop(turn) else None
    if _says(turn, _LEAVES) or _says(turn, _ABOUT):
        own = await waiting.of_contact(turn.office.work, turn.contact.id)
        return await begin(turn) if own else None
    return await _doubt(turn) if not turn.talk.flow and _is_stop(turn) else None


def _is_stop(turn: Turn) -> bool:
    return anywhere(turn.reading) is Anywhere.STOP


async def _stopped(turn: Turn) -> Reply:
    """算了 at the question whether to take the place: it goes to the next; else nothing changes."""
    if turn.talk.step != "invited":
        return Reply((turn.say("waiting.kept"),))
    if entry := await _entry(turn):
        await leave(turn.office, entry)
    return Reply((turn.say("waiting.refused"),))


async def _doubt(turn: Turn) -> Reply | None:
    """Perhaps the resident does not want to wait any more; a 取消 may mean an appointment."""
    entries = await waiting.of_contact(turn.office.work, turn.contact.id)
    if not entries or (turn.reading.intent is Intent.CANCEL and await mine(turn)):
        return None
    if len(entries) > 1:
        return await _ask_which(turn, entries)
    text = turn.say("waiting.sure", entry=await spell_entry(turn, entries[0]))
    return Reply((text,), NAME, "sure", {"entry": entries[0].id})


async def _hear_invited(turn: Turn) -> Reply | None:
    reading, entry = turn.reading, await _entry(turn)
    takes = agrees(reading) or _says(turn, _TAKES)
    refuses = reading.no or reading.choice == 2 or _says(turn, _LEAVES) or _says(turn, _CANNOT)
    if entry is None or not entry.is_invited(turn.office.now):
        return await _too_late(turn) if takes or refuses else None
    if takes:
        ticket = await accept(turn.office, turn.contact, entry)
        return await _taken(turn, ticket) if ticket else await _too_late(turn)
    if refuses:
        await leave(turn.office, entry)
        again = given_up(entry.service, entry.place_at)
        return Reply((turn.say("waiting.refused"),), draft=again)
    if _says(turn, _ABOUT):
        return Reply((_question(turn, entry),), NAME, "invited", turn.draft)
    return None


async def _taken(turn: Turn, ticket: Ticket) -> Reply:
    """The ticket; the resident may have booked another time for the same matter meanwhile."""
    done, own = spell_done(turn, ticket), await mine(turn)
    of_same = (ticket.service, ticket.name)
    twin = next((t for t in own if (t.service, t.name) == of_same and t.id != ticket.id), None)
    if twin is None:
        return Reply((done,))
    return Reply((f"{done}\n{turn.say('waiting.twin', ticket=line(turn, twin))}",))


async def _too_late(turn: Turn) -> Reply:
    """The place is kept no longer: three others, which booking hears."""
    place, known = turn.draft.get("place"), turn.draft.get("known")
    if not isinstance(place, int) or not isinstance(known, dict):
        return Reply((turn.say("waiting.none"),))
    when = from_ms(place)
    said = turn.say("waiting.too_late", when=spell_start(turn.office.snapshot, when))
    choices, talk = await instead(turn.office, known, max(when, turn.office.now))
    if talk is None:
        return Reply((said + choices,))
    return Reply((said + choices,), talk.flow, talk.step, talk.draft)


async def _hear_sure(turn: Turn) -> Reply | None:
    reading, entry = turn.reading, await _entry(turn)
    if entry is None:
        return Reply((turn.say("waiting.none"),))
    if reading.choice == 2 or reading.no:
        return Reply((turn.say("waiting.kept"),))
    if reading.yes or reading.choice == 1:
        return await _leave(turn, entry)
    return None


async def _hear_which(turn: Turn) -> Reply | None:
    ids, choice = turn.draft.get("entries"), turn.reading.choice
    if not isinstance(ids, list) or not choice or choice > len(ids):
        return None
    entry = await _own(turn, ids[choice - 1])
    return await _leave(turn, entry) if entry else Reply((turn.say("waiting.none"),))


async def _leave(turn: Turn, entry: WaitingEntry) -> Reply:
    await leave(turn.office, entry)
    when = spell_wait(turn.office, entry)
    text = turn.say("waiting.left", service=entry.service, when=when)
    return Reply((text,), draft=given_up(entry.service, entry.first_at))


async def _ask_which(turn: Turn, entries: tuple[WaitingEntry, ...]) -> Reply:
    lines = numbered([await spell_entry(turn, entry) for entry in entries])
    draft: Draft = {"entries": [entry.id for entry in entries]}
    return Reply((turn.say("waiting.which", entries=lines),), NAME, "which", draft)


async def _entry(turn: Turn) -> WaitingEntry | None:
    return await _own(turn, turn.draft.get("entry"))


async def _own(turn: Turn, entry_id: object) -> WaitingEntry | None:
    own = await waiting.of_contact(turn.office.work, turn.contact.id)
    return next((entry for entry in own if entry.id == entry_id), None)


def _question(turn: Turn, entry: WaitingEntry) -> str:
    return turn.say(
        "waiting.again",
        service=entry.service,
        when=_spell(turn, entry.place_at),
        until=_spell(turn, entry.answer_by),
    )


def _spell(turn: Turn, at: datetime | None) -> str:
    return spell_start(turn.office.snapshot, at) if at else ""


async def _ask_invited(turn: Turn) -> str:
    entry = await _entry(turn)
    is_open = entry is not None and entry.is_invited(turn.office.now)
    return _question(turn, entry) if entry and is_open else ""


async def _ask_sure(turn: Turn) -> str:
    entry = await _entry(turn)
    return turn.say("waiting.sure", entry=await spell_entry(turn, entry)) if entry else ""


async def _ask_which_again(turn: Turn) -> str:
    entries = await waiting.of_contact(turn.office.work, turn.contact.id)
    return (await _ask_which(turn, entries)).texts[0]


def _says(turn: Turn, words: Cue) -> bool:
    text = _PUNCTUATION.sub("", turn.reading.text)
    return len(text) <= 14 and words.fullmatch(text) is not None


def _wants(turn: Turn) -> bool:
    return turn.reading.yes or turn.reading.no or turn.reading.choice is not None


FLOW = Flow(
    NAME,
    frozenset(),
    begin,
    {
        "invited": Step(_hear_invited, _ask_invited, _wants),
        "sure": Step(_hear_sure, _ask_sure, _wants),
        "which": Step(_hear_which, _ask_which_again, _wants),
    },
    patient=True,
    hears=hears,
    words=(_LEAVES, _ABOUT, STOP_WORDS),
)
