"""The entry that answers a question: words, service and aspect; answer, suggest or refuse."""

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import mul
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.services import FaqEntry
from bot.understanding.canonical import Said
from bot.understanding.cue import Cue
from bot.understanding.likening import KINDS, Asked, Known, numbers
from bot.understanding.matters import learned
from bot.understanding.ranking import PhraseIndex
from bot.understanding.reading import FaqMatch, FaqOutcome
from bot.understanding.services import ServiceIndex
from bot.understanding.text import plain
from bot.understanding.topics import occasions
from bot.understanding.weighing import ServiceRead

HIGH = 0.42  # at least that to give an answer out, unless calibration asks for more
LOW = 0.2  # at least that for the best, to suggest
MARGIN = 0.5  # of the best's score: an answer needs a second that has no more
_MOST, _NEAREST = 5, 24
# Less than an answer needs; the share from which it is clear which service is meant.
_DOUBTED, _HALF = HIGH - 0.01, 0.5
_FITTING = tuple(map(KINDS.index, ("words", "phrase", "query", "union")))
_SAME, _TOPIC = KINDS.index("same"), KINDS.index("topic")
Line = tuple[float, ...]
_ABOUT = 0.1  # the share of a service from which its entries are looked at, words or not
NO_PHRASE = -1
_NOWHERE = r"(?!)"


class Question(NamedTuple):
    """A plain text with what the other readers made of it; `without`: the number of a phrase that
    shall not count."""

    said: Said
    today: date
    service: ServiceRead
    topic: str | None
    without: int = NO_PHRASE


class Thought(NamedTuple):
    """An entry by its number: what speaks for it, and what is left of its score in the end."""

    number: int
    numbers: tuple[float, ...]
    factor: float


class FaqIndex(Struct, frozen=True):
    """Made once per configuration. `phrases`: the plain wordings, each with the number of its
    entry; `high`: the score that an answer needs here."""

    known: tuple[Known, ...]
    index: PhraseIndex
    phrases: tuple[tuple[int, str], ...]
    exact: Mapping[str, int]
    of_service: Mapping[str, tuple[int, ...]]
    weights: tuple[float, ...]
    houses: Cue
    high: float = HIGH

    @classmethod
    def build(
        cls,
        entries: Sequence[FaqEntry],
        services: ServiceIndex,
        weights: tuple[float, ...] | None = None,
    ) -> "FaqIndex":
        """Index questions and aliases in canonical words."""
        rewriter = services.rewriter
        wordings = [tuple(map(plain, (entry.question, *entry.aliases))) for entry in entries]
        phrases = tuple((number, said) for number, each in enumerate(wordings) for said in each)
        exact: dict[str, int] = {}
        for number, said in phrases:
            exact.setdefault(rewriter.content(said), number)
        words = [(number, _words(said, services)) for number, said in phrases]
        houses = Cue("|".join(map(re.escape, services.houses)) or _NOWHERE)
        pairs = zip(entries, wordings, strict=True)
        known = tuple(Known.of(entry, said, services, houses) for entry, said in pairs)
        of_service: dict[str, list[int]] = defaultdict(list)
        for number, each in enumerate(known):
            for name, _ in each.services:
                of_service[name].append(number)
        return cls(
            known,
            PhraseIndex.build(words),
            phrases,
            exact,
            {name: tuple(found) for name, found in of_service.items()},
            learned().answer_weights if weights is None else weights,
            houses,
        )

    def match(self, said: Said, today: date, service: ServiceRead, topic: str | None) -> FaqMatch:
        """Read a plain text; entries past `valid_until` are never given out."""
        found = self.scores(said, today, service, topic)
        return outcome(found, service.not_offered is not None, self.high)

    def scores(
        self, said: Said, today: date, service: ServiceRead, topic: str | None
    ) -> list[tuple[float, str]]:
        """(score, id) of the entries that come nearest, best first; scores are shares of one."""
        return self.found(Question(said, today, service, topic))

    def found(self, question: Question) -> list[tuple[float, str]]:
        """The same for a question."""
        thoughts = self.thoughts(question)
        shares = _shares([thought.numbers for thought in thoughts], self.weights)
        same = self._same(question)
        found = [
            (
                -1.0 if each.number == same else -share * each.factor,
                self.known[each.number].entry.id,
            )
            for each, share in zip(thoughts, shares, strict=True)
        ]
        found.sort()
        if found and found[0][0] > -1.0 and -found[0][0] >= HIGH:
            lines = {self.known[each.number].entry.id: each.numbers for each in thoughts}
            if _is_outdone(lines.pop(found[0][1]), lines.values()):
                found[0] = -_DOUBTED, found[0][1]
        return [(-score, entry) for score, entry in found[:_MOST]]

    def thoughts(self, question: Question) -> list[Thought]:
        """The entries worth a thought, with what speaks for them."""
        said, service = question.said, question.service
        query = said.canonical | dict.fromkeys(sorted(occasions(said.text)), 1.0)
        about = (service, question.topic)
        asked = Asked.of(said, about, self.index.mass(query), self.houses)
        shared = self.index.shared(query, question.without)
        numbers_ = self._worth(question, self.index.values(shared))
        hits = self.index.best(shared, numbers_)
        unions = self.index.unions(query, frozenset(numbers_))
        if question.without != NO_PHRASE:
            unions[self.phrases[question.without][0]] = self._union_without(query, question.without)
        thoughts: list[Thought] = []
        for number, (sum_, part, _) in hits.items():
            known = self.known[number]
            if _is_valid(known.entry, question.today):
                fit = sum_, part, unions.get(number, 0.0)
                thoughts.append(Thought(number, numbers(known, fit, asked), asked.factor(known)))
        return thoughts

    def _same(self, question: Question) -> int | None:
        """The entry that was asked for letter by letter."""
        if question.without != NO_PHRASE or not question.said.content:
            return None
        return self.exact.get(question.said.content)

    def _worth(self, question: Question, values: Mapping[int, float]) -> dict[int, None]:
        """The entries with the likeliest words, and those of the services it may be about."""
        likely = [name for name, share in question.service.shares if share >= _ABOUT]
        about = (number for name in likely for number in self.of_service.get(name, ()))
        same = self._same(question)
        return dict.fromkeys((*_nearest(values), *about, *(() if same is None else (same,))))

    def _union_without(self, query: Mapping[str, float], without: int) -> float:
        """What the other phrases of an entry share with a text."""
        owner, grams = self.phrases[without][0], self.index.grams
        first, last = (bisect_left(self.phrases, (each, "")) for each in (owner, owner + 1))
        others = set(range(first, last)) - {without}
        known = ((grams[gram], factor) for gram, factor in query.items() if gram in grams)
        return sum(k.weight * factor for k, factor in known if not others.isdisjoint(k.phrases))

    def stricter(self, high: float) -> "FaqIndex":
        """The same with another threshold for answers."""
        return replace(self, high=high)


