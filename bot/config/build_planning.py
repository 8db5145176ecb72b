"""From the shape of `planning` to its rules."""

from bot.config.shapes_planning import PlanningShape, WishShape
from bot.domain.plan_rules import PlanRules, Wish


def build_planning(shape: PlanningShape) -> PlanRules:
    """The rules by which a month is proposed."""
    return PlanRules(
        people=shape.people,
        skills=shape.skills,
        at_most_per_week=shape.at_most_per_week,
        evenings=frozenset(shape.evenings),
        exempt=frozenset(shape.exempt),
        wishes=tuple(map(_wish, shape.wishes)),
    )


def _wish(shape: WishShape) -> Wish:
    return Wish(
        person=shape.name,
        kind=shape.wish,
        shifts=frozenset(shape.shifts),
        weekdays=frozenset(shape.weekdays),
        dates=frozenset(shape.dates),
        weight=shape.weight,
        reason=shape.reason,
    )
