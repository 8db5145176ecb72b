"""The load: pushes made beforehand, over kept-alive connections; answers are opened later."""

import asyncio
import gc
import random
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import cast

from bench.talks import Talk

CONNECTIONS = 64
_LENGTH = b"content-length: "
_SEED = 20261123


@dataclass(slots=True)
class Answer:
    """What came back for message `step` of a talk, after `seconds`."""

    talk: Talk
    step: int
    seconds: float
    status: int
    body: bytes


@dataclass(slots=True)
class Run:
    """All answers of one run that took `seconds`."""

    seconds: float = 0.0
    answers: list[Answer] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Answered messages a second."""
        return len(self.answers) / self.seconds

    def latency(self, share: float) -> float:
        """The `share` (0..1) quantile of the latency, in milliseconds."""
        ordered = sorted(answer.seconds for answer in self.answers)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class _Line(asyncio.Protocol):
    """One kept-alive connection that carries one request at a time."""

    def __init__(self, answered: Callable[["_Line", int, bytes], None]) -> None:
        self._answered = answered
        self._got = b""
        self.since = 0.0
        self.asked: tuple[Talk, int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass

    def ask(self, talk: Talk, step: int, since: float) -> None:
        """Send one message; its latency counts from `since`."""
        self.asked, self.since = (talk, step), since
        self._transport.write(talk.requests[step])

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, found, body = self._got.partition(b"\r\n\r\n")
        if not found:
            return
        at = head.lower().index(_LENGTH) + len(_LENGTH)
        if len(body) >= int(head[at:].partition(b"\r\n")[0]):
            self._got = b""
            self._answered(self, int(head[9:12]), body)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.asked is not None:
            raise SystemExit(f"the server hung up: {exc}")

    def close(self) -> None:
        self._transport.close()


async def closed_loop(port: int, talks: Sequence[Talk], connections: int = CONNECTIONS) -> Run:
    """As fast as it goes: each connection carries one talk after the other."""
    run, waiting = Run(), iter(talks)
    done = asyncio.get_running_loop().create_future()
    left = sum(len(talk.requests) for talk in talks)

    def answered(line: _Line, status: int, body: bytes) -> None:
        now = perf_counter()
        _note(run, line, now, (status, body))
        assert line.asked is not None  # noqa: S101 - an answer has its question
        talk, step = line.asked
        line.asked = None
        if step + 1 < len(talk.requests):
            line.ask(talk, step + 1, now)
        elif (following := next(waiting, None)) is not None:
            line.ask(following, 0, now)
        if len(run.answers) == left and not done.done():
            done.set_result(None)

    lines = [await _connect(port, answered) for _ in range(min(connections, len(talks)))]
    started = perf_counter()
    for line in lines:
        line.ask(next(waiting), 0, started)
    await done
    run.seconds = perf_counter() - started
    _hang_up(lines)
    return run


async def open_loop(port: int, talks: Sequence[Talk], rate: float) -> Run:
    """Random arrivals, `rate` a second, whether or not the server keeps up.

    A latency counts from the instant at which the message should have been sent.
    """
    run, idle, late = Run(), deque[_Line](), deque[tuple[Talk, int, float]]()
    left, done = sum(len(talk.requests) for talk in talks), asyncio.Event()

    def answered(line: _Line, status: int, body: bytes) -> None:
        _note(run, line, perf_counter(), (status, body))
        line.asked = None
        if late:
            line.ask(*late.popleft())
        else:
            idle.append(line)
        if len(run.answers) == left:
            done.set()

    lines = [await _connect(port, answered) for _ in range(CONNECTIONS)]
    idle.extend(lines)
    gc.freeze()  # our own collections must not look like the server's
    started = due = perf_counter()
    chance = random.Random(_SEED)  # noqa: S311 - arrivals, no secret
    for talk, step in _interleaved(talks, rate):
        due += chance.expovariate(rate)
        if (pause := due - perf_counter()) > 0:
            await asyncio.sleep(pause)
        if idle:
            idle.popleft().ask(talk, step, due)
        else:
            late.append((talk, step, due))
    await done.wait()
    run.seconds = perf_counter() - started
    _hang_up(lines)
    return run


def _interleaved(talks: Sequence[Talk], rate: float) -> Iterator[tuple[Talk, int]]:
    """Residents take turns, so that each writes about once in two seconds."""
    together = max(1, int(2 * rate))
    for first in range(0, len(talks), together):
        block = talks[first : first + together]
        for step in range(max(len(talk.requests) for talk in block)):
            yield from ((talk, step) for talk in block)


def _note(run: Run, line: _Line, now: float, answer: tuple[int, bytes]) -> None:
    assert line.asked is not None  # noqa: S101 - an answer has its question
    run.answers.append(Answer(*line.asked, now - line.since, *answer))


async def _connect(port: int, answered: Callable[[_Line, int, bytes], None]) -> _Line:
    loop = asyncio.get_running_loop()
    _, line = await loop.create_connection(lambda: _Line(answered), "127.0.0.1", port)
    return line


def _hang_up(lines: Sequence[_Line]) -> None:
    for line in lines:
        line.close()
