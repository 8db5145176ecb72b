"""The handlers of the intake page; for clerks and leaders."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot.desk.base import Desk, Handler
from bot.desk.intake.booking import CHANNELS, Incomplete, SameMatter, book
from bot.desk.intake.earlier import settle
from bot.desk.intake.parsing import Fields, Json, parsed
from bot.desk.parts.paper import as_json, written
from bot.desk.parts.staff_only import Staff, for_staff
from bot.domain.refusals import Refusal
from bot.domain.services import Role
from bot.storage import UnitOfWork
from bot.usecases.intake_cards import sentence
from bot.usecases.office import Office
from bot.usecases.wording import spell_refusal

CALL_TAKERS = frozenset({Role.CLERK, Role.LEADER})
LONGEST_FIELD = 500


async def page(staff: Staff) -> web.StreamResponse:
    """The page, empty."""
    services = sorted(staff.desk.snapshot().config.catalogue.services)
    values = {"services": services, "channels": CHANNELS}
    return written(staff.desk, staff, "intake/page", values)


async def parse(staff: Staff) -> web.StreamResponse:
    """What was understood of the sentence so far; nothing is stored."""
    fields = _capped(staff)
    found = await staff.desk.storage.read(lambda work: parsed(staff.office(work), fields))
    return as_json(found)


async def book_it(staff: Staff) -> web.StreamResponse:
    """Book; or which field is missing (422), or why not (409)."""

    async def order(office: Office, fields: Fields) -> Json:
        ticket = await book(office, fields)
        return {"code": ticket.code, "text": sentence(office, ticket)}

    return await _ordered(staff, order)


async def settle_it(staff: Staff) -> web.StreamResponse:
    """Move or cancel what the caller has already; refused like `book_it`."""
    return await _ordered(staff, settle)


async def _ordered(
    staff: Staff, order: Callable[[Office, Fields], Awaitable[Json]]
) -> web.StreamResponse:
    fields = _capped(staff)
    try:
        done = await staff.desk.storage.run(lambda work: order(staff.office(work), fields))
    except Incomplete as lacking:
        text = staff.say(f"desk.intake.lacks.{lacking.field}")
        return as_json({"field": lacking.field.removeprefix("other_"), "text": text}, 422)
    except SameMatter as same:
        text = staff.say("desk.intake.twin", line=same.line)
        return as_json({"field": "another", "text": text}, 409)
    except Refusal as refusal:
        said = refusal  # the name of an except clause ends with it
        text = await staff.desk.storage.read(lambda work: _spelled(staff, work, said))
        return as_json({"field": "slot", "text": text}, 409)
    staff.desk.wake()
    return as_json(done)


async def _spelled(staff: Staff, work: UnitOfWork, refusal: Refusal) -> str:
    return spell_refusal(staff.office(work), refusal)


def handlers_of(desk: Desk) -> Mapping[str, Handler]:
    """All handlers by name."""
    return {
        "page": for_staff(desk, page, CALL_TAKERS),
        "parse": for_staff(desk, parse, CALL_TAKERS),
        "book": for_staff(desk, book_it, CALL_TAKERS),
        "settle": for_staff(desk, settle_it, CALL_TAKERS),
    }


def _capped(staff: Staff) -> dict[str, str]:
    return {key: staff.text(key)[:LONGEST_FIELD] for key in staff.fields}
