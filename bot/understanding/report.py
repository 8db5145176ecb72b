"""A Reading as the JSON of `bot understand`."""

from datetime import datetime

from bot.understanding.reading import Reading, TimeSpan

Json = dict[str, object]


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.replace(tzinfo=None).isoformat(timespec="minutes")


def _time(span: TimeSpan | None) -> Json | None:
    if span is None:
        return None
    return {"start": _iso(span.start), "end": _iso(span.end), "grain": span.grain.value}


def to_json(reading: Reading) -> Json:
    """The stable form of `python -m bot understand` without `id` and `ms`; local ISO times, ends
    exclusive (house plan, section 7)."""
    faq = reading.faq
    return {
        "intent": reading.intent.value,
        "intent_scores": {label: round(s, 4) for label, s in reading.intent_scores.items()},
        "service": reading.service,
        "wanted_services": list(reading.wanted_services),
        "services": list(reading.services),
        "ambiguous": reading.ambiguous,
        "time": _time(reading.time),
        "negated": [{"start": _iso(s.start), "end": _iso(s.end)} for s in reading.negated],
        "time_spans": [list(span) for span in reading.time_spans],
        "faq_id": faq.entry,
        "faq_outcome": faq.outcome.value,
        "faq_score": round(faq.score, 4),
        "faq_ranked": list(faq.ranked),
        "topic": reading.topic,
        "name": reading.name,
        "phone": reading.phone,
    }
