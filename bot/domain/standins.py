"""Who can stand in on a shift: free, with the skill, those with the least duty first."""

from collections.abc import Callable, Collection, Iterable, Mapping

from msgspec import Struct

from bot.domain.roster import Shift
from bot.domain.services import Role, StaffMember


class Vacancy(Struct, frozen=True):
    """`giver` leaves `shift`. `booked`: skills that booked residents need and nobody else on it
    has; `offered`: the same of all services offered then."""

    shift: Shift
    giver: str
    booked: frozenset[str]
    offered: frozenset[str]


def lost_skills(
    shift: Shift, giver: str, staff: Mapping[str, StaffMember], needed: Iterable[str]
) -> frozenset[str]:
    """The needed skills that only `giver` has on this shift."""
    others: set[str] = set()
    for name in shift.people:
        if name != giver and name in staff:
            others |= staff[name].skills
    own = staff[giver].skills if giver in staff else frozenset()
    return frozenset(skill for skill in needed if skill in own and skill not in others)


def is_busy(name: str, shift: Shift, others: Iterable[Shift]) -> bool:
    """Whether `name` serves on another shift at the same time."""
    return any(
        start < shift.end and shift.start < end
        for other in others
        if (other.day, other.kind) != (shift.day, shift.kind)
        for start, end in other.hours_of(name)
    )


def rank(
    vacancy: Vacancy,
    free: Iterable[StaffMember],
    load_of: Callable[[str], int],
) -> tuple[str, ...]:
    """Those of the `free` who have the skills, in the order in which they are asked.

    Who lacks a skill that somebody is booked for is not asked. Whoever has all that would be lost
    comes before those who have only some; among equals the one with the least duty.
    """
    fit = [member for member in free if _is_fit(vacancy, member)]
    ranked = sorted(fit, key=lambda m: (len(vacancy.offered - m.skills) > 0, load_of(m.name)))
    return tuple(member.name for member in ranked)


def free_members(
    staff: Mapping[str, StaffMember],
    shift: Shift,
    others: Iterable[Shift],
    away: Collection[str],
) -> tuple[StaffMember, ...]:
    """The clerks who are not on the shift, not on leave, and on no other shift at that time."""
    known = tuple(others)
    return tuple(
        member
        for name, member in staff.items()
        if Role.CLERK in member.roles
        and name not in shift.people
        and name not in away
        and not is_busy(name, shift, known)
    )


def _is_fit(vacancy: Vacancy, member: StaffMember) -> bool:
    if not vacancy.booked <= member.skills:
        return False
    return not vacancy.offered or bool(vacancy.offered & member.skills)
