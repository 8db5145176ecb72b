"""A caller's earlier tickets: moved to another time or cancelled, with the number as the proof."""

from bot.channels.parts.callbacks import Refused
from bot.desk.intake.booking import CHANNELS, Incomplete, is_nonce
from bot.desk.intake.parsing import Fields, own_ticket, particulars
from bot.domain.refusals import SlotFull
from bot.domain.tickets import Ticket
from bot.flows.parts.kept_times import slot_from
from bot.storage import inbox, tickets
from bot.storage.contacts import Contact
from bot.storage.unit_of_work import to_ms
from bot.usecases.booking import hold
from bot.usecases.intake import caller
from bot.usecases.office import Office
from bot.usecases.resettling import reschedule
from bot.usecases.tickets import cancel
from bot.usecases.wording import when_of

CHANGE, CANCEL = "change", "cancel"


async def settle(office: Office, fields: Fields) -> dict[str, object]:
    """Move (`act` change, `slot`) or cancel the ticket `code` of whoever called; what to tell them.

    The same order again changes nothing and says the same. Raises Incomplete, Refusal (SlotFull,
    IllegalAct, …), Refused for nonsense and for a ticket of another number.
    """
    act, nonce, channel = fields.get("act"), fields.get("nonce", ""), fields.get("channel", "")
    if act not in (CHANGE, CANCEL) or channel not in CHANNELS or not is_nonce(nonce):
        raise Refused(400, "order")
    found, _ = particulars(office, fields)
    phone, code = found.phone or "", fields.get("code", "")
    by = await caller(office, channel, phone or None)
    if not await inbox.remember(office.work, f"intake:{nonce}", by.id, office.now):
        done = await tickets.by_code(office.work, code)
        if done is None or done.phone != phone:
            raise Refused(400, "ticket")
        return {"code": done.code, "text": _sentence(office, done, act)}
    ticket = await own_ticket(office, code, phone)
    if ticket is None:
        raise Refused(400, "ticket")
    is_off = act == CANCEL
    ticket = await (cancel(office, ticket, by) if is_off else _move(office, ticket, by, fields))
    return {"code": ticket.code, "text": _sentence(office, ticket, act)}


async def _move(office: Office, ticket: Ticket, by: Contact, fields: Fields) -> Ticket:
    service, chosen = office.service(ticket.service), fields.get("slot", "")
    if service is None or not chosen.isdigit() or len(chosen) > 15:
        raise Incomplete("slot")
    if ticket.starts_at is not None and to_ms(ticket.starts_at) == int(chosen):
        raise Incomplete("other_slot")
    slot = await slot_from(office, service, int(chosen))
    if slot is None or not await hold(office, slot, by):
        raise SlotFull
    return await reschedule(office, ticket, slot, by)


def _sentence(office: Office, ticket: Ticket, act: str) -> str:
    return office.say(
        f"call.sentence_{act}",
        code=ticket.code,
        service=ticket.service,
        when=when_of(office.snapshot, ticket),
        phone=office.config.centre.phone,
    )
