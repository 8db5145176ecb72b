"""Whether the resident of a ticket got the last thing they were told: 已送达 or 未送达."""

from collections.abc import Sequence

from bot.domain.messages import BY_NOTICE, ContactRef, DeliveryState
from bot.domain.tickets import Ticket
from bot.storage import detours, tasks
from bot.storage.detours import Fate
from bot.storage.outbox import ARRIVED
from bot.usecases.office import Office
from bot.usecases.reach import CLERK_ONLY
from bot.usecases.undeliverable import call_key
from bot.usecases.wording import channel_word, spell_reason

_ON_ITS_WAY = frozenset({DeliveryState.DUE, DeliveryState.RETRY})


async def delivery_word(office: Office, ticket: Ticket) -> str:
    """The state of the last result of `ticket` in staff's words; "" where nothing was sent yet."""
    last = last_fate(ticket, await detours.fates(office.work, ticket.code))
    if last is None:
        return ""
    if last.state is not DeliveryState.UNREACHABLE:
        return spell_fate(office, ticket, last)
    call = await tasks.by_key(office.work, call_key(last.origin or last.id))
    if call is None:
        return spell_fate(office, ticket, last)
    if call.status != "open":
        return office.say("delivered.phoned")
    return f"{spell_fate(office, ticket, last)}{office.say('delivered.to_phone', task=call.code)}"


def last_fate(ticket: Ticket, fates: Sequence[Fate]) -> Fate | None:
    """What became of the last letter to the ticket's own contact, or of what took its place."""
    ref = ContactRef(ticket.channel, ticket.address)
    own = [
        fate
        for fate in fates
        if fate.to == ref and fate.origin is None and fate.state is not DeliveryState.WITHDRAWN
    ]
    if not own:
        return None
    return [own[-1], *(fate for fate in fates if fate.origin == own[-1].id)][-1]


def spell_fate(office: Office, ticket: Ticket, fate: Fate) -> str:
    """已送达, 已发出待确认 or 未送达：原因; with the channel where it is another one."""
    word = office.say(f"delivered.{_word(fate)}", reason=spell_reason(office, fate.reason))
    if fate.to.channel == ticket.channel:
        return word
    other = channel_word(office, fate.to.channel)
    return office.say("delivered.elsewhere", word=word, channel=other)


def _word(fate: Fate) -> str:
    if fate.state in _ON_ITS_WAY:
        return "waiting"
    if fate.state is DeliveryState.UNREACHABLE:
        return "by_clerk" if fate.reason == CLERK_ONLY else "failed"
    is_sure = fate.route not in BY_NOTICE or fate.reason == ARRIVED
    return "arrived" if fate.state is DeliveryState.SENT and is_sure else "unsure"
