"""Understanding itself, asked in the form in which the measures want it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bench.understanding.corpora import Question, Timed
from bench.understanding.measures import AnswerHeard, ServiceHeard
from bot.config import load_config
from bot.domain.calendar import CHINA
from bot.understanding import Knowledge, Reading, TimeSpan, read
from training.corpus import Sentence

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)


@dataclass(frozen=True, slots=True)
class Reader:
    """One centre's knowledge; every sentence without a moment is said on a Monday at ten."""

    knowledge: Knowledge

    @classmethod
    def of(cls, config: Path) -> "Reader":
        """The reader of a configuration directory. Raises ConfigFaults."""
        return cls(Knowledge.build(load_config(config)))

    def reading(self, text: str) -> Reading:
        """A sentence said on the Monday."""
        return read(text, NOW, self.knowledge)

    def intent(self, sentence: Sentence) -> str:
        """One of the fourteen labels."""
        return self.reading(sentence.text).intent.value

    def aspect(self, sentence: Sentence) -> str:
        """One of the eleven labels, "-" for none."""
        return self.reading(sentence.text).topic or "-"

    def service(self, sentence: Sentence) -> ServiceHeard:
        """The services that were heard."""
        got = self.reading(sentence.text)
        sure = got.wanted_services or tuple(filter(None, (got.service,)))
        likely = (*filter(None, (got.service,)), *got.wanted_services, *got.services)
        first = likely[0] if likely else None
        return ServiceHeard(first, frozenset(sure), frozenset(likely), got.not_offered is not None)

    def answer(self, question: Question) -> AnswerHeard:
        """The entries, best first."""
        faq = self.reading(question.text).faq
        return AnswerHeard(faq.ranked, faq.entry)

    def times(self, said: Timed) -> bool:
        """Are all wanted times exactly as meant, and the excluded ones where they are told?"""
        got = read(said.text, said.now, self.knowledge)
        wanted = filter(None, (got.time, *got.alternatives))
        told = " ; ".join(map(_spelled, wanted)) or "none"
        if " ! " in said.meant:
            told += "".join(f" ! {_spelled(span)}" for span in got.negated)
        return told == said.meant


def _spelled(span: TimeSpan) -> str:
    edges = (f"{edge:%Y-%m-%dT%H:%M}" if edge else "-" for edge in (span.start, span.end))
    return " | ".join((*edges, span.grain))
