"""Kinds of value the files share: text, numbers, dates and times as office staff write them."""

import re
from datetime import date, time
from typing import Annotated, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::00)?", re.ASCII)


class Shape(BaseModel):
    """A section of a file: unknown keys are refused, an empty value is as good as none."""

    # Only the whole file is ever validated; building each section alone would cost start-up time.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, values: object) -> object:
        if not isinstance(values, dict):
            return values
        return {key: value for key, value in values.items() if value is not None}


def read_date(written: object) -> object:
    """The date that a text means; what is no text is left to pydantic."""
    if not isinstance(written, str):
        return written
    found = _DATE.fullmatch(written.strip())
    if not found:
        raise PydanticCustomError("date_form", "not a date")
    year, month, day = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise PydanticCustomError("date_impossible", "no such day") from None


def read_time(written: object) -> object:
    """The local time that a text means; what is no text is left to pydantic."""
    if not isinstance(written, str):
        return written
    found = _TIME.fullmatch(written.strip())
    if not found:
        raise PydanticCustomError("time_form", "not a time")
    hour, minute = map(int, found.groups())
    try:
        return time(hour, minute)
    except ValueError:
        raise PydanticCustomError("time_impossible", "no such time") from None


_DATE_SCHEMA = {"type": "string", "pattern": r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$"}
_TIME_SCHEMA = {"type": "string", "pattern": r"^([01]?\d|2[0-3]):[0-5]\d$"}

Text: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True)]
Words: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Day: TypeAlias = Annotated[date, BeforeValidator(read_date), WithJsonSchema(_DATE_SCHEMA)]
Clock: TypeAlias = Annotated[time, BeforeValidator(read_time), WithJsonSchema(_TIME_SCHEMA)]
Count: TypeAlias = Annotated[int, Field(ge=0, le=100_000)]
AtLeastOne: TypeAlias = Annotated[int, Field(ge=1, le=100_000)]
Year: TypeAlias = Annotated[int, Field(ge=2000, le=2199)]
Weekday: TypeAlias = Annotated[int, Field(ge=1, le=7)]
