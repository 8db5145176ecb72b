"""The entry that answers a question: words, service and aspect; answer, suggest or refuse."""

from dataclasses import dataclass
from datetime import date

from bot.domain.services import FaqEntry
from bot.understanding.canonical import Said
from bot.understanding.cue import Cue
from bot.understanding.ranking import PhraseIndex
from bot.understanding.reading import FaqMatch, FaqOutcome
from bot.understanding.services import ServiceIndex
from bot.understanding.text import plain
from bot.understanding.topics import find_topic, occasions
from bot.understanding.weighing import ServiceRead

HIGH = 0.56  # at least that to give an answer out
LOW = 0.30  # at least that to suggest
MARGIN = 0.05  # the lead over the second that an answer needs
CERTAIN = 0.86  # … and from here on it needs none
_MOST = 5
_NOWHERE = r"(?!)"
_MOSTLY = 0.66  # of the query inside one phrase: then more words do not matter
_ELSEWHERE, _WHEN_UNASKED, _WHEN_MISSED = 0.5, 0.8, 0.88
_SAME_BOTH, _SAME_SERVICE, _SAME_TOPIC = 0.30, 0.04, 0.10
_OTHER_SERVICE, _OTHER_TOPIC, _NO_SERVICE = 0.45, 0.75, 0.85


@dataclass(frozen=True, slots=True)
class _Known:
    """An entry with its service and aspect, also where only its wording tells them."""

    entry: FaqEntry
    service: str | None
    candidates: frozenset[str]
    topic: str | None
    when: frozenset[str]


@dataclass(frozen=True, slots=True)
class FaqIndex:
    """Made once per configuration."""

    known: tuple[_Known, ...]
    index: PhraseIndex
    exact: dict[str, int]
    places: Cue

    @classmethod
    def build(
        cls,
        entries: tuple[FaqEntry, ...],
        services: ServiceIndex,
        elsewhere: tuple[str, ...] = (),
    ) -> "FaqIndex":
        """Index questions and aliases in canonical words."""
        phrases: list[tuple[int, str]] = []
        exact: dict[str, int] = {}
        for number, entry in enumerate(entries):
            for said in (entry.question, *entry.aliases):
                text = services.rewriter.content(services.rewriter.rewrite(plain(said)))
                phrases.append((number, " ".join((text, *sorted(occasions(plain(said)))))))
                exact.setdefault(services.rewriter.content(plain(said)), number)
        known = tuple(_know(entry, services) for entry in entries)
        said_here = "\n".join((*exact, *services.names))
        places = "|".join(place for place in elsewhere if place not in said_here)
        return cls(known, PhraseIndex.build(phrases), exact, Cue(places or _NOWHERE))

    def match(self, said: Said, today: date, service: ServiceRead, topic: str | None) -> FaqMatch:
        """Read a plain text; entries past `valid_until` are never given out."""
        return _outcome(self.scores(said, today, service, topic), service)

    def scores(
        self, said: Said, today: date, service: ServiceRead, topic: str | None
    ) -> list[tuple[float, str]]:
        """(score, id) of the entries that come nearest, best first."""
        text = said.text
        when = occasions(text)
        away = _ELSEWHERE if self.places.search(text) else 1.0
        query = said.canonical | dict.fromkeys(sorted(when), 1.0)
        mass = self.index.mass(query) or 1.0
        asked = _Asked.of(service, topic)
        found: list[tuple[float, str]] = []
        same = self.exact.get(said.content) if said.content else None
        for number, (shared, part) in self.index.search(query).items():
            known = self.known[number]
            until = known.entry.valid_until
            if until is not None and until < today:
                continue
            score = _score(_words(part, shared / mass), known, asked)
            score *= _when_factor(when, known.when)
            found.append((-1.0 if number == same else -score * away, known.entry.id))
        found.sort()
        return [(-score, entry) for score, entry in found[:_MOST]]


def _know(entry: FaqEntry, services: ServiceIndex) -> _Known:
    read = services.read(services.said(plain(entry.question)))
    topic = entry.aspect or find_topic(plain(entry.question))
    meant = entry.service or read.service
    candidates = frozenset({meant} if meant else read.candidates)
    return _Known(entry, meant, candidates, topic, occasions(plain(entry.question)))


def _when_factor(asked: frozenset[str], known: frozenset[str]) -> float:
    """周末 is another question than 平时, though most words are the same."""
    if known and not asked & known:
        return _WHEN_UNASKED
    return _WHEN_MISSED if asked and not known else 1.0


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the message is about."""

    service: str | None
    services: frozenset[str]
    topic: str | None

    @classmethod
    def of(cls, service: ServiceRead, topic: str | None) -> "_Asked":
        meant = (service.service,) if service.service else ()
        return cls(service.service, frozenset((*service.candidates, *meant)), topic)


def _words(phrase: float, query: float) -> float:
    """How well the words fit, from the covered parts of the phrase and of the query."""
    both = phrase + query
    words = 2 * phrase * query / both if both else 0.0
    return max(words, 0.92 * phrase) if query >= _MOSTLY else words


def _score(words: float, known: _Known, asked: _Asked) -> float:
    topic = asked.topic
    if topic is None and not asked.services:
        return min(words, 0.99)
    same_service = not asked.services.isdisjoint(known.candidates)
    same_topic = topic is not None and topic == known.topic
    if same_service and same_topic and asked.service in known.candidates:
        words += _SAME_BOTH
    elif same_topic:
        words += _SAME_TOPIC if same_service or not known.candidates else 0.0
    elif same_service:
        words += _SAME_SERVICE
    if asked.service and known.candidates and not same_service:
        words *= _OTHER_SERVICE
    elif asked.services and not known.candidates:
        words *= _NO_SERVICE
    if topic and known.topic and topic != known.topic:
        words *= _OTHER_TOPIC
    return min(words, 0.99)


def _outcome(scores: list[tuple[float, str]], service: ServiceRead) -> FaqMatch:
    best = scores[0][0] if scores else 0.0
    second = scores[1][0] if len(scores) > 1 else 0.0
    ranked = tuple(entry for _, entry in scores)
    if service.not_offered is not None and best < 1.0:
        return FaqMatch(FaqOutcome.REFUSE, None, best, ranked)
    if best >= CERTAIN or (best >= HIGH and best - second >= MARGIN):
        return FaqMatch(FaqOutcome.ANSWER, ranked[0], best, ranked)
    if best >= LOW:
        return FaqMatch(FaqOutcome.SUGGEST, None, best, ranked)
    return FaqMatch(FaqOutcome.REFUSE, None, best, ranked)
