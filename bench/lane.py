"""The lane alone: durable turns a second on SQLite, without platform and understanding."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

import uvloop

from bot.domain.calendar import CHINA
from bot.domain.messages import ContactRef, DeliveryWindow, Purpose
from bot.storage import Storage, UnitOfWork, contacts, conversations, inbox, open_storage, outbox
from bot.storage.conversations import Conversation
from bot.storage.outbox import Letter

RESIDENTS = 128


def lane_speed(database: Path, turns: int) -> float:
    """Turns a second: a contact, an inbox key, a conversation and a letter each."""
    return uvloop.run(_drive(f"sqlite:///{database}", turns))


async def _drive(url: str, turns: int) -> float:
    storage = await open_storage(url)
    try:
        each = max(1, turns // RESIDENTS)
        started = perf_counter()
        await asyncio.gather(*(_talk(storage, number, each) for number in range(RESIDENTS)))
        return RESIDENTS * each / (perf_counter() - started)
    finally:
        await storage.stop()


async def _talk(storage: Storage, number: int, turns: int) -> None:
    who = ContactRef("wechat", f"oLane{number}")
    for step in range(turns):
        await storage.run(_turn(who, f"wechat:{number}-{step}"))


def _turn(who: ContactRef, key: str) -> "_Turn":
    return _Turn(who, key, datetime.now(CHINA))


class _Turn:
    """What every message does to the database, whatever it says."""

    def __init__(self, who: ContactRef, key: str, now: datetime) -> None:
        self._who, self._key, self._now = who, key, now

    async def __call__(self, work: UnitOfWork) -> None:
        window = DeliveryWindow(self._now + timedelta(hours=48), 5)
        contact = await contacts.meet(work, self._who, window, self._now)
        await inbox.remember(work, self._key, contact.id, self._now)
        await conversations.find(work, contact.id)
        letter = Letter(self._who, "请问怎么称呼您？", Purpose.REPLY, cause=self._key)
        await outbox.put(work, letter, self._now)
        talk = Conversation("booking", "name", {"service": "居住证办理"}, 0, "请问怎么称呼您？")
        await conversations.save(work, contact.id, talk, self._now)
        await outbox.answers(work, self._key, self._who)
