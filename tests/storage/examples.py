"""People, times and tickets that the storage tests talk about."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from bot.domain.calendar import CHINA
from bot.domain.messages import ContactRef
from bot.domain.slots import Slot
from bot.domain.tickets import Actor, Status, Ticket, TicketKind
from bot.storage import Storage, UnitOfWork, contacts, tickets

T = TypeVar("T")

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
TOMORROW = datetime(2026, 11, 24, 10, 0, tzinfo=CHINA)
WANG = ContactRef("wechat", "openid-wang")
LI = ContactRef("qq", "openid-li")
STAFF_ROOM = ContactRef("onebot", "group:700000001")
RESIDENT = Actor("resident", "wechat")
ZHANG = Actor("张敏", "onebot")
REQUESTED = tickets.Entry("request", RESIDENT)


def slot(capacity: int = 3, start: datetime = TOMORROW, service: str = "社保卡") -> Slot:
    return Slot(service, start, start + timedelta(minutes=30), capacity)


def minutes(count: float) -> datetime:
    return NOW + timedelta(minutes=count)


def ticket(contact: contacts.Contact, name: str = "王芳", phone: str = "13800000001") -> Ticket:
    """A requested visit tomorrow, as a use case hands it to the storage."""
    return Ticket(
        id=0,
        code="",
        status=Status.REQUESTED,
        kind=TicketKind.VISIT,
        service="社保卡",
        starts_at=TOMORROW,
        ends_at=TOMORROW + timedelta(minutes=30),
        name=name,
        phone=phone,
        contact_name="",
        contact_id=contact.id,
        channel=contact.ref.channel,
        address=contact.ref.address,
        owner="",
        assignee="",
        note="",
        offers=(),
        community="",
        home_address="",
        rating="",
        answer_by=NOW + timedelta(hours=2),
        created_at=NOW,
        version=0,
    )


async def meet(storage: Storage, ref: ContactRef = WANG) -> contacts.Contact:
    return await storage.run(lambda work: contacts.meet(work, ref, None, NOW))


async def open_ticket(storage: Storage, ref: ContactRef = WANG) -> Ticket:
    contact = await meet(storage, ref)
    return await storage.run(lambda work: tickets.add(work, ticket(contact), REQUESTED))


async def at_once(
    storage: Storage, turns: Iterable[Callable[[UnitOfWork], Awaitable[T]]]
) -> list[T]:
    """Run all turns truly at once."""
    return await asyncio.gather(*(storage.run(turn) for turn in turns))


def facts_in(path: Path) -> list[str]:
    """What another process finds in the file."""
    with closing(sqlite3.connect(path)) as connection:
        return [key for (key,) in connection.execute("SELECT key FROM inbox ORDER BY key")]
