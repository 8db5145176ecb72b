"""One line of input: its fields, each read with a clear "no" for what is missing or wrong."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time

import orjson
from msgspec import Struct

from bot.domain.calendar import CHINA
from bot.domain.characters import clean

Json = dict[str, object]

_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")
_LONGEST_TEXT = 2000


class BadLine(Exception):
    """What is wrong with a line; `key` names the sentence of config/texts below cli.simulate."""

    def __init__(self, key: str, /, **values: object) -> None:
        """Keep what the sentence needs."""
        super().__init__(key)
        self.key, self.values = f"cli.simulate.{key}", values


class Line(Struct, frozen=True):
    """The fields of one line. Every reader raises BadLine."""

    fields: Mapping[str, object]

    @classmethod
    def parse(cls, raw: bytes) -> "Line":
        """One JSON object."""
        try:
            fields = orjson.loads(raw)
        except orjson.JSONDecodeError as broken:
            raise BadLine("no_json", reason=broken.msg) from broken
        return cls._of(fields)

    @classmethod
    def _of(cls, fields: object) -> "Line":
        if not isinstance(fields, dict):
            raise BadLine("no_object")
        return cls(fields)

    def text(self, name: str, default: str | None = None) -> str:
        """A text (a number is taken as one); `default` None = it must be there."""
        value = self.fields.get(name)
        if value is None and default is not None:
            return default
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            raise BadLine("missing" if value is None else "no_text", field=name)
        return value

    def name(self, name: str, default: str | None = None) -> str:
        """A text that is not empty."""
        value = self.text(name, default).strip()
        if not value and default is None:
            raise BadLine("missing", field=name)
        return value

    def spoken(self, name: str) -> str:
        """What somebody wrote, cleaned and cut as every channel hands it on."""
        return clean(self.text(name, "")).strip()[:_LONGEST_TEXT]

    def moment(self, name: str) -> datetime | None:
        """An ISO time in China's zone (also meant where no offset is written); None = not there."""
        if self.fields.get(name) is None:
            return None
        return read_moment(self.text(name), name)

    def day(self, name: str) -> date:
        """An ISO date."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError as broken:
            raise BadLine("no_date", field=name, value=self.text(name)) from broken

    def clock(self, name: str) -> time | None:
        """A local clock time, 9:30 or 09:30; 24:00 is the last moment of the day."""
        if self.fields.get(name) is None:
            return None
        found = _CLOCK.fullmatch(self.text(name).strip())
        if found is None:
            raise BadLine("no_clock", field=name, value=self.text(name))
        hour, minute = int(found[1]), int(found[2])
        return time.max if hour == 24 else time(hour, minute)

    def names(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        values = self.fields.get(name)
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise BadLine("no_list", field=name)
        return tuple(values)

    def lines(self, name: str) -> tuple["Line", ...]:
        """A list of lines."""
        values = self.fields.get(name)
        if not isinstance(values, list):
            raise BadLine("no_list", field=name)
        return tuple(map(self._of, values))


def read_moment(text: str, field: str) -> datetime:
    """An ISO time in China's zone. Raises BadLine."""
    try:
        found = datetime.fromisoformat(text.strip())
        return (found if found.tzinfo else found.replace(tzinfo=CHINA)).astimezone(CHINA)
    except (ValueError, OverflowError) as broken:
        raise BadLine("no_moment", field=field, value=text) from broken
