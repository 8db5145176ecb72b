"""Times as residents say them: a small grammar of our own (dates, dayparts, clocks, roles)."""

from bot.understanding.times.reading import TimesRead, read_times, times_said

__all__ = ["TimesRead", "read_times", "times_said"]
