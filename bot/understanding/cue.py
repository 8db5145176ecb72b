"""Cues: weighted patterns, compiled and tried only where a text has a character they need."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from bot.understanding.needs import needed

Label = TypeVar("Label")


@dataclass(frozen=True, slots=True)
class Named:
    """What a message names: the places of names in its text, and the full names of what is meant.
    Their words are no cues for anything else."""

    spans: tuple[tuple[int, int], ...] = ()
    names: str = ""

    def holds(self, found: re.Match[str]) -> bool:
        """Is this match no more than a part of a name?"""
        start, stop = found.span()
        return found[0] in self.names or any(a <= start and stop <= b for a, b in self.spans)


NOTHING_NAMED = Named()


@lru_cache(maxsize=8)
def _characters(text: str) -> frozenset[str]:
    """Asked for one text many times in a row."""
    return frozenset(text)


class Cue:
    """A pattern that costs nothing until a text has one of the characters it cannot do without."""

    def __init__(self, pattern: str) -> None:
        """`pattern` is a regular expression for plain texts."""
        self.pattern = pattern

    @cached_property
    def _needs(self) -> frozenset[str] | None:
        return needed(self.pattern)

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def may_speak(self, text: str) -> bool:
        """False when no part of `text` can match."""
        return self._needs is None or not self._needs.isdisjoint(_characters(text))

    def search(self, text: str, position: int = 0) -> re.Match[str] | None:
        """The first place that matches, like `re.Pattern.search`."""
        return self._compiled.search(text, position) if self.may_speak(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All places that match, like `re.Pattern.finditer`."""
        return self._compiled.finditer(text) if self.may_speak(text) else iter(())

    def words(self, text: str, named: Named = NOTHING_NAMED) -> str | None:
        """The first words that match and are no part of what was `named`."""
        for found in self._compiled.finditer(text):
            if not named.holds(found):
                return found[0]
        return None

    def match(self, text: str) -> re.Match[str] | None:
        """Like `re.Pattern.match`."""
        return self._compiled.match(text) if self.may_speak(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Like `re.Pattern.fullmatch`."""
        return self._compiled.fullmatch(text) if self.may_speak(text) else None


class Cues(Generic[Label]):
    """Many weighted cues; one look at the characters of a text tells which can speak at all."""

    def __init__(self, cues: Sequence[tuple[Label, str, float]]) -> None:
        """`cues` = (label, regular expression, weight), asked in this order."""
        self._cues = tuple((label, Cue(pattern), weight) for label, pattern, weight in cues)

    @cached_property
    def _by_character(self) -> tuple[dict[str, int], int]:
        """Character → the cues that it may wake, as bits; and those that nothing can rule out."""
        masks: dict[str, int] = {}
        always = 0
        for number, (_, cue, _) in enumerate(self._cues):
            needs = needed(cue.pattern)
            always |= (1 << number) if needs is None else 0
            for character in needs or ():
                masks[character] = masks.get(character, 0) | (1 << number)
        return masks, always

    def possible(self, text: str) -> Iterator[tuple[Label, Cue, float]]:
        """The cues that `text` has the characters for, in order."""
        masks, awake = self._by_character
        for character in _characters(text):
            awake |= masks.get(character, 0)
        while awake:
            lowest = awake & -awake
            awake ^= lowest
            yield self._cues[lowest.bit_length() - 1]

    def heard(
        self, text: str, named: Named = NOTHING_NAMED, free: Label | None = None
    ) -> Iterator[tuple[Label, float, str]]:
        """(label, weight, words) of every cue that speaks in `text`, in order; words that are part
        of what was `named` say nothing, but for the label `free`."""
        for label, cue, weight in self.possible(text):
            words = cue.words(text, NOTHING_NAMED if label is free else named)
            if words is not None:
                yield label, weight, words
