"""Secret addresses of calendar feeds on both databases."""

from bot.storage import Storage, feeds
from tests.domain.centres import when

NOW = when("2026-11-23 10:00")


async def test_an_address_is_known_by_its_hash_until_it_is_revoked(storage: Storage) -> None:
    await storage.run(lambda work: feeds.add(work, "secret", "张敏", NOW))
    await storage.run(lambda work: feeds.add(work, "all", "", NOW))

    assert await storage.run(lambda work: feeds.person_of(work, "secret")) == "张敏"
    assert await storage.run(lambda work: feeds.person_of(work, "all")) == ""
    assert await storage.run(lambda work: feeds.drop(work, "张敏")) == 1
    assert await storage.run(lambda work: feeds.person_of(work, "secret")) is None
    assert await storage.run(lambda work: feeds.person_of(work, "all")) == ""
    row = await storage.run(lambda work: work.fetch_one(feeds._SQL["person_of"], token_hash="all"))
    assert row is None
