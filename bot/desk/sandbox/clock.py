"""The sandbox's clock: the time on the wall, put forward by whoever plays."""

from datetime import datetime, time, timedelta

from bot.domain.calendar import CHINA, local

EVENING, MORNING = time(20), time(8, 30)
LONGEST_STEP = timedelta(days=14)


class SandboxClock:
    """The time on the wall, put forward by as much as somebody asked for; never back."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The sandbox's time in China."""
        return datetime.now(CHINA) + self._ahead

    def move(self, to: datetime) -> None:
        """It is `to` now; an earlier time changes nothing."""
        self._ahead += max(to - self.now(), timedelta())


def tonight(now: datetime) -> datetime:
    """The next time it is eight in the evening."""
    return _next(now, EVENING)


def morning(now: datetime) -> datetime:
    """Half past eight on the next day."""
    return local(now.date() + timedelta(days=1), MORNING)


def later(now: datetime, minutes: int) -> datetime:
    """In so many minutes; not back, and at most LONGEST_STEP ahead."""
    return now + min(max(timedelta(minutes=minutes), timedelta()), LONGEST_STEP)


def _next(now: datetime, clock: time) -> datetime:
    aim = local(now.date(), clock)
    return aim if aim > now else aim + timedelta(days=1)
