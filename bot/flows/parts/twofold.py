"""Two requests in one message: a question is answered first, then one matter after the other."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.flows.base import Flow, Reply, Turn
from bot.flows.parts.between import STOPPED, can_answer
from bot.flows.parts.people import REST
from bot.understanding import read
from bot.understanding.reading import Intent, Reading

SHORTEST = 4
_AND_THEN = re.compile(
    r"[，,。；;！!？?、 ]+(?:然后|另外|顺便|顺带|还有|对了|同时|再(?!说|见|讲))[，, ]?"
)
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
            question = replace(turn.reading, masked=then.masked) if is_one else then
            return (question, first) if can_answer(question) else None
    return None


def wants_both(reading: Reading) -> bool:
    """A complaint that also says what to book and when: staff hear it, and the booking begins."""
    is_complaint = reading.intent is Intent.COMPLAIN_OR_SUGGEST
    return is_complaint and reading.service is not None and reading.time is not None


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
