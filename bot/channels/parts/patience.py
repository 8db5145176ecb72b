"""Patience with many at once: everybody is waited for equally long, by one timer."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


class Patience:
    """Ends what takes longer than `seconds`, as asyncio.timeout does; but a timer for each turn
    would cost as much as the turn's signatures."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._ends: dict[asyncio.Task[object], float] = {}  # the oldest first
        self._late: set[asyncio.Task[object]] = set()
        self._timer: asyncio.TimerHandle | None = None

    async def wait_for(self, work: Awaitable[T]) -> T:
        """What `work` comes to, in the task that asks. Raises TimeoutError when it took too long:
        then it was cancelled."""
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None  # noqa: S101 - whoever awaits is in a task
        self._ends[task] = end = loop.time() + self.seconds
        if self._timer is None:
            self._timer = loop.call_at(end, self._end_late, loop)
        try:
            return await work
        except asyncio.CancelledError:
            if task in self._late and not task.uncancel():
                raise TimeoutError from None
            raise
        finally:
            self._ends.pop(task, None)
            self._late.discard(task)

    def _end_late(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer, now = None, loop.time()
        while self._ends:
            task, end = next(iter(self._ends.items()))
            if end > now:
                self._timer = loop.call_at(end, self._end_late, loop)
                break
            del self._ends[task]
            self._late.add(task)
            task.cancel()
