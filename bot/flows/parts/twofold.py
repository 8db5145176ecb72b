"""Two requests in one message: a question is answered first, then one matter after the other."""

from collections.abc import Mapping

from msgspec.structs import replace

from bot.flows.base import Flow, Reply, Turn
from bot.flows.parts.between import STOPPED, can_answer
from bot.flows.parts.people import REST
from bot.understanding import read
from bot.understanding.cue import Cue
from bot.understanding.reading import Intent, Reading

SHORTEST, MOST_CLAUSES, SURELY = 4, 4, 0.6
_SENTENCES = Cue(r"[。！!；;?？\n]+")
_WISH = Cue(
    "(?:我|就|只|现在)*(?:要|想要?|需要|帮我|给我)(?:来|去)?(?:办|约|预约|补办|换)(?!不|了)"
)
_TOLD = Cue("不给|不让|没给|没让|都没|都不|也不|结果|还是|却")
_AND_THEN = Cue(r"[，,。；;！!？?、 ]+(?:然后|另外|顺便|顺带|还有|对了|同时|再(?!说|见|讲))[，, ]?")
_MATTERS = frozenset({Intent.BOOK, Intent.CANCEL, Intent.RESCHEDULE, Intent.QUERY_TICKET})


def two_requests(turn: Turn, starts: Mapping[Intent, Flow]) -> tuple[Reading, Reading] | None:
    """Both in the order in which they are taken up; None when there is one."""
    text = turn.reading.masked
    for cut in _AND_THEN.finditer(text):
        first, then = _read(turn, text[: cut.start()]), _read(turn, text[cut.end() :])
        if first.intent not in _MATTERS or len(then.text) < SHORTEST or len(first.text) < SHORTEST:
            continue
        if then.intent in _MATTERS and starts.get(then.intent) is not starts.get(first.intent):
            return first, then
        if then.intent is Intent.FAQ:
            is_one = turn.reading.intent is Intent.FAQ  # all of it helps to find the answer
            question = replace(turn.reading, text=then.text, masked=then.masked) if is_one else then
            return (question, first) if can_answer(question) else None
    return None


def complaint_too(turn: Turn) -> Reading | None:
    """The reading as a complaint, when it also says what to book and when (跑了三趟都不给办！
    明天9点办居住证): staff hear it, and the booking begins. None when it is one thing only."""
    reading = turn.reading
    is_order = reading.intent is Intent.COMPLAIN_OR_SUGGEST and _orders(reading)
    is_whole = reading.service is not None and reading.time is not None
    if not (is_whole or (is_order and reading.services)):
        return None
    if reading.intent is Intent.BOOK:
        said = [part for part in _SENTENCES.split(reading.masked) if len(part) >= SHORTEST]
        clauses = [_read(turn, part) for part in said[:MOST_CLAUSES]] if len(said) > 1 else []
        if any(_complains(clause) for clause in clauses):
            return replace(reading, intent=Intent.COMPLAIN_OR_SUGGEST)
    return reading if reading.intent is Intent.COMPLAIN_OR_SUGGEST else None


def _orders(reading: Reading) -> bool:
    """气死人了！我要办居住证！: one sentence of the complaint is a plain wish."""
    said = (part.strip(" ，,") for part in _SENTENCES.split(reading.text))
    return any(_WISH.match(part) and not _TOLD.search(part) for part in said)


def _complains(clause: Reading) -> bool:
    return clause.intent_scores[Intent.COMPLAIN_OR_SUGGEST] >= SURELY


def and_then(reply: Reply, then: Reading) -> Reply:
    """What is left is kept until this talk ends."""
    return Reply(reply.texts, reply.flow, reply.step, {**reply.draft, REST: then.text})


def rest_of(turn: Turn, reply: Reply) -> Reading | None:
    """What is still to be taken up now that a talk has ended; 算了 ends it all."""
    rest = turn.draft.get(REST)
    if reply.flow or STOPPED in reply.draft or not isinstance(rest, str):
        return None
    return _read(turn, rest)


def _read(turn: Turn, text: str) -> Reading:
    return read(text, turn.office.now, turn.office.snapshot.knowledge)
