"""A year of rosters as one command: `python -m bench.year`, `--days 42` for a part of it.

Fourteen people swap, fall ill, forget and answer by chance, the house is closed and opened again;
every reminder is compared with a reckoning of its own, and 1 is returned where they differ.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from bot.domain.calendar import CHINA
from bot.storage.migrations import bring_up_to_date
from tests.simulate.year_play import Play

_START = datetime(2025, 12, 31, 18, 30, tzinfo=CHINA)
_MOST_SHOWN = 20


def main() -> int:
    """Play, count, compare."""
    parser = argparse.ArgumentParser(prog="bench.year", description=__doc__)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--db", help="an empty database, say on PostgreSQL; else a file for once")
    parser.add_argument("--houses", type=int, default=1, help="how many run over it side by side")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="menting-year-") as folder:
        database = chosen.db or f"sqlite:///{Path(folder) / 'year.db'}"
        asyncio.run(bring_up_to_date(database))
        play = Play(database, _START, chosen.seed, chosen.houses)
        return asyncio.run(_measure(play, chosen.days))


async def _measure(play: Play, days: int) -> int:
    started, used = time.perf_counter(), time.process_time()
    await play.run(days)
    took, cpu = time.perf_counter() - started, time.process_time() - used
    faults = play.faults()
    print("\n".join(play.report()))
    print(f"{days} days in {took:.0f} s ({days / took:.1f} days/s; {cpu:.0f} s of CPU)")
    print(f"{len(faults)} reminders or slots other than reckoned", *faults[:_MOST_SHOWN], sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
