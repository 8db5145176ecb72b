"""Which of many messages say the same: they share at least half of their canonical words."""

from collections.abc import Sequence

from bot.understanding.knowledge import Knowledge
from bot.understanding.text import plain

ALIKE = 0.5
"""Of the words of both, counted twice where shared (Dice)."""


def grouped(texts: Sequence[str], knowledge: Knowledge) -> list[list[int]]:
    """The positions of `texts` in groups; each joins the first group to whose first it is alike."""
    groups: list[tuple[frozenset[str], list[int]]] = []
    for position, text in enumerate(texts):
        said = _words(text, knowledge)
        for first, members in groups:
            if likeness(said, first) >= ALIKE:
                members.append(position)
                break
        else:
            groups.append((said, [position]))
    return [members for _, members in groups]


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """0..1; nothing is like nothing."""
    both = len(one) + len(other)
    return 2 * len(one & other) / both if both else 1.0


def _words(text: str, knowledge: Knowledge) -> frozenset[str]:
    return frozenset(knowledge.services.said(plain(text)).canonical)