def outcome(found: Sequence[tuple[float, str]], is_refused: bool, high: float) -> FaqMatch:
    """What to do with the entries found; `is_refused` = it is something that is not offered."""
    best = found[0][0] if found else 0.0
    second = found[1][0] if len(found) > 1 else 0.0
    ranked = tuple(entry for _, entry in found)
    if is_refused and best < 1.0:
        return FaqMatch(FaqOutcome.REFUSE, None, best, ranked)
    if best >= high and second <= best * MARGIN:
        return FaqMatch(FaqOutcome.ANSWER, ranked[0], best, ranked)
    if best >= LOW:
        return FaqMatch(FaqOutcome.SUGGEST, None, best, ranked)
    return FaqMatch(FaqOutcome.REFUSE, None, best, ranked)


def _is_outdone(best: Line, others: Iterable[Line]) -> bool:
    """Does another entry about the same aspect fit the words better in every way, while it is open
    which service is meant?"""
    if best[_SAME] >= _HALF:
        return False
    return any(line[_TOPIC] and all(line[n] > best[n] for n in _FITTING) for line in others)


def _nearest(values: Mapping[int, float]) -> list[int]:
    """The entries with the best wordings."""
    if len(values) <= _NEAREST:
        return list(values)
    least = sorted(values.values(), reverse=True)[_NEAREST - 1]
    near = [(-value, number) for number, value in values.items() if value >= least]
    return [number for _, number in sorted(near)[:_NEAREST]]


def _words(said: str, services: ServiceIndex) -> str:
    """A wording as it is indexed: canonical, with the occasions it speaks of."""
    return " ".join((services.rewriter.canonical(said), *sorted(occasions(said))))


def _is_valid(entry: FaqEntry, today: date) -> bool:
    return entry.valid_until is None or entry.valid_until >= today


def _shares(lines: Iterable[tuple[float, ...]], weights: Sequence[float]) -> list[float]:
    """How likely each is the one that was meant; the rest to one is that none was."""
    raised = [math.exp(min(30.0, sum(map(mul, weights, line)))) for line in lines]
    total = 1.0 + sum(raised)
    return [value / total for value in raised]
