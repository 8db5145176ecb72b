"""What a change of the wordings does: the wordings we have, read as if some were not there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.config.model import Config, Learned
from bot.domain.services import FaqEntry
from bot.understanding.knowledge import Knowledge
from bot.understanding.reader import read
from bot.understanding.reading import FaqOutcome

FOLDS = 5
"""Every fifth wording is left out in turn: enough to see what the others make of it."""
WORSE = 0.004
"""More than that of wrong or false answers is a worsening: one in 250."""
LESS = 0.02


@dataclass(frozen=True, slots=True)
class Expected:
    """Shares of 1: questions of ours answered right and wrong (the rest is suggested or refused),
    and strange ones answered at all."""

    right: float = 0.0
    wrong: float = 0.0
    false: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be expected before and after a change."""

    before: Expected
    after: Expected

    @property
    def is_worse(self) -> bool:
        """Whether residents would hear more that is wrong, or much less that is right."""
        before, after = self.before, self.after
        is_wrong = after.wrong > before.wrong + WORSE or after.false > before.false + WORSE
        return is_wrong or after.right < before.right - LESS

    def spelt(self) -> dict[str, str]:
        """The shares as percentages, by the names the texts use."""
        both = (("", self.after), ("_before", self.before))
        return {
            f"{name}{suffix}": f"{getattr(expected, name):.1%}"
            for suffix, expected in both
            for name in ("right", "wrong", "false")
        }


def judge(config: Config, before: Learned, after: Learned, now: datetime) -> Verdict:
    """The effect of `after` in place of `before` on what the admin wrote. Takes about a second for
    a hundred answers: not for the event loop."""
    return Verdict(
        expect(replace(config, learned=before), now), expect(replace(config, learned=after), now)
    )


def expect(config: Config, now: datetime) -> Expected:
    """How the wordings of faq.yaml would be answered if the office had not thought of them."""
    asked = right = wrong = 0
    for fold in range(FOLDS):
        entries, left_out = _without(config.faq, fold)
        knowledge = Knowledge.build(replace(config, faq=entries))
        for wording, key in left_out:
            match = read(wording, now, knowledge).faq
            asked += 1
            right += match.outcome is FaqOutcome.ANSWER and match.entry == key
            wrong += match.outcome is FaqOutcome.ANSWER and match.entry != key
    return Expected(right / asked, wrong / asked) if asked else Expected()


def _without(
    faq: tuple[FaqEntry, ...], fold: int
) -> tuple[tuple[FaqEntry, ...], list[tuple[str, str]]]:
    """The entries without every fifth wording, and these with the ids they belong to."""
    left_out = [pair for number, pair in enumerate(_wordings(faq)) if number % FOLDS == fold]
    gone = set(left_out)
    entries = tuple(
        replace(entry, aliases=tuple(a for a in entry.aliases if (a, entry.id) not in gone))
        for entry in faq
    )
    return entries, left_out


def _wordings(faq: tuple[FaqEntry, ...]) -> Iterator[tuple[str, str]]:
    return ((wording, entry.id) for entry in faq for wording in entry.aliases)
