"""What an entry of each sample file may hold, for the tests of the sample centre."""

from datetime import date
from typing import NotRequired, TypedDict


class ServiceEntry(TypedDict):
    """One entry of services.yaml."""

    name: str
    category: str
    holiday: bool
    aliases: list[str]
    materials: list[str]
    skill: NotRequired[str]
    minutes: NotRequired[int]
    capacity: NotRequired[int]
    fee: NotRequired[str]
    time_limit: NotRequired[str]
    window: NotRequired[str]
    note: NotRequired[str]
    home: NotRequired[bool]


class NotOfferedEntry(TypedDict):
    """One matter that is done elsewhere."""

    words: list[str]
    answer: str


class ServicesFile(TypedDict):
    """services.yaml."""

    services: list[ServiceEntry]
    ambiguous: dict[str, list[str]]
    not_offered: list[NotOfferedEntry]


class FaqItem(TypedDict):
    """One entry of faq.yaml."""

    id: str
    question: str
    aliases: list[str]
    answer: str
    source: str
    valid_until: date
    service: NotRequired[str]
    aspect: NotRequired[str]


class FaqFile(TypedDict):
    """faq.yaml."""

    entries: list[FaqItem]


class StaffEntry(TypedDict):
    """One person of roster.yaml."""

    name: str
    department: str
    skills: list[str]
    roles: list[str]
    phone: NotRequired[str]


class RotationEntry(TypedDict):
    """One weekly rotation of roster.yaml."""

    shift: str
    weekdays: list[int]
    anchor: date
    weeks: list[list[str]]
    backup: NotRequired[list[str]]


class RosterFile(TypedDict):
    """roster.yaml."""

    staff: list[StaffEntry]
    rotations: list[RotationEntry]
    dates: dict[date, dict[str, list[str]]]


class MenuEntry(TypedDict):
    """One button of the WeChat menu."""

    name: str
    key: NotRequired[str]
    url: NotRequired[str]
    buttons: NotRequired[list["MenuEntry"]]
