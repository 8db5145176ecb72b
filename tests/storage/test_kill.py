"""What was acknowledged is on the disk, however the process ends."""

import subprocess
import sys
from pathlib import Path

from tests.storage.examples import facts_in

CHILD = """
import asyncio, itertools, sys
from pathlib import Path
from bot.storage import inbox
from bot.storage.sqlite import SqliteStorage
from tests.storage.examples import NOW

async def main():
    storage = SqliteStorage(Path(sys.argv[1]))
    await storage.start()
    numbers = itertools.count()

    async def worker():
        for number in numbers:
            key = f"{sys.argv[2]}-{number}"
            await storage.run(lambda work: inbox.remember(work, key, 1, NOW))
            print(key, flush=True)

    await asyncio.gather(*(worker() for _ in range(16)))

asyncio.run(main())
"""


def acknowledged_before_the_kill(path: Path, name: str) -> list[str]:
    """What a child process acknowledged until it was killed in the middle of its work."""
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path), name], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        seen = [child.stdout.readline() for _ in range(100)]
        child.kill()
        seen += child.stdout.readlines()
    return [line.strip() for line in seen if line.endswith("\n")]


def test_every_acknowledged_turn_survives_kill_9(sqlite_file: Path) -> None:
    for number in range(5):
        acknowledged = acknowledged_before_the_kill(sqlite_file, f"round{number}")
        assert len(acknowledged) >= 100
        assert set(acknowledged) <= set(facts_in(sqlite_file))
