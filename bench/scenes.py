"""The scenes of one run: start-up, side by side, arrivals at a rate, growth, a slow disk."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import uvloop

from bench.figures import Line, at_least, at_most
from bench.flush import SLOWER_MS, slow_disk
from bench.load import Run, closed_loop, open_loop
from bench.servers import Cores, Server, centre, echo
from bench.talks import STEPS, Talk, TownHall, Wrong, check_all, check_echo

BLOCK = 500
WARM_UP = 60
ROUNDS = 3
STARTS = 3
Right = Callable[[Talk, int, str], bool]


@dataclass(frozen=True, slots=True)
class Stage:
    """Where all of one run happens. `turns`: how many the growth scene drives."""

    folder: Path
    config: Path
    cores: Cores
    hall: TownHall
    turns: int

    @property
    def talks_a_round(self) -> int:
        """How many talks one measurement takes."""
        return max(WARM_UP, min(1000, self.turns // 50))


@dataclass(frozen=True, slots=True)
class Measured:
    """Answered messages a second, and the server's CPU microseconds for each."""

    per_second: float
    cpu_us: float


def start_up(stage: Stage) -> list[Line]:
    """From exec to the first 200 of /healthz, and what an idle centre weighs."""
    fresh: list[float] = []
    again: list[float] = []
    weights: list[float] = []
    for number in range(STARTS):
        database = stage.folder / f"start{number}.db"
        for times in (fresh, again):
            with centre(stage.config, database, stage.cores) as server:
                times.append(server.ready_seconds)
                time.sleep(0.5)
                weights.append(server.rss_mib())
    return [
        at_most("ready, new database", median(fresh), 0.8, "s"),
        at_most("ready, existing database", median(again), 0.8, "s"),
        at_most("memory, idle", median(weights), 80, "MiB"),
    ]


def side_by_side(stage: Stage, server: Server) -> list[Line]:
    """The same messages to the echo and to the centre, in turns."""
    with ExitStack() as stack:
        loops = {
            loop: stack.enter_context(echo(loop, stage.cores)) for loop in ("asyncio", "uvloop")
        }
        _round(stage.hall.talks(WARM_UP), stage, server, loops)
        rounds = [
            _round(stage.hall.talks(stage.talks_a_round), stage, server, loops)
            for _ in range(ROUNDS)
        ]
        weight = loops["uvloop"].rss_mib()
    ours = [each[""] for each in rounds]
    lines = []
    for loop in ("uvloop", "asyncio"):
        lines += _compare(loop, ours, [each[loop] for each in rounds])
    return [
        *lines,
        Line("memory after these runs", f"{server.rss_mib():.0f} MiB", f"{weight:.0f} MiB"),
    ]


def _round(
    talks: list[Talk], stage: Stage, server: Server, loops: dict[str, Server]
) -> dict[str, Measured]:
    found = {loop: _drive(opponent, talks, check_echo) for loop, opponent in loops.items()}
    return found | {"": _drive(server, talks, stage.hall.check_booking)}


def _compare(loop: str, ours: list[Measured], theirs: list[Measured]) -> list[Line]:
    pairs = list(zip(ours, theirs, strict=True))
    speed = median(our.per_second / their.per_second for our, their in pairs)
    cost = median(our.cpu_us / their.cpu_us for our, their in pairs)
    return [
        Line(
            f"closed loop, echo on {loop}",
            f"{median(our.per_second for our in ours):,.0f} turns/s",
            f"{median(their.per_second for their in theirs):,.0f}/s",
            f"{speed:.2f}",
            "≥ 0.5",
            speed >= 0.5,
        ),
        Line(
            f"CPU, echo on {loop}",
            f"{median(our.cpu_us for our in ours):.0f} µs/turn",
            f"{median(their.cpu_us for their in theirs):.0f} µs",
            f"{cost:.2f}",
            "≤ 2",
            cost <= 2,
        ),
    ]


def arrivals(stage: Stage, server: Server, rate: int, most_ms: float) -> Line:
    """Random arrivals at `rate`; how long a resident waits for the passive reply.

    The echo's wait shows how much of it is this machine's, which others may be using.
    """
    seconds = 10 if stage.turns >= 50_000 else 3
    talks = stage.hall.talks(rate * seconds // STEPS)
    with echo("uvloop", stage.cores) as opponent:
        theirs = _arrive(opponent, talks, rate, check_echo)
    ours = _arrive(server, talks, rate, stage.hall.check_booking)
    tail = ours.latency(0.99)
    return Line(
        f"open loop {rate}/s, p99",
        f"{tail:.1f} ms (p50 {ours.latency(0.5):.1f}, max {ours.latency(1):.0f})",
        f"{theirs.latency(0.99):.1f} ms",
        figure=f"≤ {most_ms:g}",
        is_met=tail <= most_ms,
    )


def _arrive(server: Server, talks: list[Talk], rate: int, is_right: Right) -> Run:
    run = uvloop.run(open_loop(server.port, talks, rate))
    _check(run, is_right)
    return run


def growth(stage: Stage, server: Server, idle_mib: float) -> list[Line]:
    """Memory after many turns, against the idle centre and against the warm one."""
    warm, turns, weight = server.rss_mib(), 0, 0.0
    rates = []
    while turns < stage.turns:
        talks = stage.hall.talks(BLOCK)
        rates.append(_drive(server, talks, stage.hall.check_booking).per_second)
        turns += BLOCK * STEPS
        weight = max(weight, server.rss_mib())
    more = 100 * (weight / warm - 1)
    return [
        Line(
            f"memory after {turns:,} more turns",
            f"{weight:.0f} MiB",
            ratio=f"{weight / idle_mib:.2f} × idle",
        ),
        Line("growth over these turns", f"{more:+.1f} %", figure="≤ 10", is_met=more <= 10),
        Line(
            "speed, last block : first",
            f"{rates[-1]:,.0f} turns/s",
            ratio=f"{rates[-1] / rates[0]:.2f}",
        ),
    ]


def on_a_slow_disk(stage: Stage) -> Line:
    """The closed loop where every flush takes 10 ms longer."""
    what = f"closed loop, each flush {SLOWER_MS} ms slower"
    slow = slow_disk(stage.folder)
    if isinstance(slow, str):
        return Line(what, "not measured", figure="≥ 900", ratio=slow)
    with centre(stage.config, stage.folder / "slow.db", stage.cores, slow) as server:
        _drive(server, stage.hall.talks(WARM_UP), stage.hall.check_booking)
        talks = stage.hall.talks(stage.talks_a_round)
        measured = _drive(server, talks, stage.hall.check_booking)
    return at_least(what, measured.per_second, 900, "turns/s")


def check_tickets(database: Path, talks: int) -> None:
    """Every talk has its ticket, no more. Raises Wrong."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        ((tickets, people),) = connection.execute(
            "SELECT COUNT(*), COUNT(DISTINCT contact_id) FROM tickets WHERE status = 'requested'"
        )
    if not tickets == people == talks:
        raise Wrong(f"{talks} talks made {tickets} tickets for {people} people")


def _drive(server: Server, talks: list[Talk], is_right: Right) -> Measured:
    before = server.cpu_seconds()
    run = uvloop.run(closed_loop(server.port, talks))
    used = server.cpu_seconds() - before
    _check(run, is_right)
    return Measured(run.per_second, 1e6 * used / len(run.answers))


def _check(run: Run, is_right: Right) -> None:
    check_all(((a.talk, a.step, a.status, a.body) for a in run.answers), is_right)
