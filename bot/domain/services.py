"""What the centre offers: services, answers to common questions, and the people who serve."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct, field


class Service(Struct, frozen=True):
    """One thing that can be booked.

    `minutes` is the length of a visit; `capacity` None = the centre's.
    """

    name: str
    category: str
    holiday: bool
    skill: str
    minutes: int = 30
    capacity: int | None = None
    aliases: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    fee: str = ""
    time_limit: str = ""
    window: str = ""
    note: str = ""
    home: bool = False


class NotOffered(Struct, frozen=True):
    """Words for what the centre does not do, with the sentence that says where to go."""

    words: tuple[str, ...]
    answer: str


class FaqEntry(Struct, frozen=True):
    """A question with its verbatim answer (mission 3.16).

    `aspect` is one of the topics of house.md section 7.
    """

    id: str
    question: str
    answer: str
    aliases: tuple[str, ...] = ()
    service: str | None = None
    aspect: str | None = None
    source: str = ""
    valid_until: date | None = None


class Role(StrEnum):
    """What a member of staff may do."""

    CLERK = "clerk"
    LEADER = "leader"
    ADMIN = "admin"


class StaffMember(Struct, frozen=True):
    """A person of the office."""

    name: str
    department: str = ""
    skills: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset({Role.CLERK})
    phone: str = ""


class Catalogue(Struct, frozen=True):
    """All services by name, with the ambiguous words and what is not offered."""

    services: Mapping[str, Service]
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_offered: tuple[NotOffered, ...] = ()
