"""Changing a shift by hand on a page: what it would do, doing it, undoing it, telling whom."""

from collections.abc import Sequence

from msgspec import Struct

from bot.domain.exchanges import CannotExchange
from bot.domain.gaps import Gap, GapProblem, gaps_of
from bot.domain.messages import Purpose
from bot.domain.part_shifts import names_of
from bot.domain.roster import Shift, people_with_skill, with_people
from bot.domain.services import Service
from bot.domain.standins import Vacancy, free_members, is_busy, rank
from bot.domain.tickets import Ticket
from bot.storage import roster_record
from bot.storage.outbox import Letter
from bot.storage.roster_record import RosterChange
from bot.usecases.coverage import booked_on, lost_by, skills_offered, unserved
from bot.usecases.duty_wording import spell_dated_shift
from bot.usecases.gap_wording import spell_gap
from bot.usecases.notices import TO_MEMBER, GroupNote, tell_group, tell_member
from bot.usecases.office import Office
from bot.usecases.roster import (
    Change,
    away_on,
    change_shift,
    examined,
    lock_shift,
    shift_of,
    shifts_of_day,
)
from bot.usecases.standins import duty_of, loads_of_year


class Outlook(Struct, frozen=True):
    """What a change would do: booked residents nobody could serve, and what is doubtful."""

    lost: tuple[Ticket, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether it may be done without asking again."""
        return not (self.lost or self.doubts)


class Candidate(Struct, frozen=True):
    """Somebody free; `duty`: their share this year; `adds`: skills nobody on the shift has;
    `fits`: they can do what would be lost without them."""

    name: str
    department: str
    duty: int
    adds: tuple[str, ...]
    fits: bool


async def outlook(
    office: Office, before: Shift, people: tuple[str, ...], together: Sequence[Change] = ()
) -> Outlook:
    """What would come of `people` (a roster entry) serving instead, and of the changes of other
    shifts that are made `together` with it."""
    lost = await lost_by(office, before, people)
    after = with_people(before, people)
    away = await away_on(office, before.day)
    on_day = [_as_changed(s, together) for s in await shifts_of_day(office, before.day)]
    others = [s for s in on_day if s.kind is not before.kind]
    services = tuple(office.config.catalogue.services.values())
    known = set(gaps_of(before, office.config.staff, services, away))
    found = [g for g in gaps_of(after, office.config.staff, services, away) if g not in known]
    new = [name for name in after.people if name not in before.people]
    double = [name for name in new if any(name in other.people for other in others)]
    gaps = [g for g in found if g.problem is not GapProblem.AWAY]
    gaps += [Gap(before.day, before.kind, GapProblem.DOUBLE, name) for name in double]
    at_once = [
        office.say("desk.roster.busy", name=name) for name in new if is_busy(name, before, others)
    ]
    return Outlook(lost, (*(spell_gap(office, gap) for gap in gaps), *at_once))


async def edit_shifts(office: Office, changes: Sequence[Change], *, is_accepted: bool) -> Outlook:
    """Do all of it and tell those concerned, unless something speaks against it and nobody
    accepted that: then nothing is changed. Raises CannotExchange."""
    for change in sorted(changes, key=lambda each: (each.day, each.kind)):
        await lock_shift(office, change.day, change.kind)
    pairs = [(await examined(office, change), change) for change in changes]
    each = [await outlook(office, before, change.people, changes) for before, change in pairs]
    found = Outlook(
        tuple(ticket for one in each for ticket in one.lost),
        tuple(dict.fromkeys(doubt for one in each for doubt in one.doubts)),
    )
    if found.is_clear or is_accepted:
        for before, change in pairs:
            await change_shift(office, change)
            await _tell(office, before, change)
    return found


async def history_of(office: Office, shift: Shift) -> tuple[RosterChange, ...]:
    """The changes of one shift, the newest first."""
    lines = await roster_record.history(office.work, shift.day, shift.day)
    return tuple(line for line in reversed(lines) if line.shift is shift.kind)


async def candidates(office: Office, shift: Shift) -> list[Candidate]:
    """Who is free, those first who are asked first: with the skills that lack, the least duty."""
    staff = office.config.staff
    others = await shifts_of_day(office, shift.day)
    free = free_members(staff, shift, others, await away_on(office, shift.day))
    shares = await loads_of_year(office, shift.day)
    load_of = {name: duty_of(load, shift.kind) for name, load in shares.items()}
    lacking = [s for s in skills_offered(office, shift.kind) if not _has(office, shift, s)]
    booked = unserved(office, shift, await booked_on(office, shift))
    needed = [s.skill for t in booked if (s := office.service(t.service))]
    vacancy = Vacancy(shift, "", frozenset(needed), frozenset(lacking))
    first = rank(vacancy, free, lambda name: load_of.get(name, 0))
    rest = sorted((m.name for m in free if m.name not in first), key=lambda n: load_of.get(n, 0))
    return [
        Candidate(
            name,
            staff[name].department,
            load_of.get(name, 0),
            tuple(skill for skill in lacking if skill in staff[name].skills),
            name in first,
        )
        for name in (*first, *rest)
    ]


def covered(office: Office, shift: Shift) -> tuple[list[Service], list[Service]]:
    """The services offered in the shift that somebody on it can do, and those nobody can."""
    is_holiday = not office.snapshot.calendar.kind(shift.day).is_worked
    offered = [s for s in office.config.catalogue.services.values() if s.holiday or not is_holiday]
    done = [service for service in offered if _has(office, shift, service.skill)]
    return done, [service for service in offered if service not in done]


async def shift_now(office: Office, change: Change) -> Shift:
    """The shift that `change` is about. Raises CannotExchange when there is none."""
    shift = await shift_of(office, change.day, change.kind)
    if shift is None:
        raise CannotExchange("no_shift", day=change.day.isoformat())
    return shift


def _as_changed(shift: Shift, changes: Sequence[Change]) -> Shift:
    people = [c.people for c in changes if (c.day, c.kind) == (shift.day, shift.kind)]
    return with_people(shift, people[0]) if people else shift


def _has(office: Office, shift: Shift, skill: str) -> bool:
    return bool(people_with_skill(shift, office.config.staff, skill))


async def _tell(office: Office, before: Shift, change: Change) -> None:
    """Those who come on or go off hear of it; in the group where no account is bound."""
    after = names_of(change.people)
    concerned = {name: "on" for name in after if name not in before.people}
    concerned |= {name: "off" for name in before.people if name not in after}
    shift = spell_dated_shift(office, before)
    people = office.say("duty.and").join(change.people) or office.say("duty.vacant")
    for name, turn in concerned.items():
        if name == change.actor:
            continue
        text = office.say(
            f"desk.roster.told_{turn}", name=name, by=change.actor, shift=shift, people=people
        )
        if not await tell_member(office, name, Letter(TO_MEMBER, text, Purpose.NOTICE)):
            await tell_group(office, GroupNote(text, to=name))
