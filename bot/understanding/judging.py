"""What a change of the wordings does: the wordings we have, read as if some were not there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.config.learned import more
from bot.config.model import Config, Learned
from bot.understanding.knowledge import Knowledge
from bot.understanding.reader import read
from bot.understanding.reading import FaqOutcome, Reading

FOLDS = 5
"""Every fifth wording is left out in turn: enough to see what the others make of it."""
WORSE, LESS = 0.004, 0.02
"""So many more wrong or false ones are a worsening, and so many fewer right ones: of many lessons
at once. A single one may make one wrong and three less right, in a small centre and in a big one.
"""


@dataclass(frozen=True, slots=True)
class Expected:
    """Shares of 1: questions of ours answered right and wrong (the rest is suggested or refused),
    and strange ones answered at all."""

    right: float = 0.0
    wrong: float = 0.0
    false: float = 0.0

    def spelt(self, suffix: str = "") -> dict[str, str]:
        """The shares as percentages, by the names the texts use."""
        shares = (("right", self.right), ("wrong", self.wrong), ("false", self.false))
        return {f"{name}{suffix}": f"{share:.1%}" for name, share in shares}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be expected before and after a change."""

    before: Expected
    after: Expected
    worse: float = WORSE
    less: float = LESS

    @property
    def is_worse(self) -> bool:
        """Whether residents would hear more that is wrong, or much less that is right."""
        before, after = self.before, self.after
        is_wrong = after.wrong > before.wrong + self.worse or after.false > before.false + WORSE
        return is_wrong or after.right < before.right - self.less

    def spelt(self) -> dict[str, str]:
        """The shares as percentages, by the names the texts use."""
        return {**self.after.spelt(), **self.before.spelt("_before")}


def judge(config: Config, before: Learned, after: Learned, now: datetime) -> Verdict:
    """The effect of `after` in place of `before` on what the admin wrote. Takes about a second for
    a hundred answers: not for the event loop."""
    asked = tuple(_answers(config))
    if after.services != before.services:  # these alone change what is read as a service
        asked += tuple(_services(config))
    count, added = len(asked) or 1, len(more(after, before))
    return Verdict(
        _expect(replace(config, learned=before), asked, now),
        _expect(replace(config, learned=after), asked, now),
        max(1, min(added, WORSE * count)) / count,
        max(3, min(3 * added, LESS * count)) / count,
    )


def expect(config: Config, now: datetime) -> Expected:
    """How the wordings of faq.yaml and services.yaml would be understood if the office had not
    thought of them."""
    return _expect(config, (*_answers(config), *_services(config)), now)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A wording and what it means: the id of an answer, or a service."""

    wording: str
    meant: str
    is_service: bool = False


def _answers(config: Config) -> Iterator[_Asked]:
    return (_Asked(wording, entry.id) for entry in config.faq for wording in entry.aliases)


def _services(config: Config) -> Iterator[_Asked]:
    services = config.catalogue.services.values()
    return (
        _Asked(alias, each.name, is_service=True) for each in services for alias in each.aliases
    )


def _expect(config: Config, asked: Sequence[_Asked], now: datetime) -> Expected:
    right = wrong = 0
    for fold in range(FOLDS):
        left_out = frozenset(asked[fold::FOLDS])
        knowledge = Knowledge.build(_without(config, left_out))
        for one in asked[fold::FOLDS]:
            found = _found(read(one.wording, now, knowledge), one)
            right += found == one.meant
            wrong += found not in (None, one.meant)
    return Expected(right / len(asked), wrong / len(asked)) if asked else Expected()


def _found(reading: Reading, one: _Asked) -> str | None:
    if one.is_service:
        return reading.service
    return reading.faq.entry if reading.faq.outcome is FaqOutcome.ANSWER else None


def _without(config: Config, left_out: frozenset[_Asked]) -> Config:
    """`config` as if nobody had written these wordings."""
    faq = tuple(
        replace(
            entry, aliases=tuple(a for a in entry.aliases if _Asked(a, entry.id) not in left_out)
        )
        for entry in config.faq
    )
    services = {
        name: replace(
            each, aliases=tuple(a for a in each.aliases if _Asked(a, name, True) not in left_out)
        )
        for name, each in config.catalogue.services.items()
    }
    return replace(config, faq=faq, catalogue=replace(config.catalogue, services=services))
