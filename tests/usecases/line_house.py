"""Residents who book, wait, are invited; over the sample centre of `tests.usecases.centre`."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.config.model import Config
from bot.domain.messages import ContactRef
from bot.domain.slots import Slot
from bot.domain.tickets import Ticket, TicketKind
from bot.domain.waiting import WaitingEntry
from bot.storage import contacts, waiting
from bot.storage.contacts import Contact
from bot.usecases.booking import Request, hold, open_ticket, slot_at
from bot.usecases.office import Office
from bot.usecases.tickets import cancel
from bot.usecases.waiting import Wish, join
from tests.domain.centres import when
from tests.sample import sample
from tests.usecases.centre import Centre

SERVICE = "社会保障卡激活"
NOW = when("2026-11-23 10:00")
START = when("2026-11-24 09:00")
PLACES = 2


def minutes(count: float) -> datetime:
    return NOW + timedelta(minutes=count)


def with_pause(minutes_closed: int) -> Config:
    """The sample centre with a pause before a freed place opens to others."""
    centre = sample().centre
    booking = replace(centre.booking, reopen_minutes=minutes_closed)
    return replace(sample(), centre=replace(centre, booking=booking))


async def meet(office: Office, who: str) -> Contact:
    return await contacts.meet(office.work, ContactRef("web", who), None, office.now)


async def slot_of(office: Office, start: datetime = START) -> Slot:
    service = office.service(SERVICE)
    assert service is not None
    slot = await slot_at(office, service, start)
    assert slot is not None
    return slot


async def book(centre: Centre, who: str, at: datetime = NOW, start: datetime = START) -> Ticket:
    async def turn(office: Office) -> Ticket:
        service = office.service(SERVICE)
        assert service is not None
        slot = await slot_of(office, start)
        request = Request(service, TicketKind.VISIT, slot, who, "13812345678"[: -len(who)] + who)
        return await open_ticket(office, await meet(office, who), request)

    return await centre.do(at, turn)


async def fill(centre: Centre) -> list[Ticket]:
    """Both places are booked."""
    return [await book(centre, f"{number}") for number in range(PLACES)]


async def wait(
    centre: Centre, who: str, at: datetime = NOW, starts: tuple[datetime, ...] = (START,)
) -> WaitingEntry:
    async def turn(office: Office) -> WaitingEntry:
        service = office.service(SERVICE)
        assert service is not None
        slots = [await slot_of(office, start) for start in starts]
        wish = Wish(service, slots, "张强", "13900002222", "王小明", "母亲")
        return await join(office, await meet(office, who), wish)

    return await centre.do(at, turn)


async def take_back(centre: Centre, ticket: Ticket, at: datetime = NOW) -> None:
    """The resident cancels."""

    async def turn(office: Office) -> None:
        contact = await contacts.by_id(office.work, ticket.contact_id or 0)
        assert contact is not None
        await cancel(office, ticket, contact)

    await centre.do(at, turn)


async def tries(centre: Centre, who: str, at: datetime = NOW) -> bool:
    """Somebody outside the line gets as far as the summary."""

    async def turn(office: Office) -> bool:
        return await hold(office, await slot_of(office), await meet(office, who))

    return await centre.do(at, turn)


async def standing(centre: Centre, entry: WaitingEntry, at: datetime = NOW) -> WaitingEntry | None:
    return await centre.do(at, lambda office: waiting.by_id(office.work, entry.id))


async def told(centre: Centre, words: str) -> list[str]:
    """To whom a letter with these words went, in order."""
    return [each.to.address for each in await centre.entries() if words in each.text]


INVITED = "您排队等的时间有位置了"
PASSED_ON = "没有等到您的答复"
IN_VAIN = "一直没有空出位置"
