"""Access tokens: one refreshes, the others wait for it."""

import asyncio

from bot.storage import Storage
from bot.storage.tokens import StoredTokens


class Clock:
    """Unix seconds that move by command."""

    def __init__(self) -> None:
        self.seconds = 1_795_000_000.5

    def __call__(self) -> float:
        return self.seconds


async def test_an_unknown_token_is_none_also_while_somebody_fetches_it(storage: Storage) -> None:
    tokens = StoredTokens(storage, Clock())
    assert await tokens.load("wechat") is None
    await tokens.lease("wechat", 10)
    assert await tokens.load("wechat") is None


async def test_a_saved_token_replaces_the_one_before(storage: Storage) -> None:
    tokens = StoredTokens(storage, Clock())
    await tokens.save("wechat", "old", 1.0)
    await tokens.save("wechat", "new", 1_795_007_200.25)
    assert await tokens.load("wechat") == ("new", 1_795_007_200.25)
    assert await tokens.load("qq") is None


async def test_of_twenty_one_may_refresh(storage: Storage) -> None:
    tokens = StoredTokens(storage, Clock())
    leases = await asyncio.gather(*(tokens.lease("wechat", 10) for _ in range(20)))
    assert sum(leases) == 1


async def test_a_lease_ends_with_the_new_token_or_when_its_time_is_up(storage: Storage) -> None:
    clock = Clock()
    tokens = StoredTokens(storage, clock)
    assert await tokens.lease("wechat", 10)
    clock.seconds += 9
    assert not await tokens.lease("wechat", 10)
    clock.seconds += 1
    assert await tokens.lease("wechat", 10)
    await tokens.save("wechat", "new", clock.seconds + 7200)
    assert await tokens.lease("wechat", 10)


async def test_one_process_holds_what_it_renews_until_it_lets_go(storage: Storage) -> None:
    clock = Clock()
    one, two = (StoredTokens(storage, clock, owner) for owner in ("one", "two"))
    assert await one.hold("gateway", 15)
    clock.seconds += 10
    assert not await two.hold("gateway", 15)
    assert await one.hold("gateway", 15)
    clock.seconds += 10
    assert not await two.hold("gateway", 15)
    await two.let_go("gateway")
    assert not await two.hold("gateway", 15)
    await one.let_go("gateway")
    assert await two.hold("gateway", 15)
    clock.seconds += 15
    assert await one.hold("gateway", 15)


async def test_of_twenty_processes_one_takes_what_nobody_holds(storage: Storage) -> None:
    clock = Clock()
    takers = [StoredTokens(storage, clock, f"process {number}") for number in range(20)]
    assert sum(await asyncio.gather(*(each.hold("gateway", 15) for each in takers))) == 1


async def test_who_is_gone_holds_nothing(storage: Storage) -> None:
    clock = Clock()
    assert await StoredTokens(storage, clock, "dead").hold("gateway", 15)
    assert not await StoredTokens(storage, clock, "two").hold("gateway", 15)
    heir = StoredTokens(storage, clock, "three", lambda owner: owner == "dead")
    assert await heir.hold("gateway", 15)
    assert not await StoredTokens(storage, clock, "two", lambda owner: owner == "dead").hold(
        "gateway", 15
    )
