"""What speaks for an answer: how its wording fits a question, and whether service and aspect do."""

from collections.abc import Sequence

from msgspec import Struct

from bot.domain.services import FaqEntry
from bot.understanding.canonical import Said
from bot.understanding.cue import Cue
from bot.understanding.services import ServiceIndex
from bot.understanding.topics import find_topic, occasions
from bot.understanding.weighing import ServiceRead

KINDS = (
    *("one", "words", "phrase", "query", "union", "same", "other", "missed", "free"),
    *("topic", "other_topic", "both", "when_unasked", "when_missed", "refused", "strange"),
    *("named", "topic_free"),
)
_ANY_ASPECT = "how_to"
_OTHER_ASPECT = 0.25  # what is left of a score when another aspect than its own was asked about …
_ELSEWHERE = 0.4  # … or it is about another house or thing
_MEANT = 0.2  # the share from which a question is taken to be about a service, if it says none


class Known(Struct, frozen=True):
    """An entry with its services (how surely it is about each) and aspect, also where only its
    wording tells them."""

    entry: FaqEntry
    services: tuple[tuple[str, float], ...]
    topic: str | None
    when: frozenset[str]
    houses: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(
        cls, entry: FaqEntry, wordings: Sequence[str], services: ServiceIndex, houses: Cue
    ) -> "Known":
        """What an entry is about; `wordings`: its question and aliases as plain texts, `houses`:
        the words for other houses."""
        asked = wordings[0]
        meant: tuple[tuple[str, float], ...] = ((entry.service, 1.0),) if entry.service else ()
        if not meant and services.may_mean(said := services.said(asked)):
            likely = services.rank(said).likely
            meant = tuple((one.name, one.value) for one in likely if one.value >= _MEANT)
        spoken_of = _found(houses, "\n".join(wordings))
        topic = entry.aspect or find_topic(asked)
        names = frozenset(name for name, _ in meant)
        return cls(entry, meant, topic, occasions(asked), spoken_of, names)


# The weight a question shares with the best phrase, the part of the phrase that is, and the weight
# shared with all phrases.
Fit = tuple[float, float, float]


class Asked(Struct, frozen=True):
    """What a question is about; `mass` = what its words weigh; `services`: name → share, and the
    `likeliest` of the shares."""

    mass: float
    services: dict[str, float]
    likeliest: float
    named: frozenset[str]
    topic: str | None
    when: frozenset[str]
    refused: float
    strange: float
    houses: frozenset[str]

    @classmethod
    def of(
        cls, said: Said, about: tuple[ServiceRead, str | None], mass: float, houses: Cue
    ) -> "Asked":
        """A question as the other readers understood it: its service and aspect."""
        service, topic = about
        shares = dict(service.shares)
        likeliest = max(shares.values(), default=0.0)
        meant = frozenset((*service.wanted, service.service or ""))
        refused = max(service.refused, float(service.not_offered is not None))
        strange = float(min(said.strange, 2))
        when, spoken_of = occasions(said.text), _found(houses, said.text)
        particulars = (meant, topic, when, refused, strange, spoken_of)
        return cls(mass or 1.0, shares, likeliest, *particulars)

    def factor(self, known: Known) -> float:
        """What is left of the score of an entry about another house, thing or aspect."""
        is_elsewhere = (self.strange > 0 and self.named.isdisjoint(known.names)) or (
            self.houses and not self.houses <= known.houses
        )
        is_other = known.topic != self.topic and None not in (known.topic, self.topic)
        is_other = is_other and self.topic != _ANY_ASPECT  # who asks how may mean any
        return (_ELSEWHERE if is_elsewhere else 1.0) * (_OTHER_ASPECT if is_other else 1.0)


def _found(houses: Cue, text: str) -> frozenset[str]:
    return frozenset(found[0] for found in houses.finditer(text))


def numbers(known: Known, fit: Fit, asked: Asked) -> tuple[float, ...]:
    """One number for each of KINDS."""
    shared, part, union = fit
    query = shared / asked.mass
    both = part + query
    shares = asked.services
    same, best = 0.0, asked.likeliest
    for name, surely in known.services:
        same += shares.get(name, 0.0) * surely
    is_ours = bool(known.services)
    has_topics = asked.topic is not None and known.topic is not None
    is_topic = has_topics and asked.topic == known.topic
    return (
        1.0,
        2 * part * query / both if both else 0.0,
        part,
        query,
        union / asked.mass,
        same,
        max(0.0, best - same) if is_ours else 0.0,
        is_ours and not best,
        best if not is_ours else 0.0,
        is_topic,
        has_topics and not is_topic,
        same * is_topic,
        bool(known.when) and asked.when.isdisjoint(known.when),
        bool(asked.when) and not known.when,
        asked.refused,
        asked.strange,
        not asked.named.isdisjoint(known.names),
        is_topic and not is_ours,
    )
