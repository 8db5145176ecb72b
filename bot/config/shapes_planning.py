"""The form of `planning` in roster.yaml: how a month is to be proposed."""

from typing import Annotated

from pydantic import Field

from bot.config.kinds import Day, Shape, Text, Weekday, Words
from bot.domain.calendar import ShiftKind
from bot.domain.plan_rules import WishKind

Crowd = Annotated[int, Field(ge=1, le=50)]


class WishShape(Shape):
    """One item of `wishes`; what is left out means all of them."""

    name: Words
    wish: WishKind
    shifts: tuple[ShiftKind, ...] = ()
    weekdays: tuple[Weekday, ...] = ()
    dates: tuple[Day, ...] = ()
    weight: Annotated[int, Field(ge=1, le=10)] = 3
    reason: Text = ""


class PlanningShape(Shape):
    """`planning` of roster.yaml."""

    people: dict[ShiftKind, Crowd] = Field(default_factory=dict)
    skills: dict[ShiftKind, tuple[Words, ...]] = Field(default_factory=dict)
    at_most_per_week: Annotated[int, Field(ge=1, le=7)] = 5
    evenings: tuple[ShiftKind, ...] = (ShiftKind.LATE,)
    exempt: tuple[Words, ...] = ()
    wishes: tuple[WishShape, ...] = ()
