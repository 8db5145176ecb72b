"""A year of rosters as one command: `python -m bench.year`, `--days 42` for a part of it.

Fourteen people swap, fall ill, forget and answer by chance, the file is edited, houses are
closed or killed and opened again, some with a slow clock; every reminder is compared with a
reckoning of its own, and 1 is returned where they differ.
"""

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from bot.domain.calendar import CHINA
from bot.storage.migrations import bring_up_to_date
from tests.sample import SAMPLE
from tests.simulate.year_houses import Site
from tests.simulate.year_play import Play

_START = datetime(2025, 12, 31, 18, 30, tzinfo=CHINA)
_MOST_SHOWN = 20
_KILLS = 0.012
"""So likely a process is killed whenever the clock moves or somebody writes."""


def main() -> int:
    """Play, count, compare."""
    parser = argparse.ArgumentParser(prog="bench.year", description=__doc__)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--db", help="an empty database, say on PostgreSQL; else a file for once")
    parser.add_argument("--houses", type=int, default=1, help="how many run over it side by side")
    parser.add_argument(
        "--apart", action="store_true", help="each in a process, killed by chance; PostgreSQL only"
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="menting-year-") as name:
        folder = Path(name)
        database = chosen.db or f"sqlite:///{folder / 'year.db'}"
        asyncio.run(bring_up_to_date(database))
        shutil.copytree(SAMPLE, folder / "config")
        site = Site(database, folder / "config", folder if chosen.apart else None)
        kills = _KILLS if chosen.apart else 0.0
        play = Play(site, _START, chosen.seed, chosen.houses, kills)
        return asyncio.run(_measure(play, chosen.days))


async def _measure(play: Play, days: int) -> int:
    started = time.perf_counter()
    await play.run(days)
    took = time.perf_counter() - started
    faults = play.faults()
    print("\n".join(play.report()))
    print(f"{days} days in {took:.0f} s ({days / took:.1f} days/s; {_cpu():.0f} s of CPU)")
    print(f"{len(faults)} reminders or slots other than reckoned", *faults[:_MOST_SHOWN], sep="\n")
    return 1 if faults else 0


def _cpu() -> float:
    """Seconds of this process and of all that ended; not of the database's."""
    times = os.times()
    return sum(times[:4])


if __name__ == "__main__":
    sys.exit(main())
