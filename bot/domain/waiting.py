"""The waiting list: who waits for a full time, and until when a freed place is kept for them."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from bot.domain.calendar import OpeningCalendar
from bot.domain.slots import BookingRules, Slot


class WaitingEntry(Struct, frozen=True):
    """One person in line for one of the starts from `first_at` to `last_at` (aware) of a service.

    An invited entry has left the line: a place at `place_at` is kept for it until `answer_by`.
    Name and phone are those of the request that becomes the ticket; `beneficiary` is who it is
    for when not the writer (母亲).
    """

    id: int
    contact_id: int
    service: str
    first_at: datetime
    last_at: datetime
    name: str
    phone: str
    contact_name: str
    beneficiary: str
    place_at: datetime | None
    answer_by: datetime | None
    created_at: datetime

    @property
    def holder(self) -> int:
        """In whose name a place is kept: no contact, so that a contact's own holds stay apart."""
        return -self.id

    def is_invited(self, now: datetime) -> bool:
        """Whether a place is kept for it at `now`."""
        return self.answer_by is not None and now < self.answer_by


def answer_due(calendar: OpeningCalendar, start: datetime, now: datetime, minutes: int) -> datetime:
    """Until when a place at `start` is kept: `minutes` of opening time, never beyond the start."""
    return min(calendar.add_opening_minutes(now, minutes), start)


def soonest(rules: BookingRules, now: datetime) -> datetime:
    """A start must lie after this instant to be worth waiting for: somebody must still come."""
    return now + rules.lead


def worth_waiting(slots: Sequence[Slot], rules: BookingRules, now: datetime) -> tuple[Slot, ...]:
    """The slots for which a place may still be freed in time."""
    return tuple(slot for slot in slots if slot.start > soonest(rules, now))
