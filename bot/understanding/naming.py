"""The names, aliases and refused words of a catalogue, and how likely each is meant in a text."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import add
from typing import Self

from msgspec import Struct, field

from bot.config.model import Wording
from bot.domain.services import Catalogue
from bot.understanding.canonical import Piece, Rewriter, Said, grams
from bot.understanding.cue import Cue
from bot.understanding.evidence import Evidence, Heard, Listening, gather, shares
from bot.understanding.matters import Learned, Lent, learned, lend
from bot.understanding.phrases import Heads, able, by_head
from bot.understanding.ranking import PhraseIndex
from bot.understanding.text import plain
from bot.understanding.weighing import LIKELY, Ranking, Scored, by_share

_NO_WORDING = Wording()
# 身份证 before a number that was blanked is no matter, only what the number is.
_LABEL = Cue(r"(?:身份证|社保卡|电话|手机)(?:号码?)?(?:[是:： ]){0,2}(?=\u25a1)")
_DOES = frozenset("补代申停帮")  # 补办居住证 does not say 办居住证
# What is left of a share when something strange was said and no name of ours, or no thing at all.
_DOUBTFUL = 0.45
_MOSTLY = 0.6  # of a phrase of the one that does what shall be done
_LEAST = 0.002  # a share below that is not worth a thought

Owned = tuple[tuple[str, ...], ...]


class Naming(Struct, frozen=True):
    """Made once per catalogue. Owners are the services, in order, and after them the entries of
    what is not offered; `answers` are those of the latter. `phrases`: first two characters →
    (phrase, numbers of owners); `houses`: words for other houses; `refused_heads`: how the words
    for what is not offered begin; `own`: the names and aliases of no more than one
    service."""

    names: tuple[str, ...]
    answers: tuple[str, ...]
    ears: Listening
    phrases: Heads
    able: Mapping[str, frozenset[int]]
    ambiguous: tuple[tuple[str, tuple[str, ...]], ...]
    refused: tuple[tuple[str, str], ...]
    rewriter: Rewriter
    weights: tuple[float, ...]
    houses: tuple[str, ...] = ()
    refused_heads: frozenset[str] = frozenset()
    own: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def build(
        cls,
        catalogue: Catalogue,
        wording: Wording = _NO_WORDING,
        lessons: Learned | None = None,
        spoken: str = "",
    ) -> Self:
        """Index every name and alias as it is and in canonical words; `spoken` = what else the
        centre says, so that nothing of it is taken for strange."""
        lessons = learned() if lessons is None else lessons
        offered = [(each.name, *each.aliases) for each in catalogue.services.values()]
        refused = [(plain(w), entry.answer) for entry in catalogue.not_offered for w in entry.words]
        owned: Owned = (*offered, *(entry.words for entry in catalogue.not_offered))
        spoken = "\n".join((spoken, *(word for word, _ in refused)))
        rewriter = Rewriter.build(
            wording, ["\n".join(map(plain, each)) for each in offered], spoken
        )
        canonical = cache(lambda name: rewriter.canonical(plain(name)))
        said = _said(owned, canonical)
        words = [(plain(word), wanted) for word, wanted in catalogue.ambiguous.items()]
        return cls(
            tuple(catalogue.services),
            tuple(entry.answer for entry in catalogue.not_offered),
            _listening(said, wording, lend(lessons.matters, owned, canonical)),
            by_head(said),
            able(said, [name for name in wording.actions if name not in wording.common]),
            tuple(sorted(words, key=lambda pair: -len(pair[0]))),
            tuple(sorted(refused, key=lambda pair: -len(pair[0]))),
            rewriter,
            lessons.service_weights,
            _elsewhere(wording, "\n".join(map(plain, sum(offered, ())))),
            frozenset(word[:2] for word, _ in refused),
            _own(offered),
        )

    def contained(self, text: str) -> list[Piece]:
        """The phrases said letter by letter; none inside a longer."""
        found: list[Piece] = []
        reach = 0
        heads, pairs = self.phrases, enumerate(map(add, text, text[1:]))
        for position, head in [pair for pair in pairs if pair[1] in heads]:
            for phrase, owners in heads[head]:
                end = position + len(phrase)
                if end > reach and text.startswith(phrase, position):
                    if phrase[0] == "办" and text[position - 1 : position] in _DOES:
                        continue
                    found.append(Piece(position, end, owners))
                    reach = end
                    break
        return found

    def begins(self, word: str) -> bool:
        """Whether a name of ours begins so (车位 of 车位证): then it is nobody's name."""
        return any(phrase.startswith(word) for phrase, _ in self.phrases.get(word[:2], ()))

    def said(self, text: str) -> Said:
        """A plain text with its canonical words; what is part of a name is not rewritten across
        its borders (办公租房 is no 办公)."""
        text = _LABEL.sub(lambda found: " " * len(found[0]), text)
        pieces = tuple(self.contained(text))
        borders = {border for piece in pieces for border in piece[:2]}
        return Said(text, self.rewriter.rewrite(text, borders), self.rewriter, pieces)

    def mass(self, text: str) -> float:
        """What the words of a plain text weigh."""
        return self.ears.words.mass(grams(text))

    def rank(self, said: Said) -> Ranking:
        """The services of which enough was said to be worth a thought, likeliest first."""
        named, longest = self._named(said)
        found = gather(said, Heard(named, self._doers(said)), self.ears)
        likely = shares(found, self.weights)
        scored = [
            self._scored(owner, share, found[owner], said)
            for owner, share in likely.items()
            if share >= _LEAST and owner < len(self.names)
        ]
        refused = max(
            ((share, owner) for owner, share in likely.items() if owner >= len(self.names)),
            default=(0.0, 0),
        )
        answer = self.answers[refused[1] - len(self.names)] if refused[0] else ""
        return Ranking(tuple(sorted(scored, key=by_share)), longest, (refused[0], answer))

    def evidence(self, said: Said) -> dict[int, Evidence]:
        """What speaks for each owner: what the weights are learned from."""
        named, _ = self._named(said)
        return gather(said, Heard(named, self._doers(said)), self.ears)

    def rivals(self, said: Said, ranking: Ranking) -> tuple[str, ...]:
        """教师资格证丢了，补一本: was one named that does not do what shall be done, and more said
        of one that does?"""
        if len(ranking.likely) < 2 or not ranking.likely[0].named:
            return ()
        best, second = ranking.likely[:2]
        if second.union <= best.union or second.value < LIKELY or second.covered < _MOSTLY:
            return ()
        doers = self._doers(said) or frozenset()
        able = [self.names.index(one.name) in doers for one in (best, second)]
        return (second.name, best.name) if able == [False, True] else ()

    def _doers(self, said: Said) -> frozenset[int] | None:
        """Those that do one of the things that shall be done, and what is not offered anyway."""
        text = said.rewritten
        doers = [doers for action, doers in self.able.items() if action in text]
        refused = range(len(self.names), len(self.names) + len(self.answers))
        return frozenset(refused).union(*doers) if doers else None

    def _scored(self, owner: int, share: float, found: Evidence, said: Said) -> Scored:
        if not found.named and (said.strange or found.is_vague):
            share *= _DOUBTFUL
        covered = 1.0 if found.named else found.part
        is_lent = owner in self.ears.borrowers
        return Scored(self.names[owner], share, covered, found.union, found.named, is_lent)

    def _named(self, said: Said) -> tuple[dict[int, float], int]:
        """What the longest phrase of each owner that was said letter by letter weighs; how long
        the longest of all is."""
        named: dict[int, float] = {}
        longest = 0
        for form in said.forms:
            for start, stop, owners in said.pieces if form is said.text else self.contained(form):
                is_ours = any(owner < len(self.names) for owner in owners)
                longest = max(longest, stop - start if is_ours else 0)
                mass = self.mass(form[start:stop])
                for owner in owners:
                    named[owner] = max(named.get(owner, 0.0), mass)
        return named, longest


