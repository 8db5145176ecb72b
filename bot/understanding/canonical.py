"""Bringing the words people use to the words of the catalogue."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from operator import add
from typing import NamedTuple

from msgspec import Struct, field

from bot.config.model import Wording
from bot.understanding.text import plain

_BETWEEN = re.compile("那个|这个|一[个下哈张份]|[个哈了的嘛下张份]")
_NOISE = re.compile(r"[^0-9a-z\u4e00-\u9fff]+")
_NEVER = re.compile(r"(?!)")
_COUNTED = frozenset("那这哪几一每两三整")  # 那个税 is no 个税
_TIGHT = 3  # shorter variants are found as they stand only
_HINTED = 0.2  # what is only hinted at counts little

Heads = Mapping[str, tuple[tuple[str, str], ...]]


class Rewriter(Struct, frozen=True):
    """variant → canonical, found by the first two characters (one for single characters).

    `tight`: the variants without their small words, for texts without theirs; `hints`: word → what
    is probably meant; `foreign`: things and houses that the centre never speaks of."""

    by_head: Heads = field(default_factory=dict)
    tight: Heads = field(default_factory=dict)
    hints: Heads = field(default_factory=dict)
    foreign: Heads = field(default_factory=dict)
    filler: re.Pattern[str] = _NEVER

    @classmethod
    def build(cls, wording: Wording, owned: Collection[str] = (), spoken: str = "") -> "Rewriter":
        """All pairs but those whose two words the centre's services tell apart; `owned` = for each
        service its plain names and aliases in one text, `spoken` = all else the centre says."""
        groups = (wording.things, wording.around, wording.actions, wording.questions)
        pairs: dict[str, str] = {}
        ours = _Spoken.of(owned, spoken)
        for group in groups:
            for name, variants in group.items():
                holders = ours.holders(plain(name))
                pairs |= {
                    variant: plain(name)
                    for variant in map(plain, variants)
                    if not _apart(holders, ours.holders(variant))
                }
        kept = {plain(name): plain(name) for group in groups for name in group if len(name) > 1}
        tight = {_BETWEEN.sub("", variant): name for variant, name in pairs.items()}
        hints = {plain(word): " ".join(map(plain, m)) for word, m in wording.hints.items()}
        return cls(
            _by_head(pairs | kept),
            _by_head({word: name for word, name in tight.items() if len(word) >= _TIGHT}),
            _by_head(hints),
            _by_head(_foreign(wording, ours)),
            _any_of(map(plain, wording.fillers)),
        )

    def rewrite(self, text: str, borders: Set[int] = frozenset()) -> str:
        """`text` with every variant replaced that does not lie across one of the `borders`."""
        made: list[str] = []
        copied, heads = 0, self.by_head
        for start, (one, two) in enumerate(zip(text, map(add, text, text[1:] + " "), strict=True)):
            if start < copied or (two not in heads and one not in heads):
                continue
            for variant, name in heads.get(two, ()) + heads.get(one, ()):
                if text.startswith(variant, start):
                    if _is_free(text, start, variant, borders):
                        made += text[copied:start], name
                        copied = start + len(variant)
                    break
        return "".join((*made, text[copied:])) if made else text

    def canonical(self, text: str) -> str:
        """The content of a plain text in canonical words."""
        return self.content(self.rewrite(text))

    def content(self, text: str) -> str:
        """A plain text without politeness and punctuation (one blank for each gap)."""
        return _NOISE.sub(" ", self.filler.sub(" ", text)).strip()

    def loosely(self, text: str) -> Iterator[str]:
        """The canonical words whose variants are in `text` but for small words between."""
        return _found(self.tight, _BETWEEN.sub("", text))

    def hinted(self, text: str) -> Iterator[str]:
        """What the words of `text` hint at."""
        return _found(self.hints, text)

    def strange(self, text: str) -> int:
        """How many things `text` speaks of that have nothing to do with the centre."""
        return len(set(_found(self.foreign, text)))


class Piece(NamedTuple):
    """A phrase of the catalogue said letter by letter: its place, the numbers of its services."""

    start: int
    stop: int
    owners: tuple[int, ...]


class Said(Struct, frozen=True, dict=True):
    """A plain text, its canonical words and the phrases in it; each thing is made once."""

    text: str
    rewritten: str
    rewriter: Rewriter
    pieces: tuple[Piece, ...] = ()

    @cached_property
    def content(self) -> str:
        """The text without politeness."""
        return self.rewriter.content(self.text)

    @cached_property
    def canonical(self) -> dict[str, float]:
        """The grams of the canonical words."""
        found = grams(self.rewriter.content(self.rewritten))
        for word in self.rewriter.loosely(self.text):
            found |= grams(word)
        return dict.fromkeys(found, 1.0)

    @cached_property
    def either(self) -> dict[str, float]:
        """The grams of both, and at little weight those of what the words hint at."""
        found = self.canonical | dict.fromkeys(grams(self.content), 1.0)
        for form in dict.fromkeys((self.text, self.rewritten)):
            for words in self.rewriter.hinted(form):
                for gram in grams(words):
                    found.setdefault(gram, _HINTED)
        return found

    @cached_property
    def strange(self) -> int:
        """How many things it speaks of that have nothing to do with the centre."""
        return self.rewriter.strange(self.text)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The text as it was said, in canonical words, and without the small words between: those
        that differ."""
        tight = _BETWEEN.sub("", self.rewritten)
        return tuple(dict.fromkeys((self.text, self.rewritten, tight)))


