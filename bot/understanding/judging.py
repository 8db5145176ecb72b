"""What a change of the wordings does: the wordings we have, each read as if it were not there."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from bot.config.learned import more
from bot.config.model import Config, Learned
from bot.understanding.calibrating import Expected, trials
from bot.understanding.knowledge import Knowledge
from bot.understanding.text import plain

MOST = 1000
"""So many wordings are tried: all of a hundred and fifty answers."""
FOLDS = 3
"""Every third name of a service is left out in turn: enough to see what the others make of it."""
WORSE, LESS = 0.004, 0.02
"""So many more wrong or false ones are a worsening, and so many fewer right ones: of many lessons
at once. A single one may make one wrong and three less right, in a small centre and in a big one.
"""


class Verdict(Struct, frozen=True):
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
        return {**spelt(self.after), **spelt(self.before, "_before")}


def spelt(shares: Expected, suffix: str = "") -> dict[str, str]:
    """The shares as percentages, by the names the texts use."""
    named = (("right", shares.right), ("wrong", shares.wrong), ("false", shares.false))
    return {f"{name}{suffix}": f"{share:.1%}" for name, share in named}


def judge(config: Config, before: Learned, after: Learned) -> Verdict:
    """The effect of `after` in place of `before` on what the office wrote. Takes about a second for
    a hundred answers: not for the event loop."""
    with_services = after.services != before.services  # else they are read as before
    was = _tried(replace(config, learned=before), with_services=with_services)
    will_be = _tried(replace(config, learned=after), with_services=with_services)
    count, added = was.asked or 1, len(more(after, before))
    return Verdict(
        was.shares(),
        will_be.shares(),
        max(1, min(added, WORSE * count)) / count,
        max(3, min(3 * added, LESS * count)) / count,
    )


def expect(config: Config) -> Expected:
    """How the wordings of faq.yaml, services.yaml and learned.yaml would be understood if the
    office had not thought of them; takes about a second."""
    return _tried(config, with_services=True).shares()


class _Tried(Struct, frozen=True):
    """How many of the wordings `asked` were read right and wrong; the share of strange lines that
    got an answer."""

    asked: int
    right: int
    wrong: int
    false: float

    def shares(self) -> Expected:
        """Of all that was asked."""
        asked = self.asked or 1
        return Expected(self.right / asked, self.wrong / asked, self.false)


def _tried(config: Config, *, with_services: bool) -> _Tried:
    knowledge = Knowledge.build(config)
    tried = list(trials(knowledge.faq, knowledge.services, MOST))
    given = [(trial.entry, trial.answer(knowledge.faq.high)) for trial in tried]
    found = [(meant, got) for meant, got in given if meant]
    strange = [got is not None for meant, got in given if not meant]
    found += _services_tried(config) if with_services else ()
    right = sum(meant == got for meant, got in found)
    wrong = sum(got not in (None, meant) for meant, got in found)
    return _Tried(len(found), right, wrong, sum(strange) / len(strange) if strange else 0.0)


def _services_tried(config: Config) -> Iterator[tuple[str, str | None]]:
    """Each name that the admin wrote for a service, and the service that is read without it."""
    services = config.catalogue.services.values()
    names = [(each.name, alias) for each in services for alias in each.aliases]
    for fold in range(FOLDS):
        left_out = frozenset(names[fold::FOLDS])
        index = Knowledge.build(_without(config, left_out)).services
        for meant, alias in names[fold::FOLDS]:
            yield meant, index.read(index.said(plain(alias))).service


def _without(config: Config, left_out: frozenset[tuple[str, str]]) -> Config:
    """`config` as if nobody had written these names; answers play no part here."""
    services = {
        name: replace(each, aliases=tuple(a for a in each.aliases if (name, a) not in left_out))
        for name, each in config.catalogue.services.items()
    }
    return replace(config, faq=(), catalogue=replace(config.catalogue, services=services))
