"""The handlers of the roster's page: all staff may look, leaders and admins change."""

from collections.abc import Iterable, Mapping
from datetime import date

from aiohttp import web

from bot.channels.parts.callbacks import Refused
from bot.desk.base import Desk, Handler
from bot.desk.parts.paper import as_json, written
from bot.desk.parts.staff_only import Staff, for_staff
from bot.desk.roster.detail import described, told
from bot.desk.roster.month import month_of
from bot.domain.calendar import CHINA, ShiftKind
from bot.domain.exchanges import CannotExchange
from bot.domain.refusals import Refusal
from bot.domain.roster import with_people
from bot.domain.services import Role
from bot.storage import UnitOfWork
from bot.usecases.duty_wording import spell_dated_shift
from bot.usecases.office import Office
from bot.usecases.roster import Change, examined
from bot.usecases.roster_editing import (
    edit_shifts,
    outlook,
    shift_now,
)
from bot.usecases.roster_undoing import undoing
from bot.usecases.wording import spell_refusal

EDITORS = frozenset({Role.LEADER, Role.ADMIN})
LONGEST_REASON = 100
MOST_PEOPLE, LONGEST_NAME = 30, 40


async def month(staff: Staff) -> web.StreamResponse:
    """The month in the address, else this one."""
    first = _month(staff)
    found = await staff.desk.storage.read(lambda work: month_of(staff.office(work), first))
    values = {"month": found, "may_edit": _may_edit(staff)}
    return written(staff.desk, staff, "roster/month", values)


async def shift(staff: Staff) -> web.StreamResponse:
    """One shift: who serves, who is booked, what was changed; a piece of the page."""
    asked = _asked(staff, staff.request.query)
    try:
        found = await staff.desk.storage.read(lambda work: described(staff.office(work), asked))
    except CannotExchange as refusal:
        text = staff.say(refusal.text_key, **refusal.values)
        return web.Response(status=404, text=text)
    values = {"detail": found, "may_edit": _may_edit(staff) and not found.is_over}
    return written(staff.desk, staff, "roster/shift", values)


async def attempt(staff: Staff) -> web.StreamResponse:
    """What would come of the people chosen so far; nothing is stored."""
    change = _change(staff)

    async def look(work: UnitOfWork) -> dict[str, object]:
        office = staff.office(work)
        before = await examined(office, change)
        found = await outlook(office, before, change.people)
        return await told(office, with_people(before, change.people), found)

    try:
        return as_json(await staff.desk.storage.read(look))
    except Refusal as refusal:
        return await _refused(staff, change, refusal)


async def save(staff: Staff) -> web.StreamResponse:
    """Change the shift; 409 when somebody was faster, or when it has to be accepted first."""
    return await _edited(staff, _change(staff))


async def undo(staff: Staff) -> web.StreamResponse:
    """Take the last change of a shift back, like any other change; of a swap all of it."""
    asked = _asked(staff, staff.fields)
    reason = staff.say("desk.roster.undo_reason")

    async def last(work: UnitOfWork) -> tuple[Change, ...]:
        office = staff.office(work)
        now = await shift_now(office, asked)
        return await undoing(office, now, staff.member.name, reason)

    try:
        changes = await staff.desk.storage.read(last)
    except Refusal as refusal:
        return await _refused(staff, asked, refusal)
    return await _edited(staff, *changes)


async def _edited(staff: Staff, change: Change, *more: Change) -> web.StreamResponse:
    """`change` is of the shift that is looked at, `more` of others goes with it."""
    is_accepted = staff.fields.get("accepted") == "yes"

    async def turn(work: UnitOfWork) -> dict[str, object]:
        office = staff.office(work)
        found = await edit_shifts(office, (change, *more), is_accepted=is_accepted)
        now = with_people(await shift_now(office, change), change.people)
        said = await told(office, now, found)
        if found.is_clear or is_accepted:
            return {**said, "saved": await _saved(office, more)}
        return {**said, "why": "unsure"}

    try:
        said = await staff.desk.storage.run(turn)
    except Refusal as refusal:
        return await _refused(staff, change, refusal)
    if "saved" not in said:
        return as_json(said, 409)
    staff.desk.wake()
    return as_json(said)


async def _saved(office: Office, more: Iterable[Change]) -> str:
    also = [spell_dated_shift(office, await shift_now(office, change)) for change in more]
    if not also:
        return office.say("desk.roster.saved")
    return office.say("desk.roster.saved_also", shifts=office.say("duty.and").join(also))


async def _refused(staff: Staff, change: Change, refusal: Refusal) -> web.StreamResponse:
    """Why not; when somebody was faster also who is on the shift now."""

    async def look(work: UnitOfWork) -> dict[str, object]:
        office = staff.office(work)
        text = spell_refusal(office, refusal)
        if refusal.text_key != "exchange.cannot.changed_meanwhile":
            return {"why": "refused", "text": text}
        now = await shift_now(office, change)
        return {"why": "changed", "text": text, "people": "\n".join(now.places)}

    said = await staff.desk.storage.read(look)
    return as_json(said, 409 if said["why"] == "changed" else 422)


def handlers_of(desk: Desk) -> Mapping[str, Handler]:
    """All handlers by name."""
    return {
        "month": for_staff(desk, month),
        "shift": for_staff(desk, shift),
        "attempt": for_staff(desk, attempt, EDITORS),
        "save": for_staff(desk, save, EDITORS),
        "undo": for_staff(desk, undo, EDITORS),
    }


def _may_edit(staff: Staff) -> bool:
    return bool(staff.member.roles & EDITORS)


def _month(staff: Staff) -> date:
    try:
        return date.fromisoformat(staff.request.query.get("month", "") + "-01")
    except ValueError:
        return staff.desk.now().astimezone(CHINA).date().replace(day=1)


def _asked(staff: Staff, fields: Mapping[str, str]) -> Change:
    """A change that says only which shift. Raises Refused (400)."""
    try:
        day, kind = date.fromisoformat(fields.get("day", "")), ShiftKind(fields.get("shift", ""))
    except ValueError as nonsense:
        raise Refused(400, "shift") from nonsense
    return Change(day, kind, (), staff.member.name, "")


def _change(staff: Staff) -> Change:
    asked = _asked(staff, staff.fields)
    reason = staff.text("reason")[:LONGEST_REASON]
    expected = _people(staff, "expected") if "expected" in staff.fields else None
    people = _people(staff, "people")
    return Change(asked.day, asked.kind, people, asked.actor, reason, expected)


def _people(staff: Staff, name: str) -> tuple[str, ...]:
    """One roster entry a line, each once. Raises Refused (400) for what no roster holds."""
    lines = [" ".join(line.split()) for line in staff.fields.get(name, "").splitlines()]
    people = tuple(dict.fromkeys(filter(None, lines)))
    if len(people) > MOST_PEOPLE or any(len(each) > LONGEST_NAME for each in people):
        raise Refused(400, "people")
    return people
