"""The form of each file of the configuration: which keys there are and what may stand there."""

from datetime import date, time
from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from bot.config.kinds import AtLeastOne, Clock, Count, Day, Shape, Text, Weekday, Words, Year
from bot.config.shapes_channels import ChannelsShape
from bot.config.shapes_wording import WordingShape
from bot.domain.calendar import ShiftKind
from bot.domain.services import Role


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


class ClosureShape(Shape):
    """One item of `closures`; without times it lasts the whole day."""

    day: Day = Field(alias="date")
    start: Clock = Field(default=time.min, alias="from")
    end: Clock = Field(default=time.max, alias="to")
    reason: Text = ""


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


class RemindersShape(Shape):
    """`reminders` of centre.yaml."""

    evening_before: Clock = time(20)
    minutes_before: Count = 30
    quiet: QuietShape | None = None


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


class StaffShape(Shape):
    """One item of `staff`."""

    name: Words
    department: Text = ""
    skills: tuple[Words, ...] = ()
    roles: tuple[Role, ...] = ()
    phone: Text = ""


class RotationShape(Shape):
    """One item of `rotations`; `weekdays` default to those on which the shift is usual."""

    shift: ShiftKind
    weeks: Annotated[tuple[tuple[Words, ...], ...], Field(min_length=1)]
    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1)] | None = None
    anchor: Day = date(2026, 1, 5)
    backup: tuple[Words, ...] = ()


class RosterShape(Shape):
    """roster.yaml."""

    staff: tuple[StaffShape, ...]
    rotations: tuple[RotationShape, ...] = ()
    dates: dict[Day, dict[ShiftKind, tuple[Words, ...]]] = Field(default_factory=dict)


def _list_or_mapping(written: object) -> str:
    return "@mapping" if isinstance(written, dict) else "@list"


DaysOff: TypeAlias = Annotated[
    Annotated[tuple[Day, ...], Tag("@list")] | Annotated[dict[Day, Text | None], Tag("@mapping")],
    Discriminator(_list_or_mapping),
]


class YearShape(Shape):
    """One year of holidays.yaml."""

    published: bool = True
    days_off: DaysOff = ()
    workdays: tuple[Day, ...] = ()


class HolidaysShape(Shape):
    """holidays.yaml."""

    years: dict[Year, YearShape] = Field(default_factory=dict)


SHAPES: dict[str, type[Shape]] = {
    "centre.yaml": CentreShape,
    "services.yaml": ServicesShape,
    "faq.yaml": FaqShape,
    "roster.yaml": RosterShape,
    "holidays.yaml": HolidaysShape,
    "channels.yaml": ChannelsShape,
    "wording.yaml": WordingShape,
}
