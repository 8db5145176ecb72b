"""When the centre was started for the first time."""

from bot.storage import Storage, started
from tests.storage.examples import NOW, minutes


async def test_the_first_start_is_kept_for_good(storage: Storage) -> None:
    times = [
        await storage.run(lambda work, m=late: started.first_start(work, minutes(m)))  # type: ignore[misc]
        for late in (0, 60)
    ]
    assert times == [NOW, NOW]