def grams(text: str) -> dict[str, None]:
    """The character 1-grams and 2-grams, each once, in order; digits and Latin words as whole
    words."""
    found: list[str] = []
    for word in text.split():
        if word.isascii():
            found.append(word)
        else:
            found += word
            found += map(add, word, word[1:])
    return dict.fromkeys(found)


def _is_free(text: str, start: int, variant: str, borders: Set[int]) -> bool:
    """Is a variant in `text` a word of its own?"""
    if text[start] == "个" and text[start - 1 : start] in _COUNTED:
        return False
    return not borders or borders.isdisjoint(range(start + 1, start + len(variant)))


class _Spoken(NamedTuple):
    """What a centre says: a text for each service, and the `rest`. `places` and `pieces`: in which
    of the texts a character or pair is, and those of the rest."""

    texts: tuple[str, ...]
    places: Mapping[str, Sequence[int]]
    rest: str
    pieces: Set[str]

    @classmethod
    def of(cls, texts: Iterable[str], rest: str) -> "_Spoken":
        texts = tuple(texts)
        places: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            for piece in _pieces(text):
                places[piece].append(number)
        return cls(texts, places, rest, _pieces(rest))

    def holders(self, word: str) -> set[int]:
        """The numbers of the services of which a word is said."""
        return {number for number in self.places.get(word[:2], ()) if word in self.texts[number]}

    def holds(self, word: str) -> bool:
        """Is a word said at all?"""
        return bool(self.holders(word)) or (word[:2] in self.pieces and word in self.rest)


def _pieces(text: str) -> set[str]:
    return {*text, *map(add, text, text[1:])}


def _foreign(wording: Wording, ours: _Spoken) -> dict[str, str]:
    """Word → thing, for the things and houses of which no word is among `ours`."""
    things = {name: (name, *variants) for name, variants in wording.things.items()}
    deeds = {name: (name, *variants) for name, variants in wording.actions.items()}
    same = {word: words for words in (*things.values(), *deeds.values()) for word in words}
    houses = {word: same.get(word, (word,)) for word in wording.elsewhere}
    return {
        word: name
        for known, said in ((things, things), (houses, {word: (word,) for word in houses}))
        for name, words in known.items()
        if not any(map(ours.holds, map(plain, words)))
        for word in map(plain, said[name])
    }


def _apart(ones: set[int], others: set[int]) -> bool:
    """The centre uses both words, never for the same service."""
    return bool(ones and others) and ones.isdisjoint(others)


def _by_head(pairs: Mapping[str, str]) -> Heads:
    heads: dict[str, list[tuple[str, str]]] = {}
    for variant, name in pairs.items():
        heads.setdefault(variant[:2], []).append((variant, name))
    return {head: tuple(sorted(p, key=lambda q: -len(q[0]))) for head, p in heads.items()}


def _found(heads: Heads, text: str) -> Iterator[str]:
    """What the words of `heads` in `text` stand for; of words with one beginning the longest."""
    pairs = enumerate(map(add, text, text[1:]))
    for position, head in [pair for pair in pairs if pair[1] in heads]:
        for word, meant in heads[head]:
            if text.startswith(word, position):
                yield meant
                break


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile("|".join(longest_first)) if longest_first else _NEVER
