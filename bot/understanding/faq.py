"""The entry that answers a question: words, service and aspect; answer, suggest or refuse."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nlargest

from bot.domain.services import FaqEntry
from bot.understanding.canonical import Said
from bot.understanding.likening import Asked, Fit, Known, numbers
from bot.understanding.matters import learned
from bot.understanding.ranking import PhraseIndex
from bot.understanding.reading import FaqMatch, FaqOutcome
from bot.understanding.services import ServiceIndex
from bot.understanding.text import plain
from bot.understanding.topics import occasions
from bot.understanding.weighing import ServiceRead

HIGH = 0.4  # at least that to give an answer out, unless calibration asks for more
LOW = 0.12  # at least that for the best, to suggest
MARGIN = 0.5  # of the best's score: an answer needs a second that has no more
_MOST, _NEAREST = 5, 24
_ABOUT = 0.1  # the share of a service from which its entries are looked at, words or not
_NO_PHRASE = -1


@dataclass(frozen=True, slots=True)
class FaqIndex:
    """Made once per configuration. `phrases`: the plain wordings, each with the number of its
    entry; `high`: the score that an answer needs here."""

    known: tuple[Known, ...]
    index: PhraseIndex
    phrases: tuple[tuple[int, str], ...]
    exact: Mapping[str, int]
    of_service: Mapping[str, tuple[int, ...]]
    weights: tuple[float, ...]
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
        phrases = [
            (number, plain(said))
            for number, entry in enumerate(entries)
            for said in (entry.question, *entry.aliases)
        ]
        exact: dict[str, int] = {}
        for number, said in phrases:
            exact.setdefault(rewriter.content(said), number)
        words = [(number, _words(said, services)) for number, said in phrases]
        known = tuple(Known.of(entry, services) for entry in entries)
        of_service: dict[str, list[int]] = defaultdict(list)
        for number, each in enumerate(known):
            for name, _ in each.services:
                of_service[name].append(number)
        return cls(
            known,
            PhraseIndex.build(words),
            tuple(phrases),
            exact,
            {name: tuple(found) for name, found in of_service.items()},
            learned().answer_weights if weights is None else weights,
        )

    def match(self, said: Said, today: date, service: ServiceRead, topic: str | None) -> FaqMatch:
        """Read a plain text; entries past `valid_until` are never given out."""
        found = self.scores(said, today, service, topic)
        return outcome(found, service.not_offered is not None, self.high)

    def scores(
        self,
        said: Said,
        today: date,
        service: ServiceRead,
        topic: str | None,
        without: int = _NO_PHRASE,
    ) -> list[tuple[float, str]]:
        """(score, id) of the entries that come nearest, best first; the scores are shares of one.
        `without`: the number of a phrase that shall not count."""
        lines = self.evidence(said, today, service, topic, without)
        shares = _shares([line for _, line in lines], self.weights)
        same = self.exact.get(said.content) if said.content and without == _NO_PHRASE else None
        found = [
            (-1.0 if number == same else -share, self.known[number].entry.id)
            for (number, _), share in zip(lines, shares, strict=True)
        ]
        found.sort()
        return [(-score, entry) for score, entry in found[:_MOST]]

    def evidence(
        self,
        said: Said,
        today: date,
        service: ServiceRead,
        topic: str | None,
        without: int = _NO_PHRASE,
    ) -> list[tuple[int, tuple[float, ...]]]:
        """(number of the entry, what speaks for it) of the entries worth a thought."""
        query = said.canonical | dict.fromkeys(sorted(occasions(said.text)), 1.0)
        asked = Asked.of(said, self.index.mass(query), service, topic)
        hits = self.index.search(query, without=without)
        near = self._nearest(hits)
        same = self.exact.get(said.content, near[0] if near else _NO_PHRASE)
        about = (
            n for name, s in service.shares if s >= _ABOUT for n in self.of_service.get(name, ())
        )
        thought_of = dict.fromkeys((*near, *about, *((same,) if same >= 0 else ())))
        unions = self.index.unions(query, thought_of.keys())
        if without != _NO_PHRASE:
            unions[self.phrases[without][0]] = self._union_without(query, without)
        return [
            (number, numbers(self.known[number], _fit(hits, unions, number), asked))
            for number in thought_of
            if _is_valid(self.known[number].entry, today)
        ]

    @staticmethod
    def _nearest(hits: Mapping[int, tuple[float, float]]) -> list[int]:
        if len(hits) <= _NEAREST:
            return list(hits)
        return nlargest(
            _NEAREST, hits, key=lambda number: (hits[number][0] * hits[number][1], -number)
        )

    def _union_without(self, query: Mapping[str, float], without: int) -> float:
        """What the other phrases of an entry share with a text."""
        owner, grams = self.phrases[without][0], self.index.grams
        others = {n for n, (each, _) in enumerate(self.phrases) if each == owner} - {without}
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


def _words(said: str, services: ServiceIndex) -> str:
    """A wording as it is indexed: canonical, with the occasions it speaks of."""
    rewriter = services.rewriter
    return " ".join((rewriter.content(rewriter.rewrite(said)), *sorted(occasions(said))))


def _fit(hits: Mapping[int, tuple[float, float]], unions: Mapping[int, float], number: int) -> Fit:
    shared, part = hits.get(number, (0.0, 0.0))
    return Fit(shared, part, unions.get(number, 0.0))


def _is_valid(entry: FaqEntry, today: date) -> bool:
    return entry.valid_until is None or entry.valid_until >= today


def _shares(lines: Iterable[tuple[float, ...]], weights: Sequence[float]) -> list[float]:
    """How likely each is the one that was meant; the rest to one is that none was."""
    raised = [math.exp(min(30.0, sum(map(float.__mul__, weights, line)))) for line in lines]
    total = 1.0 + sum(raised)
    return [value / total for value in raised]
