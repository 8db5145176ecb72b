"""The form of roster.yaml and holidays.yaml: people, rotations, leave, days off, closures."""

from datetime import date, time
from typing import Annotated, TypeAlias

from pydantic import Discriminator, Field, Tag

from bot.config.kinds import Clock, Day, Shape, Text, Weekday, Words, Year
from bot.config.shapes_planning import PlanningShape
from bot.domain.calendar import DayKind, ShiftKind
from bot.domain.rotations import Cadence
from bot.domain.services import Role


class ClosureShape(Shape):
    """One item of `closures`; without times it lasts the whole day."""

    day: Day = Field(alias="date")
    start: Clock = Field(default=time.min, alias="from")
    end: Clock = Field(default=time.max, alias="to")
    reason: Text = ""


class StaffShape(Shape):
    """One item of `staff`."""

    name: Words
    department: Text = ""
    skills: tuple[Words, ...] = ()
    roles: tuple[Role, ...] = ()
    phone: Text = ""


class CrewShape(Shape):
    """Who serves, with a lead or a backup of their own; a bare list is enough."""

    people: tuple[Words, ...] = ()
    lead: Words | None = None
    backup: tuple[Words, ...] = ()


def _list_or_mapping(written: object) -> str:
    return "@mapping" if isinstance(written, dict) else "@list"


Crew: TypeAlias = Annotated[
    Annotated[tuple[Words, ...], Tag("@list")] | Annotated[CrewShape, Tag("@mapping")],
    Discriminator(_list_or_mapping),
]


class RotationShape(Shape):
    """One item of `rotations`; `weekdays` default to those on which the shift is usual.

    `days`: only on days of these kinds; `turn`: what is counted; `every`: how many turns on end.
    """

    shift: ShiftKind
    weeks: Annotated[tuple[Crew, ...], Field(min_length=1)]
    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1)] | None = None
    anchor: Day = date(2026, 1, 5)
    backup: tuple[Words, ...] = ()
    days: tuple[DayKind, ...] = ()
    turn: Cadence = Cadence.WEEK
    every: Annotated[int, Field(ge=1, le=52)] = 1


class LeaveShape(Shape):
    """One item of `leave`; without `to` it is one day."""

    name: Words
    since: Day = Field(alias="from")
    until: Day | None = Field(default=None, alias="to")
    reason: Text = ""


class RosterShape(Shape):
    """roster.yaml."""

    staff: tuple[StaffShape, ...]
    rotations: tuple[RotationShape, ...] = ()
    dates: dict[Day, dict[ShiftKind, Crew]] = Field(default_factory=dict)
    leave: tuple[LeaveShape, ...] = ()
    planning: PlanningShape = PlanningShape()


DaysOff: TypeAlias = Annotated[
    Annotated[tuple[Day, ...], Tag("@list")] | Annotated[dict[Day, Text | None], Tag("@mapping")],
    Discriminator(_list_or_mapping),
]


class YearShape(Shape):
    """One year of holidays.yaml."""

    published: bool = True
    days_off: DaysOff = ()
    workdays: tuple[Day, ...] = ()


class OpeningShape(Shape):
    """One item of `openings`; `shift` None = every counter is staffed."""

    day: Day = Field(alias="date")
    start: Clock = Field(alias="from")
    end: Clock = Field(alias="to")
    shift: ShiftKind | None = None
    reason: Text = ""


class HolidaysShape(Shape):
    """holidays.yaml."""

    years: dict[Year, YearShape] = Field(default_factory=dict)
    closures: tuple[ClosureShape, ...] = ()
    openings: tuple[OpeningShape, ...] = ()
