"""Lessons: what residents asked in vain, and what staff teach the bot because of it."""

import re
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from bot.domain.services import FaqEntry
from bot.storage import questions
from bot.storage.questions import FORGOTTEN, LEARNED, Kept, Lesson
from bot.understanding.likeness import grouped
from bot.understanding.reader import read
from bot.understanding.reading import FaqOutcome
from bot.usecases.office import Office

MOST_QUESTIONS = 200
"""How many of the newest are looked through: grouping takes the square of it."""
LONGEST = 40
_CLAUSES = re.compile(r"[\s,，。;；!！?？]+")
_NUMBER = re.compile(r"[0-9*＊]{4,}|\*(?=[号栋幢座单元层楼室户])")
_NAME = re.compile(r"(?:我?(?:名?叫|姓名是?|名字是?)[:：]?)?[\u4e00-\u9fff]\*{1,2}的?")
_EDGES = " ,，。.!！?？;；:：、~～"


class Missed(Struct, frozen=True):
    """Questions that say the same: the number of the oldest, its words, all their numbers, and the
    id of the answer that residents chose of those suggested, "" = none did. `is_learned`: it was
    taught, and is on the list no more."""

    number: int
    wording: str
    numbers: tuple[int, ...]
    chosen: str = ""
    is_learned: bool = False


async def missed(office: Office) -> tuple[Missed, ...]:
    """The groups, the most frequent first; the number of a group stays when more are asked."""
    return await _kept(office, is_learned=False)


async def find_missed(office: Office, number: int) -> Missed | None:
    """The group that holds this number; also one that was taught, to teach it better."""
    groups = (*await missed(office), *await _kept(office, is_learned=True))
    return next((group for group in groups if number in group.numbers), None)


def nearest(office: Office, group: Missed) -> FaqEntry | None:
    """The answer that residents chose, else the one that comes near; None = nothing like it."""
    if chosen := answer_named(office, group.chosen):
        return chosen
    match = read(group.wording, office.now, office.snapshot.knowledge).faq
    is_near = match.ranked and match.outcome is not FaqOutcome.REFUSE
    return answer_named(office, match.ranked[0]) if is_near else None


async def drop(office: Office, group: Missed) -> None:
    """Nobody needs to answer these."""
    for number in group.numbers:
        await questions.drop(office.work, number)


async def teach(office: Office, lesson: Lesson) -> None:
    """Keep the lesson; the next tick tries it."""
    await questions.teach(office.work, lesson, office.now)


async def settle(office: Office, lesson: Lesson, state: str) -> int | None:
    """Note how the lesson ended; what was learned leaves the list, what was forgotten is back on
    it. The number of the question, 0 when it is there no more; None: noted already."""
    if not await questions.settle(office.work, lesson, state):
        return None
    groups = await _kept(office, is_learned=state == FORGOTTEN)
    group = next((each for each in groups if each.wording == lesson.wording), None)
    outcome = {LEARNED: LEARNED, FORGOTTEN: FaqOutcome.REFUSE.value}.get(state)
    for number in group.numbers if group and outcome else ():
        await questions.mark(office.work, number, outcome or state)
    return group.number if group else 0


def wording_of(text: str) -> str:
    """The words to be learned from a question: without what tells who asks, and no longer than
    LONGEST."""
    said = [clause for clause in _CLAUSES.split(text) if clause and not _NUMBER.search(clause)]
    kept = "，".join(said) or _NUMBER.sub("", text)
    return _NAME.sub("", kept).strip(_EDGES)[:LONGEST].strip(_EDGES)


def answer_named(office: Office, name: str) -> FaqEntry | None:
    """The entry with this id, however it is spelt."""
    return next((each for each in office.config.faq if each.id.lower() == name.lower()), None)


async def _kept(office: Office, *, is_learned: bool) -> tuple[Missed, ...]:
    kept = await questions.newest(office.work, MOST_QUESTIONS)
    some = [each for each in kept if (each.question.outcome == LEARNED) is is_learned]
    return _groups(office, some[::-1])


def _groups(office: Office, oldest_first: Sequence[Kept]) -> tuple[Missed, ...]:
    texts = [each.question.text for each in oldest_first]
    groups = grouped(texts, office.snapshot.knowledge)
    groups.sort(key=lambda group: (-len(group), group[0]))
    return tuple(_missed([oldest_first[position] for position in group]) for group in groups)


def _missed(group: Sequence[Kept]) -> Missed:
    first = group[0]
    chosen = Counter(each.question.guess for each in group if each.question.guess)
    return Missed(
        first.number,
        wording_of(first.question.text),
        tuple(each.number for each in group),
        chosen.most_common(1)[0][0] if chosen else "",
        first.question.outcome == LEARNED,
    )
