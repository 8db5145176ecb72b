"""Slow, even sending over one QQ account (platform sheet onebot.md section 7)."""

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable

MINUTE = 60.0
PER_MINUTE = 20
LONGEST_WAIT = 30.0
JITTER = 0.25  # of the interval: sends on the beat look like a machine's


class Pacer:
    """Lets sends go one by one, in the order they came; `clock` is monotonic, in seconds, `chance`
    gives 0 to 1."""

    def __init__(
        self,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._sent: deque[float] = deque(maxlen=PER_MINUTE)

    def wait_ahead(self, interval: float) -> float:
        """About how many seconds a send that comes now would wait for those before it."""
        return self._waiting * max(interval, MINUTE / PER_MINUTE) if interval > 0 else 0.0

    async def take_turn(self, interval: float) -> None:
        """Return when the next send may go: `interval` seconds and up to a quarter more after the
        last, at most 20 a minute. An interval of 0 switches both off.
        """
        self._waiting += 1
        try:
            async with self._turn:
                # The clock is read again after each sleep: an overslept one must not bunch sends.
                distance = interval * (1 + JITTER * self._chance())
                while (delay := self._delay(distance)) > 0:
                    await self._sleep(delay)
                self._sent.append(self._clock())
        finally:
            self._waiting -= 1

    def _delay(self, interval: float) -> float:
        if interval <= 0 or not self._sent:
            return 0.0
        earliest = self._sent[-1] + interval
        if len(self._sent) == PER_MINUTE:
            earliest = max(earliest, self._sent[0] + MINUTE)
        return earliest - self._clock()
