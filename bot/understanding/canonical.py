"""Bringing the words people use to the words of the catalogue."""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from functools import cached_property
from operator import add
from typing import NamedTuple

from bot.understanding.text import plain
from bot.understanding.wording import ACTIONS, FILLERS, NOUNS, pairs

_FILLER = re.compile("|".join(sorted(map(re.escape, FILLERS), key=len, reverse=True)))
_BETWEEN = re.compile("那个|这个|一[个下哈张份]|[个哈了的嘛下张份]")
_NOISE = re.compile(r"[^0-9a-z\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Rewriter:
    """variant → canonical, found by the first two characters (one for single characters)."""

    by_head: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    firsts: frozenset[str] = frozenset()

    @classmethod
    def build(cls, names: Iterable[str]) -> "Rewriter":
        """All pairs but those whose two words the centre's own service names tell apart."""
        known = [plain(name) for name in names]
        joined = "\n".join(known)
        heads: dict[str, list[tuple[str, str]]] = {}
        kept = {name: name for name in ACTIONS if len(name) > 1}
        for variant, name in (pairs() | kept).items():
            apart = name in NOUNS and variant in joined and name in joined
            if not apart:
                heads.setdefault(variant[:2], []).append((variant, name))
        by_head = {head: tuple(sorted(p, key=lambda q: -len(q[0]))) for head, p in heads.items()}
        return cls(by_head, frozenset(head[0] for head in heads))

    def rewrite(self, text: str, borders: Set[int] = frozenset()) -> str:
        """`text` with every variant replaced that does not lie across one of the `borders`; a
        canonical word that is there already stays."""
        made: list[str] = []
        position = 0
        while position < len(text):
            pair = self._at(text, position) if text[position] in self.firsts else None
            stop = position + (len(pair[0]) if pair else 1)
            if pair and borders.isdisjoint(range(position + 1, stop)):
                made.append(pair[1])
                position = stop
            else:
                made.append(text[position])
                position += 1
        return "".join(made)

    def _at(self, text: str, position: int) -> tuple[str, str] | None:
        for head in (text[position : position + 2], text[position]):
            for pair in self.by_head.get(head, ()):
                is_there = text.startswith(pair[1], position) and pair[0] != pair[1]
                if text.startswith(pair[0], position) and not is_there:
                    return pair
        return None


class Piece(NamedTuple):
    """A phrase of the catalogue said letter by letter: its place, the numbers of its services."""

    start: int
    stop: int
    owners: tuple[int, ...]


@dataclass(frozen=True)
class Said:
    """A plain text, its canonical words and the phrases in it; each thing is made once."""

    text: str
    rewritten: str
    pieces: tuple[Piece, ...] = ()

    @cached_property
    def content(self) -> str:
        """The text without politeness."""
        return content(self.text)

    @cached_property
    def canonical(self) -> dict[str, None]:
        """The grams of the canonical words."""
        return grams(content(self.rewritten))

    @cached_property
    def either(self) -> dict[str, None]:
        """The grams of both."""
        if self.text == self.rewritten:
            return self.canonical
        return self.canonical | grams(self.content)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The text as it was said, in canonical words, and without the small words between: those
        that differ."""
        tight = _BETWEEN.sub("", self.rewritten)
        return tuple(dict.fromkeys((self.text, self.rewritten, tight)))


def content(text: str) -> str:
    """A plain text without politeness and punctuation (one blank for each gap)."""
    return _NOISE.sub(" ", _FILLER.sub(" ", text)).strip()


def grams(text: str) -> dict[str, None]:
    """The character 1-grams and 2-grams, each once, in order; digits and Latin words as whole
    words."""
    found: dict[str, None] = {}
    for word in text.split():
        if word.isascii():
            found[word] = None
            continue
        found.update(dict.fromkeys(word))
        found.update(dict.fromkeys(map(add, word, word[1:])))
    return found
