"""After every change of the roster: who is booked and nobody on duty could serve, told once."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.calendar import CHINA
from bot.domain.exchanges import Move
from bot.domain.roster import Shift, shifts_on
from bot.domain.tickets import OPEN_STATUSES, Ticket
from bot.storage import roster_record, tickets
from bot.usecases.coverage import unserved
from bot.usecases.exchange_wording import MOST_TICKETS
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.office import Office, horizon
from bot.usecases.roster import shifts_of_day
from bot.usecases.standins import deciders, stand_ins
from bot.usecases.wording import masked_person, start_of

RECORD_DAYS = 7
_COVERAGE, _RECORDED = "coverage", "recorded"


async def watch_coverage(office: Office) -> None:
    """List the tickets that lost their skill since the roster was looked at last; propose what to
    do. Costs two short reads where nothing changed."""
    version = f"{office.config.version}:{await roster_record.last_override(office.work)}"
    if await roster_record.mark(office.work, _COVERAGE) == version:
        return
    await roster_record.set_mark(office.work, _COVERAGE, version)
    for shift, lost in await _all_unserved(office):
        await _tell(office, shift, lost)


async def record_served(office: Office) -> None:
    """Write down who served the shifts that are over: later changes do not touch the past."""
    today = office.today
    first = today - timedelta(days=RECORD_DAYS)
    known = await roster_record.served_between(office.work, first, today)
    reached = await roster_record.mark(office.work, _RECORDED)
    days = [first + timedelta(days=n) for n in range(RECORD_DAYS + 1)]
    for day in days:
        if reached is not None and day.isoformat() < reached:
            continue
        for shift in await shifts_of_day(office, day):
            if shift.end <= office.now and (day, shift.kind) not in known:
                await roster_record.record(office.work, shift)
    if reached != today.isoformat():
        await roster_record.set_mark(office.work, _RECORDED, today.isoformat())


async def _all_unserved(office: Office) -> list[tuple[Shift, tuple[Ticket, ...]]]:
    found = await tickets.between(office.work, *horizon(office))
    booked = [each for each in found if each.status in OPEN_STATUSES and each.starts_at]
    days = sorted({each.starts_at.astimezone(CHINA).date() for each in booked if each.starts_at})
    if not days:
        return []
    overrides = await office.overrides(days[0], days[-1])
    roster, calendar = office.config.roster, office.snapshot.calendar
    shifts = [shift for day in days for shift in shifts_on(roster, overrides, calendar, day)]
    lost = [(shift, unserved(office, shift, _within(shift, booked))) for shift in shifts]
    return [(shift, tickets_) for shift, tickets_ in lost if tickets_]


def _within(shift: Shift, booked: Sequence[Ticket]) -> list[Ticket]:
    return [t for t in booked if t.starts_at and shift.start <= t.starts_at < shift.end]


async def _tell(office: Office, shift: Shift, lost: Sequence[Ticket]) -> None:
    able = await stand_ins(office, Move(shift.day, shift.kind, "", ""))
    lines = [_line(office, shift, ticket, able) for ticket in lost[:MOST_TICKETS]]
    if len(lost) > MOST_TICKETS:
        lines.append(office.say("remind.more_booked", count=len(lost) - MOST_TICKETS))
    text = office.say("coverage.lost", lines="\n".join(lines))
    codes = "".join(ticket.code for ticket in lost)
    key = f"coverage:{shift.day}:{shift.kind}:{'.'.join(shift.places)}:{codes}"
    leader = next(iter(deciders(office)), None)
    await tell_group(office, GroupNote(text, to=leader, unique_key=key))


def _line(office: Office, shift: Shift, ticket: Ticket, able: Sequence[str]) -> str:
    service = office.service(ticket.service)
    staff = office.config.staff
    fit = [name for name in able if service and service.skill in staff[name].skills][:3]
    proposal = office.say(
        "coverage.stand_in" if fit else "coverage.move",
        names=office.say("duty.and").join(fit),
        first=fit[0] if fit else "",
        day=f"{shift.day:%m-%d}",
        code=ticket.code,
    )
    return office.say(
        "coverage.line",
        code=ticket.code,
        when=start_of(office.snapshot, ticket),
        name=masked_person(office, ticket),
        service=ticket.service,
        proposal=proposal,
    )
