"""Which service was meant: by its names and aliases, ambiguous words, and what we do not do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.services import Catalogue
from bot.understanding.canonical import Rewriter, content, grams
from bot.understanding.ranking import Hit, PhraseIndex
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


@dataclass(frozen=True, slots=True)
class _Scored:
    name: str
    value: float
    covered: float
    union: float


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

    def contained(self, text: str) -> list[tuple[int, int, tuple[int, ...]]]:
        """(from, to, service numbers) of phrases said letter by letter; none inside a longer."""
        found: list[tuple[int, int, tuple[int, ...]]] = []
        reach = 0
        for position in range(len(text) - 1):
            for phrase, owners in self.phrases.get(text[position : position + 2], ()):
                end = position + len(phrase)
                if end > reach and text.startswith(phrase, position):
                    found.append((position, end, owners))
                    reach = end
                    break
        return found

    def rank(self, said: str, rewritten: str) -> list[_Scored]:
        """All services that share anything, best first."""
        query = grams(content(rewritten))
        hits = self.index.search(query | grams(content(said)) if said != rewritten else query)
        values = {owner: _value(hit) for owner, hit in hits.items()}
        full: set[int] = set()
        for source in {said, rewritten}:
            for begin, end, owners in self.contained(source):
                mass = sum(map(self.index.weight, grams(source[begin:end])))
                full.update(owners)
                for owner in owners:
                    union = _UNION * hits[owner].union if owner in hits else 0.0
                    values[owner] = max(values.get(owner, 0.0), mass * _CONTAINED + union)
        scored = [
            _Scored(
                self.names[owner],
                value,
                1.0 if owner in full else hits[owner].phrase,
                hits[owner].union if owner in hits else 0.0,
            )
            for owner, value in values.items()
        ]
        return sorted(scored, key=lambda one: (-one.value, one.name))

    def read(self, text: str) -> ServiceRead:
        """Read a plain text whose numbers and times were blanked."""
        rewritten = self.rewriter.rewrite(text)
        ranked = self.rank(text, rewritten)
        refused = self._refused(text, ranked)
        if refused:
            return ServiceRead(not_offered=refused)
        ambiguous = self._ambiguous(text, rewritten, ranked)
        if ambiguous:
            return ServiceRead(candidates=ambiguous, ambiguous=True)
        wanted = self._wanted(text)
        if len(wanted) > 1:
            return ServiceRead(candidates=wanted[:_MOST], wanted=wanted)
        return _decided(ranked)

    def _refused(self, text: str, ranked: Sequence[_Scored]) -> str | None:
        for word, answer in self.refused:
            if word in text:
                mass = sum(map(self.index.weight, grams(word)))
                own = ranked[0] if ranked else None
                better = own and own.covered >= _SURE and own.value > mass * 1.05
                longer = any(e - b > len(word) for b, e, _ in self.contained(text))
                return None if better and longer else answer
        return None

    def _ambiguous(
        self, text: str, rewritten: str, ranked: Sequence[_Scored]
    ) -> tuple[str, ...] | None:
        for word, listed in self.ambiguous:
            if word not in text and word not in rewritten:
                continue
            if any(e - b > len(word) for s in (text, rewritten) for b, e, _ in self.contained(s)):
                return None
            mass = sum(map(self.index.weight, grams(word)))
            best = ranked[0] if ranked else None
            clear = best and best.covered >= _SURE and best.value > mass * 1.2 and _leads(ranked)
            if clear:
                return None
            order = {one.name: place for place, one in enumerate(ranked)}
            known = [name for name in listed if name in self.names]
            known.sort(key=lambda name: order.get(name, 999))
            return _with_better(known, ranked)[:_MOST] or None
        return None

    def _wanted(self, text: str) -> tuple[str, ...]:
        """The services of the clauses, in order, when each clause is sure of its own."""
        wanted: list[str] = []
        clauses = [clause for clause in _CLAUSES.split(text)[:8] if len(clause.strip()) > 1]
        for clause in clauses if len(clauses) > 1 else ():
            read = _decided(self.rank(clause, self.rewriter.rewrite(clause)))
            if read.service and read.service not in wanted:
                wanted.append(read.service)
        return tuple(wanted)


def _by_head(said: dict[str, set[int]]) -> dict[str, tuple[tuple[str, tuple[int, ...]], ...]]:
    heads: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
    for phrase, owners in said.items():
        if len(phrase) >= 2:
            heads.setdefault(phrase[:2], []).append((phrase, tuple(sorted(owners))))
    return {head: tuple(sorted(found, key=lambda p: -len(p[0]))) for head, found in heads.items()}


def _value(hit: Hit) -> float:
    return hit.shared * hit.phrase * hit.phrase + _UNION * hit.union


def _leads(ranked: Sequence[_Scored]) -> bool:
    return len(ranked) < 2 or ranked[0].value >= ranked[1].value * _LEAD


def _with_better(listed: list[str], ranked: Sequence[_Scored]) -> tuple[str, ...]:
    """The listed services, and before them the best other one when more of the text is about it."""
    unions = {one.name: one.union for one in ranked}
    most = max((unions.get(name, 0.0) for name in listed), default=0.0)
    others = [one for one in ranked if one.name not in listed and one.union > most * _EXPLAINS]
    first = max(others, key=lambda one: one.union, default=None)
    return ((first.name,) if first and listed else ()) + tuple(listed)


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
