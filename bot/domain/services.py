"""What the centre offers: services, answers to common questions, and the people who serve."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Service:
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


@dataclass(frozen=True, slots=True)
class NotOffered:
    """Words for what the centre does not do, with the sentence that says where to go."""

    words: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class FaqEntry:
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


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person of the office."""

    name: str
    department: str = ""
    skills: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset({Role.CLERK})
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All services by name, with the ambiguous words and what is not offered."""

    services: Mapping[str, Service]
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_offered: tuple[NotOffered, ...] = ()
