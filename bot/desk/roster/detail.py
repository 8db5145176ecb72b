"""One shift in detail, and what a change of it would do, in words."""

from msgspec import Struct

from bot.domain.calendar import CHINA
from bot.domain.part_shifts import split_place
from bot.domain.roster import Shift
from bot.domain.tickets import Ticket
from bot.storage.roster_record import RosterChange
from bot.usecases.coverage import booked_on
from bot.usecases.duty_wording import spell_dated_shift
from bot.usecases.office import Office
from bot.usecases.roster import UNDO, Change, acknowledged, away_on
from bot.usecases.roster_editing import (
    Candidate,
    Outlook,
    candidates,
    covered,
    history_of,
    shift_now,
)
from bot.usecases.wording import masked_person, spell_clock

MOST_LINES = 20


class HistoryLine(Struct, frozen=True):
    """One change: when, who, how it is called, from whom to whom, why."""

    at: str
    actor: str
    act: str
    before: str
    after: str
    reason: str


class ShiftDetail(Struct, frozen=True):
    """A shift in detail. `places`: its people as a roster entry has them; `away`: who would
    serve by the rotation but is on leave, or is on the shift and on leave."""

    title: str
    shift: Shift
    places: tuple[str, ...]
    seen: frozenset[str]
    away: tuple[str, ...]
    booked: tuple[str, ...]
    history: tuple[HistoryLine, ...]
    is_over: bool
    can_undo: bool
    everybody: tuple[str, ...]


async def described(office: Office, asked: Change) -> ShiftDetail:
    """The shift that `asked` names. Raises CannotExchange when there is none."""
    shift = await shift_now(office, asked)
    lines = await history_of(office, shift)
    absent = await away_on(office, shift.day)
    is_over = shift.end <= office.now
    return ShiftDetail(
        title=spell_dated_shift(office, shift),
        shift=shift,
        places=shift.places,
        seen=await acknowledged(office, shift),
        away=(*shift.away, *(name for name in shift.people if name in absent)),
        booked=tuple(_ticket_line(office, t) for t in (await booked_on(office, shift))),
        history=tuple(_history_line(office, line) for line in lines[:MOST_LINES]),
        is_over=is_over,
        can_undo=bool(lines) and lines[0].after == shift.places and not is_over,
        everybody=tuple(office.config.staff),
    )


async def told(office: Office, after: Shift, found: Outlook) -> dict[str, object]:
    """What the page is told of a change: whom it would cost, who could still help."""
    done, missing = covered(office, after)
    return {
        "people": [_person(office, after, place) for place in after.places],
        "lost": [_ticket_line(office, ticket) for ticket in found.lost],
        "doubts": list(found.doubts),
        "covered": office.say(
            "desk.roster.covered", done=len(done), offered=len(done) + len(missing)
        ),
        "missing": office.say("duty.and").join(service.name for service in missing),
        "candidates": [_candidate(office, each) for each in await candidates(office, after)],
    }


def _person(office: Office, shift: Shift, place: str) -> dict[str, str]:
    name, part = split_place(place)
    member = office.config.staff.get(name)
    return {
        "name": name,
        "part": f"{part[0]:%H:%M}-{part[1]:%H:%M}" if part else "",
        "what": " ".join((member.department, *sorted(member.skills))) if member else "",
    }


def _candidate(office: Office, found: Candidate) -> dict[str, object]:
    adds = office.say("duty.and").join(found.adds)
    return {
        "name": found.name,
        "department": found.department,
        "duty": office.say("desk.roster.duty", count=found.duty),
        "adds": office.say("desk.roster.adds", skills=adds) if adds else "",
        "fits": found.fits,
    }


def _history_line(office: Office, line: RosterChange) -> HistoryLine:
    asked = line.request is not None
    act = f"exchange.kind.{line.act}" if asked else f"desk.roster.act.{line.act}"
    joined = office.say("duty.and")
    return HistoryLine(
        at=f"{line.at.astimezone(CHINA):%m-%d %H:%M}",
        actor=line.actor,
        act=office.say(act),
        before=joined.join(line.before) or office.say("desk.roster.nobody"),
        after=joined.join(line.after) or office.say("desk.roster.nobody"),
        reason="" if line.act == UNDO else line.reason,
    )


def _ticket_line(office: Office, ticket: Ticket) -> str:
    return office.say(
        "desk.roster.booked_line",
        time=spell_clock(ticket.starts_at.astimezone(CHINA)) if ticket.starts_at else "",
        person=masked_person(office, ticket),
        service=ticket.service,
        code=ticket.code,
    )
