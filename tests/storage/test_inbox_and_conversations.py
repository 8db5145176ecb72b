"""Messages handled already, and where each contact stands."""

import asyncio
from datetime import datetime, timedelta

from bot.domain.calendar import CHINA
from bot.domain.messages import ContactRef
from bot.storage import Storage, contacts, conversations, inbox
from bot.storage.conversations import Conversation

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)


async def contact_id(storage: Storage) -> int:
    ref = ContactRef("wechat", "openid-wang")
    return (await storage.run(lambda work: contacts.meet(work, ref, None, NOW))).id


async def test_of_twenty_deliveries_of_one_message_one_is_new(storage: Storage) -> None:
    tries = (storage.run(lambda work: inbox.remember(work, "wechat:1", 7, NOW)) for _ in range(20))
    assert sorted(await asyncio.gather(*tries)) == [False] * 19 + [True]


async def test_only_old_keys_are_forgotten(storage: Storage) -> None:
    earlier = NOW - timedelta(days=3)
    await storage.run(lambda work: inbox.remember(work, "old", 7, earlier))
    await storage.run(lambda work: inbox.remember(work, "new", 7, NOW))
    before = NOW - timedelta(days=1)
    assert await storage.run(lambda work: inbox.forget_before(work, before)) == 1
    assert not await storage.run(lambda work: inbox.remember(work, "new", 7, NOW))
    assert await storage.run(lambda work: inbox.remember(work, "old", 7, NOW))


async def test_a_fresh_contact_has_an_empty_conversation(storage: Storage) -> None:
    someone = await contact_id(storage)
    talk = await storage.read(lambda work: conversations.find(work, someone))
    assert talk == Conversation()
    assert talk.changed_at is None


async def test_a_conversation_is_kept_replaced_and_forgotten(storage: Storage) -> None:
    someone = await contact_id(storage)
    first = Conversation("booking", "time", {"service": "社保卡", "offers": [1, 2]}, 1, "请选时间")
    second = Conversation("booking", "name", {"n": None}, 0, "请问您贵姓？")
    for talk in (first, second):
        await storage.run(
            lambda work, talk=talk: conversations.save(work, someone, talk, NOW)  # type: ignore[misc]
        )
    kept = await storage.read(lambda work: conversations.find(work, someone))
    assert (kept.flow, kept.step, kept.draft) == ("booking", "name", {"n": None})
    assert (kept.misses, kept.last_said, kept.changed_at) == (0, "请问您贵姓？", NOW)
    await storage.run(lambda work: conversations.forget(work, someone))
    assert await storage.read(lambda work: conversations.find(work, someone)) == Conversation()
