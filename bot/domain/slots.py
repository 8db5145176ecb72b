"""Bookable times: which slots exist for a service on a day, and how many places each has."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.calendar import ShiftKind


@dataclass(frozen=True, slots=True)
class Slot:
    """service × start; aware instants, `end` exclusive; `capacity` = places residents may take."""

    service: str
    start: datetime
    end: datetime
    capacity: int
    shift: ShiftKind | None = None


@dataclass(frozen=True, slots=True)
class BookingRules:
    """Lead time, horizon and limits (centre.yaml `booking`)."""

    lead_minutes: int = 30
    horizon_days: int = 30
    per_person: int = 3
    hold_minutes: int = 10
    reopen_minutes: int = 0
