"""Which service was meant: by its names and aliases, ambiguous words, and what we do not do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import add
from typing import NamedTuple

from bot.domain.services import Catalogue
from bot.understanding.canonical import Rewriter, Said, content, grams
from bot.understanding.ranking import PhraseIndex
from bot.understanding.text import plain
from bot.understanding.wording import COMMON_WORDS

_MOST = 4
_SURE = 0.62  # of a phrase's gram weight that must be said before a service is taken for meant
_LIKELY = 0.4  # … before it is worth offering
_LEAD = 1.22  # the best must be that much better than the second
_EXPLAINS = 1.08
_UNION = 0.8  # what the other phrases of a service add: they tell siblings apart
_CONTAINED = 1.3  # what a phrase said letter by letter is worth more
_CLAUSES = re.compile(
    r"[,，。;；、!！?？\n]|还有|另外|顺便|以及|同时|跟|和|再(?=办|把|搞|弄|问|帮)|然后|也想|"
    r"还想|还要"
)


@dataclass(frozen=True, slots=True)
class ServiceRead:
    """`service` is set when exactly one was meant; `candidates` best first, at most four."""

    service: str | None = None
    candidates: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    ambiguous: bool = False
    not_offered: str | None = None


class _Scored(NamedTuple):
    name: str
    value: float
    covered: float
    union: float


class _Piece(NamedTuple):
    """A phrase said letter by letter: its place and the numbers of its services."""

    start: int
    stop: int
    owners: tuple[int, ...]


class _Ranking(NamedTuple):
    """The likely services, best first, and all phrases that were said letter by letter."""

    likely: list[_Scored]
    unions: dict[int, float]
    longest: int

    @property
    def best(self) -> _Scored | None:
        return self.likely[0] if self.likely else None


@dataclass(frozen=True, slots=True)
class ServiceIndex:
    """Made once per catalogue. `phrases`: first two characters → (phrase, service numbers)."""

    names: tuple[str, ...]
    index: PhraseIndex
    phrases: dict[str, tuple[tuple[str, tuple[int, ...]], ...]]
    ambiguous: tuple[tuple[str, tuple[str, ...]], ...]
    refused: tuple[tuple[str, str], ...]
    rewriter: Rewriter

    @classmethod
    def build(cls, catalogue: Catalogue) -> "ServiceIndex":
        """Index every name and alias as it is and in canonical words."""
        rewriter = Rewriter.build(catalogue.services)
        names = tuple(catalogue.services)
        said: dict[str, set[int]] = {}
        for number, service in enumerate(catalogue.services.values()):
            for phrase in (service.name, *service.aliases):
                said.setdefault(content(rewriter.rewrite(plain(phrase))), set()).add(number)
                said.setdefault(plain(phrase).strip(), set()).add(number)
        said.pop("", None)
        pairs = [(number, phrase) for phrase, owners in said.items() for number in owners]
        words = [(plain(word), wanted) for word, wanted in catalogue.ambiguous.items()]
        refused = [(plain(w), entry.answer) for entry in catalogue.not_offered for w in entry.words]
        return cls(
            names,
            PhraseIndex.build(pairs, COMMON_WORDS),
            _by_head(said),
            tuple(sorted(words, key=lambda pair: -len(pair[0]))),
            tuple(sorted(refused, key=lambda pair: -len(pair[0]))),
            rewriter,
        )

    def contained(self, text: str) -> list[_Piece]:
        """The phrases said letter by letter; none inside a longer."""
        found: list[_Piece] = []
        reach = 0
        for position, head in enumerate(map(add, text, text[1:])):
            for phrase, owners in self.phrases.get(head, ()):
                end = position + len(phrase)
                if end > reach and text.startswith(phrase, position):
                    found.append(_Piece(position, end, owners))
                    reach = end
                    break
        return found

    def rank(self, said: Said) -> _Ranking:
        """The services of which enough was said to be worth a thought."""
        unions = self.index.unions(said.either)
        scores = {
            owner: (shared * part * part + _UNION * unions[owner], part)
            for owner, (shared, part) in self.index.search(said.either, _LIKELY).items()
        }
        longest = 0
        for form in said.forms:
            for start, stop, owners in self.contained(form):
                longest = max(longest, stop - start)
                mass = self.index.mass(grams(form[start:stop])) * _CONTAINED
                for owner in owners:
                    value = mass + _UNION * unions.get(owner, 0.0)
                    known = scores.get(owner, (0.0, 0.0))[0]
                    scores[owner] = (max(known, value), 1.0)
        likely = [
            _Scored(self.names[owner], value, covered, unions.get(owner, 0.0))
            for owner, (value, covered) in scores.items()
        ]
        likely.sort(key=_by_value)
        return _Ranking(likely, unions, longest)

    def read(self, said: Said) -> ServiceRead:
        """Read a plain text whose numbers and times were blanked."""
        ranking = self.rank(said)
        refused = self._refused(said.text, ranking)
        if refused:
            return ServiceRead(not_offered=refused)
        ambiguous = self._ambiguous(said, ranking)
        if ambiguous:
            return ServiceRead(candidates=ambiguous, ambiguous=True)
        wanted = self._wanted(said.text) if _are_two_sure(ranking.likely) else ()
        if len(wanted) > 1:
            return ServiceRead(candidates=wanted[:_MOST], wanted=wanted)
        return _decided(ranking.likely)

    def _refused(self, text: str, ranking: _Ranking) -> str | None:
        for word, answer in self.refused:
            if word in text:
                mass = self.index.mass(grams(word))
                own = ranking.best
                better = own and own.covered >= _SURE and own.value > mass * 1.05
                longer = any(stop - start > len(word) for start, stop, _ in self.contained(text))
                return None if better and longer else answer
        return None

    def _ambiguous(self, said: Said, ranking: _Ranking) -> tuple[str, ...] | None:
        for word, listed in self.ambiguous:
            if word not in said.text and word not in said.rewritten:
                continue
            if ranking.longest > len(word):
                return None
            mass = self.index.mass(grams(word))
            best = ranking.best
            clear = best and best.covered >= _SURE and best.value > mass * 1.2
            if clear and _leads(ranking.likely):
                return None
            order = {one.name: place for place, one in enumerate(ranking.likely)}
            known = [name for name in listed if name in self.names]
            known.sort(key=lambda name: order.get(name, 999))
            return self._with_better(known, ranking)[:_MOST] or None
        return None

    def _with_better(self, listed: list[str], ranking: _Ranking) -> tuple[str, ...]:
        """The listed services, and before them the best other one when more of the text is about
        it."""
        unions = {self.names[owner]: union for owner, union in ranking.unions.items()}
        most = max((unions.get(name, 0.0) for name in listed), default=0.0)
        others = [name for name in unions if name not in listed and unions[name] > most * _EXPLAINS]
        first = max(others, key=lambda name: (unions[name], name), default=None)
        return ((first,) if first and listed else ()) + tuple(listed)

    def _wanted(self, text: str) -> tuple[str, ...]:
        """The services of the clauses, in order, when each clause is sure of its own."""
        pieces = [piece for piece in _CLAUSES.split(text)[:8] if len(piece.strip()) > 1]
        clauses = list(filter(self._may_name, map(self.rewriter.said, pieces)))
        wanted: list[str] = []
        for clause in clauses if len(clauses) > 1 else ():
            read = _decided(self.rank(clause).likely)
            if read.service and read.service not in wanted:
                wanted.append(read.service)
        return tuple(wanted)

    def _may_name(self, clause: Said) -> bool:
        """A clause without two characters of any phrase names nothing."""
        known = self.index.grams
        return any(len(gram) > 1 and gram in known for gram in clause.either)


def _by_head(said: dict[str, set[int]]) -> dict[str, tuple[tuple[str, tuple[int, ...]], ...]]:
    heads: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
    for phrase, owners in said.items():
        if len(phrase) >= 2:
            heads.setdefault(phrase[:2], []).append((phrase, tuple(sorted(owners))))
    return {head: tuple(sorted(found, key=lambda p: -len(p[0]))) for head, found in heads.items()}


def _by_value(one: _Scored) -> tuple[float, str]:
    return -one.value, one.name


def _leads(ranked: Sequence[_Scored]) -> bool:
    return len(ranked) < 2 or ranked[0].value >= ranked[1].value * _LEAD


def _are_two_sure(likely: Sequence[_Scored]) -> bool:
    return sum(one.covered >= _SURE for one in likely) > 1


def _explained_better(likely: Sequence[_Scored]) -> bool:
    """Another candidate's wording accounts for clearly more of the text than the best one's."""
    return any(one.union > likely[0].union * _EXPLAINS for one in likely[1:])


def _decided(ranked: Sequence[_Scored]) -> ServiceRead:
    likely = [one for one in ranked if one.covered >= _LIKELY][:_MOST]
    if not likely:
        return ServiceRead()
    best = likely[0]
    names = tuple(one.name for one in likely if one.value >= best.value * 0.4)
    if best.covered >= _SURE and _leads(likely) and not _explained_better(likely):
        return ServiceRead(service=best.name, candidates=names, wanted=(best.name,))
    return ServiceRead(candidates=names, ambiguous=best.covered >= _SURE and len(names) > 1)
