"""A clock that only moves by command, and never back."""

from datetime import datetime, timedelta

from bot.handlers.clock import china_now
from bot.simulate.lines import BadLine

LONGEST_STEP = timedelta(days=800)
"""Longer is a slip of the pen: every reminder on the way would have to be sent."""


class SteppedClock:
    """Starts at `start`, or at the first time it is told, or, not told at all, at the present."""

    def __init__(self, start: datetime | None) -> None:
        self._now, self._was_told = start, start is not None

    @property
    def was_told(self) -> bool:
        """False: nobody has said yet what time it is."""
        return self._was_told

    def now(self) -> datetime:
        """The time in this centre."""
        return self._now or china_now()

    def stand_still(self) -> None:
        """From here on the clock moves by command only."""
        self._now = self.now()

    def check(self, to: datetime) -> None:
        """Raises BadLine when the clock may not be moved to `to`."""
        if not self._was_told:
            return
        if to < self.now():
            raise BadLine("back", now=self.now().isoformat(), to=to.isoformat())
        if to - self.now() > LONGEST_STEP:
            raise BadLine("too_far", days=LONGEST_STEP.days)

    def move(self, to: datetime) -> None:
        """It is `to` now. Raises BadLine."""
        self.check(to)
        self._now, self._was_told = to, True
