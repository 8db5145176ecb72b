"""What a person meant: text, time and configuration in, a Reading out."""

from bot.understanding.knowledge import Knowledge
from bot.understanding.memo import Memo
from bot.understanding.people import bare_name
from bot.understanding.reader import read
from bot.understanding.reading import Intent, Reading, Signal, TimeSpan

__all__ = ["Intent", "Knowledge", "Memo", "Reading", "Signal", "TimeSpan", "bare_name", "read"]
