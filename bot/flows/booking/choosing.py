"""Which service: its name, words that narrow the candidates down, or numbers alone."""

from bot.flows.base import Reply, Turn
from bot.flows.booking.asking import ask_service, asked, go_on
from bot.flows.booking.before import same_time
from bot.flows.booking.browsing import chosen, opened, page_of, spelled
from bot.flows.booking.hearing import absorb, hear_news
from bot.flows.parts.about import ABOUT
from bot.flows.parts.agreeing import agrees
from bot.flows.parts.people import text_of
from bot.storage.conversations import Draft
from bot.understanding.cue import Cue
from bot.understanding.reading import Intent
from bot.understanding.text import blank

_NONE_OF_THEM = Cue("都不(?:是|对|要|行)|没(?:有|得)我要的|一个都不|不是这(?:个|些)")
_NOT_BUT = Cue(
    r"不(?:是|要)(?P<denied>[^,，。 ]{1,10})[,，。 ]*(?:而|应该)?(?:是|要)(?P<but>[^,，。]{1,12})"
)
_DENIES = Cue("不|没(?!了)")  # 没办过 speaks of 办, and means another
_NO_ANSWER = (Intent.UNCLEAR, Intent.BOOK, Intent.HOME_SERVICE)


async def hear_service(turn: Turn) -> Reply | None:
    """A number, a name, or other words that narrow it down."""
    stored = turn.draft.get("candidates")
    candidates = [str(name) for name in stored] if isinstance(stored, list) else []
    if len(candidates) != 1 and turn.reading.any_time and not turn.reading.services:
        return _must_choose(turn, candidates)
    if candidates and (reply := await _of_candidates(turn, candidates)):
        return reply
    if not candidates and (meant := _spoken_of(turn)):
        said = turn.say("booking.is_about", service=meant)
        return await go_on(turn, absorb(turn, turn.draft) | {"service": meant}, said)
    if not candidates and turn.reading.choice and (told := _by_number(turn)):
        return await go_on(turn, {**turn.draft, **told, "digits": True})
    if reply := await hear_news(turn):
        return reply
    if candidates or turn.reading.intent not in _NO_ANSWER:
        return None
    return _by_kind(turn, "booking.ask_kind_again")


def _spoken_of(turn: Turn) -> str:
    """行嘛，明天下午来办, after a question in between was answered: what that was about."""
    reading = turn.reading
    is_other = reading.service or reading.services or reading.not_offered or reading.ticket_code
    is_wish = reading.time is not None or agrees(reading) or reading.intent is Intent.BOOK
    return text_of(turn.draft, ABOUT) if is_wish and not is_other else ""


def _by_kind(turn: Turn, key: str) -> Reply:
    page = page_of(turn.draft) or opened(turn)
    return asked(turn, "service", turn.draft | {"page": page}, spelled(turn, page, key))


def _must_choose(turn: Turn, candidates: list[str]) -> Reply:
    """随便, 你看着办: nobody can choose the matter but who has it."""
    asks = (
        ask_service(turn, absorb(turn, turn.draft))
        if candidates
        else _by_kind(turn, "booking.ask_kind")
    )
    return asks.after(turn.say("booking.yours_to_choose"))


def _by_number(turn: Turn) -> Draft | None:
    page = page_of(turn.draft)
    if page is not None:
        return chosen(turn, page)
    return {"page": opened(turn)} if turn.reading.choice == 1 else None


async def _of_candidates(turn: Turn, candidates: list[str]) -> Reply | None:
    """One of those that were offered, or none of them."""
    reading, is_one = turn.reading, len(candidates) == 1
    number = 1 if is_one and (agrees(reading) or reading.any_time) else reading.choice
    if number and number <= len(candidates):
        draft = absorb(turn, turn.draft) | {"service": candidates[number - 1]}
        return await go_on(turn, draft | await same_time(turn, draft))  # the others stay for 返回
    is_refused = is_one and (reading.no or number == 2)
    if is_refused or _NONE_OF_THEM.search(reading.text):
        draft = absorb(turn, turn.draft | {"candidates": []})
        page = {} if draft.get("service") or draft.get("candidates") else {"page": opened(turn)}
        return await go_on(turn, {**draft, **page})
    is_plain = not reading.services and reading.ticket_code is None
    if is_one and reading.time is not None and is_plain:  # who says when, means it
        return await go_on(turn, absorb(turn, turn.draft | {"service": candidates[0]}))
    if instead := _but(turn, candidates):
        return await go_on(turn, absorb(turn, turn.draft) | {"service": instead})
    if narrowed := _narrowed(turn, candidates):
        service = narrowed[0] if len(narrowed) == 1 else None
        fit: Draft = {"service": service, "candidates": [] if service else list(narrowed)}
        return await go_on(turn, absorb(turn, turn.draft) | fit)
    return None


def _but(turn: Turn, candidates: list[str]) -> str | None:
    """不是补办，是第一次办: the one of the candidates that is not the denied one."""
    found = _NOT_BUT.search(turn.reading.text)
    if found is None or turn.reading.service is not None:
        return None
    narrow = turn.office.snapshot.knowledge.services.narrow
    denied = narrow(found["denied"], candidates)
    left = [one for one in narrow(found["but"], candidates) or candidates if one not in denied]
    return left[0] if len(left) == 1 and denied else None


def _narrowed(turn: Turn, candidates: list[str]) -> tuple[str, ...]:
    """Those of the offered services that the words fit (补卡那个); none when they fit all."""
    reading = turn.reading
    is_aside = reading.name is not None or reading.phone is not None or reading.yes
    if reading.service is not None or is_aside or _DENIES.search(reading.text):
        return ()
    said = blank(reading.anonymous, reading.time_spans, " ")
    whole = [name for name in candidates if len(said.strip()) > 1 and said.strip() in name]
    if len(whole) == 1:  # 办理 of 居住证办理 and 居住证积分入户申请
        return tuple(whole)
    spoken_of = turn.office.snapshot.knowledge.services.narrow(said, candidates)
    return spoken_of if len(spoken_of) < len(candidates) else ()
