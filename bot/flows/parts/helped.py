"""While a member of staff talks with a resident: which words are for them, and which for us."""

from collections.abc import Mapping

from bot.flows.base import Flow, Turn
from bot.flows.parts.anywhere import Anywhere, anywhere
from bot.understanding.cue import Cue
from bot.understanding.reading import FaqOutcome, Intent, Reading
from bot.usecases.helping import add_to_call, helper_of, pass_on, position
from bot.usecases.people import keep_phone
from bot.usecases.wording import spell_start

_ORDERS = Cue(
    r"(?:我[要想]|帮我|请)?(?:取消|改|查|查询|退)?(?:一下)?(?:我的)?预约|改约|改期|改时间|帮助|菜单"
)
"""Said alone these are for us also while staff help: nobody else can do them."""
_YES = "确认"
_CALLED = tuple(
    f"person.{name}"
    for name in (
        *("called", "called_closed", "called_already", "complaint"),
        *("danger", "petition", "told_more"),
    )
)
_STORY = Cue("(?:就是)?(?:我|他|她)?(?:昨|前天|前几天|刚才|刚刚|当时|那天|上(?:周|个?月|次|回))")
_NOT_OURS = (Intent.UNCLEAR, Intent.OFF_TOPIC, Intent.COMPLAIN_OR_SUGGEST)
LONGEST_PHONE, SHORTEST_STORY = 24, 5
_EDGES = Cue(r"[\s，。！？、~,.!?]+")


async def to_helper(turn: Turn, flows: Mapping[str, Flow]) -> tuple[str, ...] | None:
    """Pass the words on, and what we say to it: once a short note, then nothing; None = for us."""
    task = await helper_of(turn.office, turn.talk)
    said = turn.talk.help
    if task is None or said is None or _is_for_us(turn, flows.get(turn.talk.flow)):
        return None
    await pass_on(turn.office, turn.contact, task, said, turn.reading.masked)
    return () if said.is_told else (turn.say("person.passed_on"),)


async def told_more(turn: Turn) -> str | None:
    """Right after a call for a person or a complaint: more about it, or the phone to call, which
    we could do nothing else with; what to say to it, None = it is for us."""
    if turn.talk.flow or not turn.talk.last_said or turn.is_late or not _is_more(turn.reading):
        return None
    values = call_values(turn)
    if turn.talk.last_said not in {turn.say(key, **values) for key in _CALLED}:
        return None
    await keep_phone(turn.office, turn.contact, turn.reading.phone, turn.reading.own_name)
    is_added = await add_to_call(turn.office, turn.contact, turn.reading.masked.strip())
    return turn.say("person.told_more", **values) if is_added else None


def call_values(turn: Turn) -> dict[str, str]:
    """What the answers to a call for a person name: our phone, the emergency numbers, when the
    office opens next."""
    centre = turn.office.config.centre
    opening = turn.office.snapshot.calendar.next_opening(turn.office.now)
    return {
        "phone": centre.phone,
        "numbers": "、".join(f"{one.name} {one.number}" for one in centre.emergency),
        "opening": spell_start(turn.office.snapshot, opening),
    }


def _is_more(reading: Reading) -> bool:
    if reading.ticket_code or reading.choice is not None or anywhere(reading):
        return False
    if reading.phone is not None and len(reading.text.strip()) <= LONGEST_PHONE:
        return True
    if _STORY.match(reading.text.strip()):
        return True
    is_open_question = reading.intent is Intent.FAQ and reading.topic is None
    is_unknown = reading.faq.outcome is FaqOutcome.REFUSE and reading.not_offered is None
    is_plain = reading.intent in _NOT_OURS or (is_open_question and is_unknown)
    return is_plain and len(reading.text.strip()) >= SHORTEST_STORY


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
