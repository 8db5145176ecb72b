"""Who is measured: understanding itself and what others would do without it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.understanding.corpora import Question, Timed, read_questions, read_times
from bench.understanding.measures import (
    AnswerHeard,
    Figure,
    ServiceHeard,
    answer_figures,
    intent_figures,
    service_figures,
    share,
)
from training.corpus import Sentence, read_folder


@dataclass(frozen=True, slots=True)
class Contender:
    """What one of them can do; the others stay empty in the table. `missing`: the package that is
    not installed."""

    name: str
    intent: Callable[[Sentence], str] | None = None
    service: Callable[[Sentence], ServiceHeard] | None = None
    aspect: Callable[[Sentence], str] | None = None
    answer: Callable[[Question], AnswerHeard] | None = None
    times: Callable[[Timed], bool] | None = None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """The test files of one folder; what is not there is not measured."""

    sentences: Sequence[Sentence] = ()
    times: Sequence[Timed] = ()
    questions: Sequence[Question] = field(default_factory=tuple)

    @classmethod
    def of(cls, folder: Path, prefix: str = "") -> "Test":
        """`prefix`: what the names of the files begin with."""
        pattern = f"{prefix}*.txt" if prefix else "sentences*.txt"
        others = {folder / f"{prefix}{name}" for name in ("times.txt", "_times.txt")}
        faqs = {folder / f"{prefix}{name}" for name in ("faq.txt", "_faq.txt")}
        skipped = {path.name for path in others | faqs}
        return cls(
            [
                each
                for path in sorted(folder.glob(pattern))
                if path.name not in skipped
                for each in read_folder(folder, path.name)
            ],
            [each for path in sorted(others) if path.exists() for each in read_times(path)],
            [each for path in sorted(faqs) if path.exists() for each in read_questions(path)],
        )


def figures(contender: Contender, test: Test) -> Iterator[Figure]:
    """All that this contender can be measured in."""
    if contender.intent:
        yield from intent_figures(test.sentences, contender.intent)
    if contender.service:
        yield from service_figures(test.sentences, contender.service)
    if contender.aspect:
        yield from _aspects(test.sentences, contender.aspect)
    if contender.times:
        yield share("times exact", map(contender.times, test.times), (0.92, True))
    if contender.answer:
        yield from answer_figures(test.questions, contender.answer)


def _aspects(sentences: Iterable[Sentence], read: Callable[[Sentence], str]) -> Iterator[Figure]:
    asked = [each for each in sentences if each.aspects[0] != "-"]
    yield share("aspect", (read(each) in each.aspects for each in asked))
