"""The form of each file of the configuration: which keys there are and what may stand there."""

from datetime import time
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from bot.config.kinds import AtLeastOne, Clock, Count, Day, Shape, Text, Words
from bot.config.shapes_channels import ChannelsShape
from bot.config.shapes_roster import ClosureShape, HolidaysShape, RosterShape
from bot.config.shapes_wording import WordingShape
from bot.domain.calendar import ShiftKind

Part: TypeAlias = Literal[
    "staff",
    "centre",
    "services",
    "faq",
    "roster",
    "holidays",
    "channels",
    "wording",
    "texts",
]


class HotlinesShape(Shape):
    """`hotlines` of centre.yaml."""

    street: Text = ""
    community: Text = ""


class EmergencyShape(Shape):
    """One item of `emergency`."""

    name: Words
    number: Words


class IntervalShape(Shape):
    """One opening interval."""

    start: Clock
    end: Clock
    shift: ShiftKind | None = None


class HoursShape(Shape):
    """`hours` of centre.yaml."""

    workday: tuple[IntervalShape, ...] = ()
    day_off: tuple[IntervalShape, ...] = ()


class BookingShape(Shape):
    """`booking` of centre.yaml."""

    lead_minutes: Count = 30
    horizon_days: AtLeastOne = 30
    per_person: AtLeastOne = 3
    hold_minutes: AtLeastOne = 10
    reopen_minutes: Count = 0
    waiting_minutes: Count = 30
    offer_minutes: AtLeastOne = 120


class ConversationShape(Shape):
    """`conversation` of centre.yaml."""

    idle_minutes: AtLeastOne = 30
    person_minutes: AtLeastOne = 60
    guesses_per_hour: AtLeastOne = 5
    guesses_per_code: AtLeastOne = 10
    proxies: AtLeastOne = 5


class TicketsShape(Shape):
    """`tickets` of centre.yaml, in opening minutes."""

    answer_minutes: AtLeastOne = 30
    completion_minutes: AtLeastOne = 480
    nudge_minutes: Count = 10


class QuietShape(Shape):
    """`quiet` of `reminders`."""

    start: Clock = Field(alias="from")
    end: Clock = Field(alias="to")


class LeadShape(Shape):
    """One shift of `reminders.shifts`."""

    evening_before: Clock | None = None
    minutes_before: Count | None = None


class RemindersShape(Shape):
    """`reminders` of centre.yaml; `morning: "off"` = no note to the leaders."""

    evening_before: Clock = time(20)
    minutes_before: Count = 30
    quiet: QuietShape | None = None
    leader_minutes: AtLeastOne = 10
    morning: Clock | Literal["off"] = time(7, 30)
    shifts: dict[ShiftKind, LeadShape] = Field(default_factory=dict)


class DutyShape(Shape):
    """`duty` of centre.yaml: swap, stand-in and leave in the chat."""

    approval: tuple[Literal["swap", "stand_in", "leave"], ...] = ()
    stand_in_minutes: AtLeastOne = 30
    swap_minutes: AtLeastOne = 1440
    leader_minutes: Count = 60


class EditingShape(Shape):
    """`editing` of centre.yaml: what a second admin must agree to on the page."""

    approval: tuple[Part, ...] = ()


class CentreShape(Shape):
    """centre.yaml; without a name it only adjusts the sample centre."""

    name: Text = ""
    sample: bool = False
    address: Text = ""
    phone: Text = ""
    hotlines: HotlinesShape = HotlinesShape()
    emergency: tuple[EmergencyShape, ...] = ()
    communities: tuple[Words, ...] = ()
    timezone: Literal["Asia/Shanghai"] = "Asia/Shanghai"
    hours: HoursShape = HoursShape()
    closures: tuple[ClosureShape, ...] = ()
    capacity: AtLeastOne = 1
    reserved: Count = 0
    booking: BookingShape = BookingShape()
    conversation: ConversationShape = ConversationShape()
    tickets: TicketsShape = TicketsShape()
    reminders: RemindersShape = RemindersShape()
    duty: DutyShape = DutyShape()
    editing: EditingShape = EditingShape()
    retention_days: AtLeastOne = 180


class ServiceShape(Shape):
    """One item of `services`."""

    name: Words
    category: Words
    holiday: bool
    aliases: tuple[Words, ...] = ()
    minutes: Annotated[int, Field(ge=1, le=720)] = 30
    capacity: AtLeastOne | None = None
    skill: Words | None = None
    materials: tuple[Words, ...] = ()
    fee: Text = ""
    time_limit: Text = ""
    window: Text = ""
    note: Text = ""
    home: bool = False


class NotOfferedShape(Shape):
    """One item of `not_offered`."""

    words: Annotated[tuple[Words, ...], Field(min_length=1)]
    answer: Words


class ServicesShape(Shape):
    """services.yaml."""

    services: Annotated[tuple[ServiceShape, ...], Field(min_length=1)]
    ambiguous: dict[Words, tuple[Words, ...]] = Field(default_factory=dict)
    not_offered: tuple[NotOfferedShape, ...] = ()


class EntryShape(Shape):
    """One item of `entries`."""

    id: Words
    question: Words
    answer: Words
    aliases: tuple[Words, ...] = ()
    service: Words | None = None
    aspect: Words | None = None
    source: Text = ""
    valid_until: Day | None = None


class FaqShape(Shape):
    """faq.yaml."""

    entries: tuple[EntryShape, ...]


class LearnedShape(Shape):
    """learned.yaml: id of an answer or name of a service → how residents put it."""

    faq: dict[Words, tuple[Words, ...]] = Field(default_factory=dict)
    services: dict[Words, tuple[Words, ...]] = Field(default_factory=dict)


SHAPES: dict[str, type[Shape]] = {
    "centre.yaml": CentreShape,
    "services.yaml": ServicesShape,
    "faq.yaml": FaqShape,
    "roster.yaml": RosterShape,
    "holidays.yaml": HolidaysShape,
    "channels.yaml": ChannelsShape,
    "wording.yaml": WordingShape,
}
