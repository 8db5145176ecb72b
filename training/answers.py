"""Questions with the answers that are right, to learn what speaks for an answer."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

import numpy as np
from msgspec.structs import replace

from bot.config.model import Config
from bot.domain.services import FaqEntry
from bot.understanding.faq import FaqIndex, Question, Thought
from bot.understanding.likening import KINDS
from bot.understanding.matters import Learned
from bot.understanding.services import ServiceIndex
from bot.understanding.text import plain
from bot.understanding.topics import find_topic
from training.corpus import ELSEWHERE, NOT_OFFERED, Sentence
from training.shares import Row

_TODAY = date(2026, 11, 23)
_STRANGE = ("off_topic", "greeting", "thanks", "abusive", "unclear", "rate")
_UNANSWERED = 0.2  # there are many more sentences without an answer than residents send
# (aliases kept, every how manyth entry is left out)
_VARIANTS = ((99, 0), (2, 0), (3, 3))


def answer_rows(
    sentences: Sequence[Sentence], config: Config, lessons: Mapping[str, Learned]
) -> Iterator[Row]:
    """Rows of every wording left out in turn, and of the sentences that ask, each read with what
    was learned without its own file (`lessons` by file)."""
    spoken = "\n".join(said for e in config.faq for said in (e.question, *e.aliases))
    for file, lesson in sorted(lessons.items()):
        services = ServiceIndex.build(config.catalogue, config.wording, lesson, spoken)
        said = [each for each in sentences if each.where.startswith(f"{file}:")]
        for aliases, nth in _VARIANTS:
            index = FaqIndex.build(_thinned(config.faq, aliases, nth), services, ())
            for each in said:
                yield from _asked(each, index, services)
    for aliases, nth in _VARIANTS:
        index = FaqIndex.build(_thinned(config.faq, aliases, nth), services, ())
        yield from _left_out(index, services)


def _thinned(entries: Sequence[FaqEntry], aliases: int, nth: int) -> list[FaqEntry]:
    return [
        replace(entry, aliases=entry.aliases[:aliases])
        for number, entry in enumerate(entries)
        if not nth or number % nth
    ]


def _asked(sentence: Sentence, index: FaqIndex, services: ServiceIndex) -> Iterator[Row]:
    right = _right(sentence, [known.entry for known in index.known])
    if right is None:
        return
    text = plain(sentence.text)
    said = services.said(text)
    question = Question(said, _TODAY, services.read(said), find_topic(text))
    yield _row(index.thoughts(question), right)


def _right(sentence: Sentence, entries: Sequence[FaqEntry]) -> Collection[int] | None:
    """The numbers of the entries that answer it, none = no entry does; None = hard to say."""
    if sentence.intents[0] in _STRANGE or any(
        name == NOT_OFFERED or name.startswith(ELSEWHERE) for name in sentence.services
    ):
        return ()
    if sentence.intents[0] != "faq" or len(sentence.services) != 1 or "-" in sentence.aspects:
        return None
    of_service = [n for n, each in enumerate(entries) if each.service == sentence.services[0]]
    return [n for n in of_service if entries[n].aspect in sentence.aspects]


def _left_out(index: FaqIndex, services: ServiceIndex) -> Iterator[Row]:
    for without, (number, text) in enumerate(index.phrases):
        said = services.said(text)
        question = Question(said, _TODAY, services.read(said), find_topic(text), without)
        yield _row(index.thoughts(question), (number,))


def _row(thoughts: Sequence[Thought], right: Collection[int]) -> Row:
    numbers, hits = np.zeros((len(thoughts) + 1, len(KINDS))), np.zeros(len(thoughts) + 1)
    for place, thought in enumerate(thoughts, 1):
        numbers[place], hits[place] = thought.numbers, thought.number in right
    hits[0] = not hits.any()
    return Row(numbers, hits, _UNANSWERED if hits[0] else 1.0)
