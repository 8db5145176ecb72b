"""Of the roster a year and a month are remembered, whatever else is kept shorter."""

from datetime import time, timedelta

from msgspec.structs import replace

from bot.domain.calendar import ShiftKind, local
from bot.domain.exchanges import RequestState
from bot.domain.roster import Leave, Override, Shift, ShiftState
from bot.storage import Storage, UnitOfWork, exchanges, privacy, roster, roster_record
from bot.storage.roster_record import RosterChange
from tests.storage.examples import NOW
from tests.storage.test_exchanges import DAY, REQUEST

KIND = ShiftKind.HOLIDAY
NOON = local(DAY, time(12))
DUTY = Shift(DAY, KIND, NOON, NOON, ("王芳",), (), ShiftState.OK)


async def fill(work: UnitOfWork) -> None:
    """One swapped shift that was served, a leave, and a request that still waits."""
    done = await exchanges.add(work, REQUEST)
    await exchanges.save(work, replace(done, state=RequestState.DONE), NOW)
    await exchanges.add(work, REQUEST)
    await exchanges.add_leave(work, Leave("李四", DAY, DAY, "年假"), "李四", NOW)
    await roster_record.lock(work, f"{DAY.isoformat()}:{KIND.value}")
    await roster.add_override(work, Override(DAY, KIND, ("王芳",), "换班", "李四", NOW))
    await roster_record.log(work, RosterChange(NOW, "李四", "swap", DAY, KIND))
    await roster_record.record(work, DUTY)
    await roster.acknowledge(work, DAY, KIND, "王芳", NOW)
    await roster_record.set_mark(work, "reached", DAY.isoformat())


async def left(work: UnitOfWork) -> list[int]:
    """How many there are: finished requests, leaves, overrides, changes, served, 收到."""
    return [
        len(await exchanges.changed_since(work, NOW)) - len(await exchanges.open_requests(work)),
        len(await exchanges.leaves_between(work, DAY, DAY)),
        len(await roster.overrides_between(work, DAY, DAY)),
        len(await roster_record.history(work, DAY, DAY)),
        len(await roster_record.served_between(work, DAY, DAY)),
        len(await roster.acknowledged(work, DAY, KIND)),
    ]


async def forget(storage: Storage, days: int, retention_days: int = 30) -> None:
    """What the daily retention does so many days after the shift."""
    later = NOON + timedelta(days=days)
    await storage.run(lambda work: privacy.forget_old(work, later, retention_days))


async def test_a_years_duty_is_kept_and_forgotten_after_it(storage: Storage) -> None:
    await storage.run(fill)
    await forget(storage, 390)
    assert await storage.read(left) == [1] * 6

    await forget(storage, 406)

    assert await storage.read(left) == [0] * 6
    assert len(await storage.read(exchanges.open_requests)) == 1
    assert await storage.read(lambda work: roster_record.mark(work, "reached")) == DAY.isoformat()


async def test_a_longer_retention_time_holds_for_the_roster_too(storage: Storage) -> None:
    await storage.run(fill)
    await forget(storage, 700, retention_days=1000)
    assert await storage.read(left) == [1] * 6


async def test_the_lock_of_a_shift_goes_a_week_after_it(storage: Storage) -> None:
    async def locked() -> bool:
        name = f"lock:{DAY.isoformat()}:{KIND.value}"
        return await storage.read(lambda work: roster_record.mark(work, name)) is not None

    await storage.run(fill)
    await forget(storage, 7)
    assert await locked()
    await forget(storage, 8)
    assert not await locked()