def _elsewhere(wording: Wording, ours: str) -> tuple[str, ...]:
    """Words for other houses: none that our own services are called by."""
    words = sorted(map(plain, wording.elsewhere), key=lambda word: (-len(word), word))
    return tuple(word for word in words if word not in ours)


def _said(owned: Owned, canonical: Callable[[str], str]) -> dict[str, set[int]]:
    """Every phrase, plain and in canonical words, with its owners."""
    said: dict[str, set[int]] = {}
    for owner, phrases in enumerate(owned):
        for phrase in phrases:
            said.setdefault(canonical(phrase), set()).add(owner)
            said.setdefault(plain(phrase).strip(), set()).add(owner)
    said.pop("", None)
    return said


def _own(offered: Sequence[tuple[str, ...]]) -> dict[str, str]:
    """What no more than one service is called, letter by letter."""
    own: dict[str, set[str]] = {}
    for name, *aliases in offered:
        for phrase in (name, *aliases):
            own.setdefault(plain(phrase).strip(), set()).add(name)
    return {phrase: min(names) for phrase, names in own.items() if len(names) == 1}


def _listening(said: Mapping[str, set[int]], wording: Wording, wordings: Lent) -> Listening:
    pairs = [(owner, phrase) for phrase, owners in said.items() for owner in sorted(owners)]
    index = PhraseIndex.build(pairs, " ".join(wording.common))
    masses: dict[int, float] = {}
    for known in index.grams.values():
        for owner in known.owners:
            masses[owner] = masses.get(owner, 0.0) + known.weight
    lent = {gram: each for gram, each in wordings.items() if gram not in index.grams}
    borrowers = frozenset(owner for each in lent.values() for owner, _ in each)
    deeds = frozenset(grams(" ".join((*wording.actions, *wording.around, *wording.common))))
    return Listening(index, masses, lent, borrowers, deeds)
