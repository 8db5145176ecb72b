"""Why a message was read as it was: the cues that spoke, scores and thresholds."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.calendar import CHINA
from bot.understanding import faq, weighing
from bot.understanding.intents import Reason, tally
from bot.understanding.knowledge import Knowledge
from bot.understanding.reader import read, take_apart
from bot.understanding.reading import Reading

_MOST_REASONS = 12


@dataclass(frozen=True, slots=True)
class Explanation:
    """`services` = (name, value, part of a phrase that was said), `entries` = (score, id,
    question), best first; `reasons` by weight."""

    reading: Reading
    reasons: tuple[Reason, ...]
    services: tuple[tuple[str, float, float], ...]
    entries: tuple[tuple[float, str, str], ...]


THRESHOLDS = {
    "sure": weighing.SURE,
    "lead": weighing.LEAD,
    "high": faq.HIGH,
    "margin": faq.MARGIN,
    "low": faq.LOW,
}


def explain(text: str, now: datetime, knowledge: Knowledge) -> Explanation:
    """Read `text` at `now` (aware) and keep what led there."""
    reading, parts = read(text, now, knowledge), take_apart(text, now, knowledge)
    said = knowledge.services.said(parts.said)
    likely = knowledge.services.rank(said).likely[: weighing.MOST]
    today = now.astimezone(CHINA).date()
    entries = knowledge.faq.scores(said, today, parts.matter.service, reading.topic)
    questions = {known.entry.id: known.entry.question for known in knowledge.faq.known}
    reasons = sorted(tally(parts.said, parts.facts).reasons, key=lambda each: -each.weight)
    return Explanation(
        reading,
        tuple(reasons[:_MOST_REASONS]),
        tuple((one.name, one.value, one.covered) for one in likely),
        tuple((score, key, questions[key]) for score, key in entries),
    )
