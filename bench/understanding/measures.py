"""What was right and what was wrong, counted; nothing here knows how it was read."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.understanding.corpora import FAR, NEAR, SHARED, UNSHARED, Question
from training.corpus import ELSEWHERE, NOT_OFFERED, Sentence

FIRST = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A share of `of` cases, shown as .873; `goal` = (the share wanted, is more better)."""

    name: str
    share: float
    of: int
    goal: tuple[float, bool] | None = None

    @property
    def shown(self) -> str:
        """Three digits, no zero before the point; – when there were no cases."""
        return f"{self.share:.3f}".removeprefix("0") if self.of else "–"

    @property
    def is_met(self) -> bool | None:
        """None without a goal or without cases."""
        if self.goal is None or not self.of:
            return None
        return self.share >= self.goal[0] if self.goal[1] else self.share <= self.goal[0]


@dataclass(frozen=True, slots=True)
class ServiceHeard:
    """`first`: the likeliest; `sure`: taken for meant; `heard`: all that were; `offered`: the
    candidates."""

    first: str | None
    sure: frozenset[str]
    offered: frozenset[str]
    not_offered: bool


@dataclass(frozen=True, slots=True)
class AnswerHeard:
    """`given` is set when the answer is sent without asking back."""

    ranked: tuple[str, ...]
    given: str | None


def share(name: str, held: Iterable[bool], goal: tuple[float, bool] | None = None) -> Figure:
    """The share of cases in which something held."""
    cases = list(held)
    return Figure(name, sum(cases) / len(cases) if cases else 0.0, len(cases), goal)


def intent_figures(
    sentences: Sequence[Sentence], read: Callable[[Sentence], str]
) -> Iterable[Figure]:
    """Strict (the best label), lenient (a defensible one), macro F1."""
    found = [read(each) for each in sentences]
    pairs = list(zip(sentences, found, strict=True))
    yield share("intent strict", (got == s.intents[0] for s, got in pairs), (0.85, True))
    yield share("intent lenient", (got in s.intents for s, got in pairs), (0.95, True))
    yield Figure("intent macro-F1", _macro_f1(pairs), len(pairs))


def _macro_f1(pairs: Sequence[tuple[Sentence, str]]) -> float:
    meant = Counter(each.intents[0] for each, _ in pairs)
    told = Counter(got for _, got in pairs)
    right = Counter(got for each, got in pairs if got == each.intents[0])
    return sum(2 * right[x] / (meant[x] + told[x]) for x in meant) / len(meant) if meant else 0.0


def is_ours(sentence: Sentence) -> bool:
    """Does it name services of this centre?"""
    return bool(sentence.services) and not any(
        name == NOT_OFFERED or name.startswith(ELSEWHERE) for name in sentence.services
    )


def service_figures(
    sentences: Sequence[Sentence], read: Callable[[Sentence], ServiceHeard]
) -> Iterable[Figure]:
    """The likeliest is right; taken for meant and wrong; the right one at least offered."""
    pairs = [(each, read(each)) for each in sentences]
    ours = [(each, got) for each, got in pairs if is_ours(each)]
    strange = [got for each, got in pairs if NOT_OFFERED in each.services]
    yield share("service top-1", (got.first in each.services for each, got in ours), (0.95, True))
    yield share("service false", (not _is_harmless(e, got) for e, got in pairs), (0.03, False))
    yield share("service offered", (bool(got.offered & set(each.services)) for each, got in ours))
    both = [(each, got) for each, got in ours if not each.is_either and len(each.services) > 1]
    yield share("both of two services", (set(each.services) <= got.sure for each, got in both))
    yield share("not offered, and told so", (got.not_offered for got in strange))


def _is_harmless(sentence: Sentence, heard: ServiceHeard) -> bool:
    return heard.sure <= set(sentence.services)


def answer_figures(
    questions: Sequence[Question], read: Callable[[Question], AnswerHeard]
) -> Iterable[Figure]:
    """Of questions with an answer: first, among five, wrong; of the others: answered all the
    same."""
    pairs = [(each, read(each)) for each in questions]
    for kind, name, first, five in (
        (SHARED, "FAQ ordinary", 0.90, None),
        (UNSHARED, "FAQ no shared word", 0.55, 0.85),
    ):
        mine = [(each, got) for each, got in pairs if each.kind == kind]
        firsts = (got.ranked[:1] == (each.entry,) for each, got in mine)
        yield share(f"{name}: top-1", firsts, (first, True))
        fives = (each.entry in got.ranked[:FIRST] for each, got in mine)
        yield share(f"{name}: top-5", fives, (five, True) if five else None)
        wrongs = (got.given not in (None, each.entry) for each, got in mine)
        yield share(f"{name}: wrong answer", wrongs, (0.03, False))
    for kind, most in ((NEAR, 0.10), (FAR, 0.01)):
        given = (got.given is not None for each, got in pairs if each.kind == kind)
        yield share(f"FAQ {kind}: false answer", given, (most, False))
