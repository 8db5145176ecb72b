"""The matter staff work on: its states, legal moves and the short code people read out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """mission section 5."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    ARRIVED = "arrived"
    SERVED = "served"
    WAITING_COLLECTION = "waiting_collection"
    NO_SHOW = "no_show"
    CLOSED = "closed"


class TicketKind(StrEnum):
    """A visit at a slot, a home visit, or an urgent request that has no slot yet."""

    VISIT = "visit"
    HOME = "home"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it and through which channel; for the audit trail."""

    name: str
    channel: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket as stored. Instants are aware; `starts_at` None = no slot yet.

    `name` is the applicant (whose matter it is), `contact_name` who talks to us when that is
    somebody else. `offers` are the times staff proposed and the resident has not yet answered.
    """

    id: int
    code: str
    status: Status
    kind: TicketKind
    service: str
    starts_at: datetime | None
    ends_at: datetime | None
    name: str
    phone: str
    contact_name: str
    contact_id: int | None
    channel: str
    address: str
    owner: str
    assignee: str
    note: str
    offers: tuple[datetime, ...]
    community: str
    home_address: str
    rating: str
    answer_by: datetime | None
    created_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the append-only trail."""

    at: datetime
    actor: Actor
    act: str
    before: str
    after: str
    reason: str
