"""While a member of staff talks with a resident: which words are for them, and which for us."""

import re
from collections.abc import Mapping

from bot.flows.base import Flow, Turn
from bot.flows.parts.anywhere import Anywhere, anywhere
from bot.usecases.helping import helper_of, pass_on, position

_ORDERS = re.compile(
    r"(?:我[要想]|帮我|请)?(?:取消|改|查|查询|退)?(?:一下)?(?:我的)?预约|改约|改期|改时间|帮助|菜单"
)
"""Said alone these are for us also while staff help: nobody else can do them."""
_YES = "确认"
_EDGES = re.compile(r"[\s，。！？、~,.!?]+")


async def to_helper(turn: Turn, flows: Mapping[str, Flow]) -> tuple[str, ...] | None:
    """Pass the words on, and what we say to it: once a short note, then nothing; None = for us."""
    task = await helper_of(turn.office, turn.talk)
    said = turn.talk.help
    if task is None or said is None or _is_for_us(turn, flows.get(turn.talk.flow)):
        return None
    await pass_on(turn.office, turn.contact, task, said, turn.reading.masked)
    return () if said.is_told else (turn.say("person.passed_on"),)


def _is_for_us(turn: Turn, flow: Flow | None) -> bool:
    """Orders, and answers to what we asked since; what was open before waits for plain words."""
    text, word = _EDGES.sub("", turn.reading.text), anywhere(turn.reading)
    if word in (Anywhere.HUMAN, Anywhere.WAIT):
        return False
    if _ORDERS.fullmatch(text):
        return True
    if flow is None or turn.talk.help is None:
        return False
    if word or text == _YES:
        return True
    if position(turn.talk) == turn.talk.help.over:
        return False
    return _answers(turn, flow) if flow.patient else True


def _answers(turn: Turn, flow: Flow) -> bool:
    """Whether this answers what staff asked through us (改, 问, the grade)."""
    reading, step = turn.reading, flow.steps.get(turn.talk.step)
    is_short = reading.choice is not None or reading.yes or reading.no
    return is_short or (step is not None and step.wants(turn))
