"""Lessons: what residents asked in vain, and what staff teach the bot because of it."""

import re
from dataclasses import dataclass

from bot.domain.services import FaqEntry
from bot.storage import questions
from bot.storage.questions import Lesson
from bot.understanding.likeness import grouped
from bot.understanding.reader import read
from bot.usecases.office import Office

MOST_QUESTIONS = 200
"""How many of the newest are looked through: grouping takes the square of it."""
LONGEST = 40
_HIDDEN = re.compile(r"[0-9*＊]{4,}")
_EDGES = " ,，。.!！?？;；:：、~～"


@dataclass(frozen=True, slots=True)
class Missed:
    """Questions that say the same: the number of the oldest, its words, how often, and the answer
    that comes nearest, if any."""

    number: int
    wording: str
    numbers: tuple[int, ...]
    nearest: FaqEntry | None


async def missed(office: Office) -> tuple[Missed, ...]:
    """The groups, the most frequent first; the number of a group stays when more are asked."""
    kept = await questions.newest(office.work, MOST_QUESTIONS)
    oldest_first = kept[::-1]
    texts = [each.question.text for each in oldest_first]
    groups = grouped(texts, office.snapshot.knowledge)
    groups.sort(key=lambda group: (-len(group), group[0]))
    return tuple(
        Missed(
            oldest_first[group[0]].number,
            wording_of(texts[group[0]]),
            tuple(oldest_first[position].number for position in group),
            _nearest(office, texts[group[0]]),
        )
        for group in groups
    )


async def find_missed(office: Office, number: int) -> Missed | None:
    """The group that holds this number."""
    return next((each for each in await missed(office) if number in each.numbers), None)


async def drop(office: Office, group: Missed) -> None:
    """Nobody needs to answer these."""
    for number in group.numbers:
        await questions.drop(office.work, number)


async def teach(office: Office, lesson: Lesson) -> None:
    """Keep the lesson; the next tick tries it."""
    await questions.teach(office.work, lesson, office.now)


async def settle(office: Office, lesson: Lesson, state: str) -> bool:
    """Note how the lesson ended; what was learned leaves the list. False: noted already."""
    if not await questions.settle(office.work, lesson, state):
        return False
    if state == questions.LEARNED:
        for group in await missed(office):
            if group.wording == lesson.wording:
                await drop(office, group)
    return True


def wording_of(text: str) -> str:
    """The words to be learned from a question: without hidden numbers, no longer than LONGEST."""
    return _HIDDEN.sub("", text).strip(_EDGES)[:LONGEST].strip(_EDGES)


def answer_named(office: Office, name: str) -> FaqEntry | None:
    """The entry with this id, however it is spelt."""
    return next((each for each in office.config.faq if each.id.lower() == name.lower()), None)


def _nearest(office: Office, text: str) -> FaqEntry | None:
    ranked = read(text, office.now, office.snapshot.knowledge).faq.ranked
    return answer_named(office, ranked[0]) if ranked else None
