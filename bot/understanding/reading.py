"""The Reading: what understanding made of one message."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct, field

from bot.domain.masking import mask_person
from bot.understanding.text import as_said


class Intent(StrEnum):
    """The fourteen labels of house.md section 7."""

    BOOK = "book"
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"
    QUERY_TICKET = "query_ticket"
    FAQ = "faq"
    HUMAN = "human"
    RATE = "rate"
    COMPLAIN_OR_SUGGEST = "complain_or_suggest"
    HOME_SERVICE = "home_service"
    GREETING = "greeting"
    THANKS = "thanks"
    OFF_TOPIC = "off_topic"
    ABUSIVE = "abusive"
    UNCLEAR = "unclear"


class Grain(StrEnum):
    """How exact a time was said."""

    MINUTE = "minute"
    HOUR = "hour"
    DAYPART = "daypart"
    DAY = "day"
    RANGE = "range"


class TimeSpan(Struct, frozen=True):
    """A time that was said; aware Asia/Shanghai, `end` exclusive; start None = "before", end None =
    a point (grain minute, hour) or "after" (grain range). `text_from`/`text_to` are code points."""

    start: datetime | None
    end: datetime | None
    grain: Grain
    text_from: int = 0
    text_to: int = 0


class FaqOutcome(StrEnum):
    """What to do with the best FAQ entries."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    REFUSE = "refuse"


class FaqMatch(Struct, frozen=True):
    """`entry` is set when the outcome is ANSWER; `ranked`: at most five ids; score 0..1."""

    outcome: FaqOutcome = FaqOutcome.REFUSE
    entry: str | None = None
    score: float = 0.0
    ranked: tuple[str, ...] = ()


class Signal(StrEnum):
    """Things that go before any flow: they are looked for first."""

    DANGER = "danger"
    PETITION = "petition"


class Reading(Struct, frozen=True):
    """Everything `understanding.read` found. `masked` is the text with ID numbers hidden: what a
    talk may keep; `anonymous` is without phones and other long numbers too: for lists and logs.

    `service` is set when exactly one service was meant; `services` are candidates, best first, at
    most four; `wanted_services` all that were asked for in one message; `not_offered` the answer
    that says where to go; `beneficiary` who it is for when not the writer ("母亲"), `name` then
    theirs if it was said; `own_name` what the writer said to be called.
    `time` is the first wanted time, `alternatives` the other wanted ones (A或者B), `negated` those
    that will not do, `replaced` those a later one stands in for (从A改成B); `time_spans` the places
    of all wanted times in the text. `urgent` = the matter cannot wait.
    """

    text: str
    masked: str
    anonymous: str = ""
    intent: Intent = Intent.UNCLEAR
    intent_scores: Mapping[str, float] = field(default_factory=dict)
    service: str | None = None
    services: tuple[str, ...] = ()
    wanted_services: tuple[str, ...] = ()
    ambiguous: bool = False
    not_offered: str | None = None
    time: TimeSpan | None = None
    alternatives: tuple[TimeSpan, ...] = ()
    negated: tuple[TimeSpan, ...] = ()
    replaced: tuple[TimeSpan, ...] = ()
    time_spans: tuple[tuple[int, int], ...] = ()
    faq: FaqMatch = FaqMatch()
    topic: str | None = None
    name: str | None = None
    own_name: str | None = None
    phone: str | None = None
    phone_invalid: bool = False
    has_id_number: bool = False
    beneficiary: str | None = None
    home_address: str | None = None
    ticket_code: str | None = None
    choice: int | None = None
    yes: bool = False
    no: bool = False
    urgent: bool = False
    correction: bool = False
    any_time: bool = False
    signal: Signal | None = None

    @property
    def nameless(self) -> str:
        """`anonymous` without the names and the address that were said: what others may see."""
        names = (as_said(self.text, name) for name in (self.name, self.own_name) if name)
        return mask_person(self.anonymous, names, as_said(self.text, self.home_address or ""))
