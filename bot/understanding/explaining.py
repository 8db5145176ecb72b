"""Why a message was read as it was: the cues that spoke, scores and thresholds."""

from datetime import datetime

from msgspec import Struct

from bot.domain.calendar import CHINA
from bot.understanding import faq, weighing
from bot.understanding.intents import MODEL, Reason, features, tally
from bot.understanding.knowledge import Knowledge
from bot.understanding.model import trained
from bot.understanding.reader import Parts, read, take_apart
from bot.understanding.reading import Intent, Reading

_MOST_REASONS, _MOST_WORDS = 12, 8
_LEAST = 0.1  # logits: less does not matter


class Explanation(Struct, frozen=True):
    """`services` = (name, share, part of a phrase that was said), `entries` = (score, id,
    question), best first; `reasons` by weight; `words`: what the trained model heard that speaks
    for the intent, with its weight in logits."""

    reading: Reading
    reasons: tuple[Reason, ...]
    services: tuple[tuple[str, float, float], ...]
    entries: tuple[tuple[float, str, str], ...]
    words: tuple[tuple[float, str], ...] = ()


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
        _heard(parts, reading.intent),
    )


def _heard(parts: Parts, intent: Intent) -> tuple[tuple[float, str], ...]:
    """Only words: the cues and facts among the features are told as reasons."""
    model = trained(MODEL)
    if intent.value not in model.labels:
        return ()
    words = [each for each in features(parts.said, parts.facts) if not each.startswith("+")]
    said = model.speaks(words, intent.value)
    return tuple(one for one in said[:_MOST_WORDS] if one[0] >= _LEAST)
