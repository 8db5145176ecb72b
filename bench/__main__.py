"""The benchmark as one command: `make bench`, ARGS="--quick" or "--turns 50000"."""

import argparse
import compileall
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import yaml

from bench.figures import Line, draw
from bench.flush import flush_ms
from bench.lane import lane_speed
from bench.load import CONNECTIONS
from bench.rosters import planned_month
from bench.scenes import (
    Stage,
    arrivals,
    check_tickets,
    growth,
    on_a_slow_disk,
    side_by_side,
    start_up,
)
from bench.servers import Cores, centre
from bench.talks import TownHall, Wrong
from bench.understanding.quick import reading
from bot.config import load_config

CAPACITY = 40
FULL_TURNS, QUICK_TURNS = 50_000, 3_000
_SAMPLE = Path("config")


def main() -> int:
    """Measure and print the table; 1 when an answer was wrong (a missed figure is only shown)."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="within 40 seconds, less exact")
    parser.add_argument("--turns", type=int, help=f"turns of the growth scene ({FULL_TURNS})")
    chosen = parser.parse_args()
    turns = chosen.turns or (QUICK_TURNS if chosen.quick else FULL_TURNS)
    compileall.compile_dir("bot", quiet=2)  # as every start but a centre's very first finds it
    with tempfile.TemporaryDirectory(prefix="menting-bench-") as folder:
        try:
            _measure(_stage(Path(folder), turns))
        except Wrong as wrong:
            print(f"\na wrong answer, so nothing was measured: {wrong}", file=sys.stderr)
            return 1
    return 0


def _measure(stage: Stage) -> None:
    started = time.perf_counter()
    print(_about(stage), flush=True)
    lines = []
    for line in _lines(stage):
        lines.append(line)
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(draw(lines))
    print(f"\n{time.perf_counter() - started:.0f} s; every answer was opened and checked.")


def _lines(stage: Stage) -> Iterator[Line]:
    started = start_up(stage)
    yield from started
    database = stage.folder / "centre.db"
    with centre(stage.config, database, stage.cores) as server:
        time.sleep(0.5)
        idle_mib = server.rss_mib()
        yield from side_by_side(stage, server)
        yield arrivals(stage, server, 200, 50)
        yield arrivals(stage, server, 500, 20)
        yield from growth(stage, server, idle_mib)
    check_tickets(database, stage.hall.made)
    yield on_a_slow_disk(stage)
    yield from reading(load_config(stage.config))
    yield planned_month()
    lane = lane_speed(stage.folder / "lane.db", stage.turns // 2)
    yield Line("the lane alone", f"{lane:,.0f} turns/s")


def _stage(folder: Path, turns: int) -> Stage:
    """The sample centre with more places a slot, so that a day's load finds room."""
    config = folder / "config"
    config.mkdir()
    facts = yaml.safe_load((_SAMPLE / "centre.yaml").read_text(encoding="utf-8"))
    text = yaml.safe_dump(facts | {"capacity": CAPACITY}, allow_unicode=True)
    (config / "centre.yaml").write_text(text, encoding="utf-8")
    return Stage(folder, config, Cores.split(), TownHall(load_config(config)), turns)


def _about(stage: Stage) -> str:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return (
        f"menting beside a wechatpy + aiohttp echo, WeChat safe mode, {CONNECTIONS} connections;"
        f" staff group configured, not connected.\nPython {platform.python_version()}, server on"
        f" core {stage.cores.server}, load on core {stage.cores.load};"
        f" a flush here takes {flush_ms(stage.folder):.2f} ms; load of the machine {load:.1f}."
    )


if __name__ == "__main__":
    sys.exit(main())
