"""Short messages that many write alike (1, 确认, 我要办居住证) are read once a day or a minute."""

import re
from datetime import date, datetime

from msgspec.structs import replace

from bot.domain.calendar import CHINA
from bot.understanding.knowledge import Knowledge
from bot.understanding.reader import read
from bot.understanding.reading import Reading

LONGEST = 24
MOST = 2_000
_NUMBER = re.compile(r"\d{5}")  # somebody's own: nobody else writes it
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_ANY_MOBILE = "13800000000"
_OF_TIMES = re.compile(
    r"[0-9０-９零一二两三四五六七八九十半几今明昨前后早晚午夜天日号周期拜月年点时分刻钟季节]"
)


class Memo:
    """`read` with a memory: the same answers, for a tenth of the time.

    What names no time is remembered for the day, all else for the running minute.
    """

    def __init__(self) -> None:
        self._of_day, self._of_minute = _Shelf(), _Shelf()

    def read(self, text: str, now: datetime, knowledge: Knowledge) -> Reading:
        """What `text` means at `now` (aware), as `bot.understanding.read` would say."""
        if _MOBILE.fullmatch(text):  # alone it says the same, whosever it is
            like = self._recall(_ANY_MOBILE, now, knowledge)
            return replace(like, text=text, masked=text, phone=text)
        if len(text) > LONGEST or _NUMBER.search(text):
            return read(text, now, knowledge)
        return self._recall(text, now, knowledge)

    def _recall(self, text: str, now: datetime, knowledge: Knowledge) -> Reading:
        minute = now.astimezone(CHINA).replace(second=0, microsecond=0)
        of_day = self._of_day.open(minute.date(), knowledge)
        of_minute = self._of_minute.open(minute, knowledge)
        reading = of_day.get(text) or of_minute.get(text)
        if reading is None:
            reading = read(text, now, knowledge)
            shelf = of_minute if _may_name_time(text, reading) else of_day
            if len(shelf) >= MOST:
                shelf.clear()
            shelf[text] = reading
        return reading


class _Shelf:
    """Readings that are good for one day or minute."""

    def __init__(self) -> None:
        self._when: date | None = None
        self._knowledge: Knowledge | None = None
        self._readings: dict[str, Reading] = {}

    def open(self, when: date, knowledge: Knowledge) -> dict[str, Reading]:
        if when != self._when or knowledge is not self._knowledge:
            self._when, self._knowledge, self._readings = when, knowledge, {}
        return self._readings


def _may_name_time(text: str, reading: Reading) -> bool:
    is_read = reading.time or reading.negated or reading.replaced or reading.time_spans
    return bool(is_read) or _OF_TIMES.search(text) is not None
