"""Cues: weighted patterns, each compiled when it is first asked, and asked where it may match."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from bot.understanding.needs import needed

Label = TypeVar("Label")
Sleeper = TypeVar("Sleeper")


class Named(Struct, frozen=True):
    """What a message names: the places of names in its text, and the full names of what is meant.
    Their words are no cues for anything else."""

    spans: tuple[tuple[int, int], ...] = ()
    names: str = ""

    def holds(self, found: re.Match[str]) -> bool:
        """Is this match no more than a part of a name?"""
        start, stop = found.span()
        return found[0] in self.names or any(a <= start and stop <= b for a, b in self.spans)


NOTHING_NAMED = Named()


class _Finds(Protocol):
    """`search`, `match` and `fullmatch` of a pattern."""

    def __call__(self, text: str, position: int = 0, /) -> re.Match[str] | None: ...


class Cue:
    """A pattern for plain texts that costs nothing until it is asked.

    Its methods are those of `re.Pattern`; each is the pattern's own from its first call on.
    """

    search: _Finds
    match: _Finds
    fullmatch: _Finds
    finditer: Callable[[str], Iterator[re.Match[str]]]
    findall: Callable[[str], list[str]]
    sub: Callable[[str | Callable[[re.Match[str]], str], str], str]
    split: Callable[[str], list[str]]

    def __init__(self, pattern: str) -> None:
        """`pattern` is a regular expression."""
        self.pattern = pattern

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern; made when it is first asked."""
        return re.compile(self.pattern)

    def __getattr__(self, name: str) -> object:
        """What has not been asked yet."""
        found = getattr(self.compiled, name)
        setattr(self, name, found)
        return found


class Sleepers(Generic[Sleeper]):
    """What a text may wake; one look at its characters tells what it cannot."""

    def __init__(self, cues: Sequence[tuple[Sleeper, Sequence[Cue]]]) -> None:
        """Each with the cues one of which must match to wake it; without any it never sleeps."""
        self._cues = cues

    @cached_property
    def _woken(self) -> tuple[dict[str, int], int]:
        """Character → whom it may wake, as bits; and those that nothing can rule out."""
        woken: dict[str, int] = {}
        always = 0
        for number, (_, cues) in enumerate(self._cues):
            needs = [needed(cue.pattern) for cue in cues]
            always |= 0 if needs and None not in needs else (1 << number)
            for character in frozenset().union(*filter(None, needs)):
                woken[character] = woken.get(character, 0) | (1 << number)
        return woken, always

    def awake(self, text: str) -> Iterator[Sleeper]:
        """Those of which `text` has the characters, in order."""
        woken, bits = self._woken
        for mask in map(woken.get, set(text)):
            bits |= mask or 0
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            yield self._cues[lowest.bit_length() - 1][0]


class Cues(Generic[Label]):
    """Many weighted cues, each asked only where it may match at all."""

    def __init__(self, cues: Sequence[tuple[Label, str, float]]) -> None:
        """`cues` = (label, regular expression, weight), asked in this order."""
        self._cues = tuple((label, Cue(pattern), weight) for label, pattern, weight in cues)
        self.awake = Sleepers([(each, (each[1],)) for each in self._cues]).awake

    def __iter__(self) -> Iterator[tuple[Label, Cue, float]]:
        return iter(self._cues)

    def heard(
        self, text: str, named: Named = NOTHING_NAMED, free: Label | None = None
    ) -> Iterator[tuple[Label, float, str]]:
        """(label, weight, words) of every cue that speaks in `text`, in order; words that are part
        of what was `named` say nothing, but for the label `free`."""
        for label, cue, weight in self.awake(text):
            for found in cue.finditer(text):
                if label is free or not named.holds(found):
                    yield label, weight, found[0]
                    break
