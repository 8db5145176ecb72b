"""A reading in plain Chinese: what was understood, and why."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from bot.cli.base import spoken

if TYPE_CHECKING:
    from bot.understanding import Knowledge, Reading, TimeSpan
    from bot.understanding.explaining import Explanation
    from bot.understanding.intents import Reason

_WORTH_SAYING = 0.01
_FACTS = ("service", "wish", "person", "time", "code", "question", "not_offered", "faq")


def explained(text: str, now: datetime, knowledge: "Knowledge") -> str:
    """What `text` means at `now` (aware), the scores, the thresholds and the cues, for people."""
    from bot.understanding.explaining import explain

    found = explain(text, now, knowledge)
    said = spoken("understand.said", text=found.reading.anonymous)
    return "".join(
        (said, *_found(found.reading), *_services(found), *_entries(found), *_why(found))
    )


def _found(found: "Reading") -> Iterator[str]:
    intent = found.intent.value
    sure = f"{found.intent_scores.get(intent, 0):.0%}"
    yield spoken("understand.intent", intent=spoken(f"intent.{intent}").strip(), sure=sure)
    services = found.wanted_services or found.services
    if services:
        wide = spoken("understand.ambiguous").strip() if found.ambiguous else ""
        yield spoken("understand.services", services="、".join(services) + wide)
    if found.not_offered is not None:
        yield spoken("understand.not_offered", answer=found.not_offered)
    for span in filter(None, (found.time, *found.alternatives)):
        yield spoken("understand.time", when=_when(span))
    for span in (*found.negated, *found.replaced):
        yield spoken("understand.rejected_times", when=_when(span))
    if found.faq.entry:
        yield spoken("understand.faq", entry=found.faq.entry, score=f"{found.faq.score:.2f}")
    if person := " ".join(filter(None, (found.name, found.beneficiary, found.home_address))):
        yield spoken("understand.person", person=person)


def _services(found: "Explanation") -> Iterator[str]:
    from bot.understanding.explaining import THRESHOLDS

    if any(value >= _WORTH_SAYING for _, value, _ in found.services):
        yield spoken("understand.scores")
        for name, value, covered in found.services:
            if value < _WORTH_SAYING:
                continue
            shown = {"value": f"{value:.0%}", "covered": f"{covered:.0%}"}
            yield spoken("understand.score", name=name, **shown)
        yield spoken(
            "understand.sure", sure=f"{THRESHOLDS['sure']:.0%}", lead=f"{THRESHOLDS['lead']:.0%}"
        )


def _entries(found: "Explanation") -> Iterator[str]:
    from bot.understanding.explaining import THRESHOLDS

    if found.entries:
        yield spoken("understand.nearest")
        for score, entry, question in found.entries:
            yield spoken("understand.near", entry=entry, question=question, score=f"{score:.2f}")
        yield spoken("understand.answers", **{key: f"{val:g}" for key, val in THRESHOLDS.items()})


def _why(found: "Explanation") -> Iterator[str]:
    yield from _words(found)
    if found.reasons:
        yield spoken("understand.why")
    for reason in found.reasons:
        intent = spoken(f"intent.{reason.label.value}").strip()
        weight = f"{reason.weight:+.1f}"
        yield spoken("understand.reason", intent=intent, weight=weight, why=_reason(reason))


def _words(found: "Explanation") -> Iterator[str]:
    """Also single characters and pairs: the model weighs small pieces."""
    strongest: dict[str, str] = {}
    for weight, word in found.words:
        strongest.setdefault(_readable(word), f"{weight:+.1f}")
    if strongest:
        words = "、".join(f"{word} {weight}" for word, weight in strongest.items() if word)
        intent = spoken(f"intent.{found.reading.intent.value}").strip()
        yield spoken("understand.learned", intent=intent, words=words)


def _readable(word: str) -> str:
    from bot.understanding.features import PERSON, SERVICE
    from bot.understanding.reader import TIME

    marks = {TIME: "some_time", SERVICE: "some_service", PERSON: "some_name"}
    for mark, key in marks.items():
        word = word.replace(mark, spoken(f"understand.{key}").strip())
    return word.strip("^$,")


def _reason(reason: "Reason") -> str:
    from bot.understanding.reader import TIME

    if not reason.why.startswith("+"):
        word = reason.why.replace(TIME, spoken("understand.some_time").strip())
        return spoken("understand.word", word=word).strip()
    fact = reason.why.removeprefix("+")
    return spoken(f"understand.fact.{fact if fact in _FACTS else 'topic'}").strip()


def _when(span: "TimeSpan") -> str:
    """Either end may be open."""
    shown = {
        name: f"{moment:%Y-%m-%d %H:%M}"
        for name, moment in (("start", span.start), ("end", span.end))
        if moment is not None
    }
    key = "span" if len(shown) == 2 else "from" if "start" in shown else "until"
    return spoken(f"understand.{key}", **shown).strip()
