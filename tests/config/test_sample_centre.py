"""The shipped sample centre keeps its promises: counts, wordings, staffing, limits."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import cast

import pytest
import yaml

from tests.config.shapes import (
    FaqFile,
    FaqItem,
    MenuEntry,
    RosterFile,
    RotationEntry,
    ServiceEntry,
    ServicesFile,
    StaffEntry,
)

CONFIG = Path(__file__).resolve().parents[2] / "config"
FILES = ("centre", "services", "faq", "roster", "holidays", "channels")
TOP_MENU_BYTES, SUB_MENU_BYTES = 16, 60  # WeChat custom menu limits (platform sheet, section 12)

CENTRE_KEYS = {
    "name", "sample", "address", "phone", "hotlines", "emergency", "communities", "timezone",
    "hours", "closures", "capacity", "reserved", "booking", "conversation", "tickets", "reminders",
    "retention_days",
}  # fmt: skip
ASPECTS = {
    "materials", "hours", "address", "fee", "processing_time", "eligibility", "phone", "progress",
    "how_to", "amount", "booking_rules",
}  # fmt: skip


def _load(name: str) -> object:
    content: object = yaml.safe_load((CONFIG / f"{name}.yaml").read_text("utf-8"))
    return content


def _repeated(items: Iterable[str]) -> list[str]:
    return [item for item, times in Counter(items).items() if times > 1]


def _fits(entry: Mapping[str, object], shape: type) -> bool:
    required: frozenset[str] = getattr(shape, "__required_keys__", frozenset())
    optional: frozenset[str] = getattr(shape, "__optional_keys__", frozenset())
    return required <= set(entry) <= required | optional


CENTRE = cast(dict[str, object], _load("centre"))
SERVICES = cast(ServicesFile, _load("services"))
FAQ = cast(FaqFile, _load("faq"))["entries"]
ROSTER = cast(RosterFile, _load("roster"))
BY_NAME = {service["name"]: service for service in SERVICES["services"]}
SKILLS_OF = {person["name"]: set(person["skills"]) for person in ROSTER["staff"]}
NEEDED = {service.get("skill", service["category"]) for service in BY_NAME.values()}
NEEDED_ON_HOLIDAYS = {
    service.get("skill", service["category"]) for service in BY_NAME.values() if service["holiday"]
}


@pytest.mark.parametrize("name", FILES)
def test_each_file_says_in_its_first_line_that_it_is_sample_data(name: str) -> None:
    assert (CONFIG / f"{name}.yaml").read_text("utf-8").startswith("# 示例数据")


def test_the_centre_has_the_expected_keys_and_nineteen_communities() -> None:
    communities = cast(list[str], CENTRE["communities"])
    assert set(CENTRE) == CENTRE_KEYS
    assert CENTRE["sample"] is True
    assert len(communities) == len(set(communities)) == 19


def test_there_are_72_services_in_eight_or_more_categories_and_28_on_holidays() -> None:
    services = SERVICES["services"]
    assert set(SERVICES) == {"services", "ambiguous", "not_offered"}
    assert len(services) == len(BY_NAME) == 72
    assert sum(service["holiday"] for service in services) == 28
    assert len({service["category"] for service in services}) >= 8
    assert len({service["category"] for service in services if service["holiday"]}) >= 5


@pytest.mark.parametrize("service", SERVICES["services"], ids=lambda service: service["name"])
def test_a_service_is_complete(service: ServiceEntry) -> None:
    assert _fits(cast(Mapping[str, object], service), ServiceEntry)
    assert service.get("minutes", 30) in {15, 20, 30, 45, 60}
    assert 3 <= len(service["aliases"]) <= 10
    assert 3 <= len(service["materials"]) <= 5
    assert service.get("skill") != service["category"]


def test_no_two_services_share_a_wording() -> None:
    wordings = [*BY_NAME, *(alias for s in BY_NAME.values() for alias in s["aliases"])]
    assert _repeated([*wordings, *SERVICES["ambiguous"]]) == []


def test_an_ambiguous_word_offers_two_to_four_services_that_exist() -> None:
    for word, names in SERVICES["ambiguous"].items():
        assert 2 <= len(names) <= 4, word
        assert set(names) <= set(BY_NAME), word


def test_what_is_not_offered_never_hides_a_service() -> None:
    assert len(SERVICES["not_offered"]) >= 15
    words = [word for entry in SERVICES["not_offered"] for word in entry["words"]]
    wordings = [*BY_NAME, *(alias for s in BY_NAME.values() for alias in s["aliases"])]
    assert _repeated(words) == []
    assert [(word, other) for word in words for other in wordings if word in other] == []


def test_there_are_enough_answers_each_with_its_own_id_and_wordings() -> None:
    assert len(FAQ) >= 45
    assert _repeated(entry["id"] for entry in FAQ) == []
    assert _repeated(w for entry in FAQ for w in (entry["question"], *entry["aliases"])) == []


@pytest.mark.parametrize("entry", FAQ, ids=lambda entry: entry["id"])
def test_an_answer_is_short_sourced_dated_and_about_something_real(entry: FaqItem) -> None:
    assert _fits(cast(Mapping[str, object], entry), FaqItem)
    assert 4 <= len(entry["aliases"]) <= 8
    assert len(entry["answer"]) <= 120
    assert entry["source"]
    assert entry["valid_until"] > date(2026, 12, 31)
    assert entry.get("service") is None or entry.get("service") in BY_NAME
    assert entry.get("aspect") in ASPECTS


def test_fees_in_answers_are_those_of_the_services() -> None:
    by_id = {entry["id"]: entry["answer"] for entry in FAQ}
    for name, answers in {"社会保障卡补换": ("F26", "F32"), "居住证补换": ("F26", "F62")}.items():
        amount = BY_NAME[name].get("fee", "").removeprefix("工本费")
        assert all(amount in by_id[answer] for answer in answers)


def test_sixteen_people_with_known_skills_and_roles() -> None:
    staff = ROSTER["staff"]
    assert set(ROSTER) == {"staff", "rotations", "dates", "planning"}
    assert len(staff) == len(SKILLS_OF) == 16
    for person in staff:
        assert _fits(cast(Mapping[str, object], person), StaffEntry)
        assert set(person["skills"]) <= NEEDED, person["name"]
        assert set(person["roles"]) <= {"clerk", "leader", "admin"}
        assert person.get("phone", "1380000").startswith("1380000")
    assert Counter(role for person in staff for role in person["roles"])["leader"] == 2


@pytest.mark.parametrize("rotation", ROSTER["rotations"], ids=lambda rotation: rotation["shift"])
def test_every_week_of_a_rotation_has_somebody_for_every_skill(rotation: RotationEntry) -> None:
    assert _fits(cast(Mapping[str, object], rotation), RotationEntry)
    assert rotation["anchor"].isoweekday() == 1
    needed = NEEDED_ON_HOLIDAYS if rotation["shift"] == "holiday" else NEEDED
    for week in rotation["weeks"]:
        assert len(week) == len(set(week)) >= 2
        assert needed <= set().union(*(SKILLS_OF[name] for name in week)), week
        assert not set(week) & set(rotation.get("backup", [])), "a backup is already on duty"


def test_all_four_shifts_are_staffed_and_nobody_has_two_in_one_week() -> None:
    rotations = ROSTER["rotations"]
    assert [rotation["shift"] for rotation in rotations] == ["early", "noon", "late", "holiday"]
    assert {len(rotation["weeks"]) for rotation in rotations} == {4}
    for n in range(4):
        assert _repeated(name for rotation in rotations for name in rotation["weeks"][n]) == []


def test_holidays_of_2026_are_published_and_of_2027_are_not_yet() -> None:
    years = cast(dict[str, dict[int, dict[str, object]]], _load("holidays"))["years"]
    assert years[2026]["published"] is True
    assert years[2027]["published"] is False


def test_the_days_off_that_need_no_announcement_are_there_already() -> None:
    """The State Council's decree on holidays fixes thirteen days a year; only shifts wait."""
    years = cast(dict[str, dict[int, dict[str, object]]], _load("holidays"))["years"]
    names = Counter(cast(dict[date, str], years[2027]["days_off"]).values())
    assert names == {
        "元旦": 1, "春节": 4, "清明节": 1, "劳动节": 2, "端午节": 1, "中秋节": 1, "国庆节": 3,
    }  # fmt: skip


def test_the_wechat_menu_fits_the_limits_of_the_platform() -> None:
    channels = cast(dict[str, dict[str, object]], _load("channels"))
    menu = cast(list[MenuEntry], channels["wechat"]["menu"])
    assert set(channels) == {"staff_group", "onebot", "qq", "web", "wecom", "weibo", "wechat"}
    assert [button.get("key") for button in menu] == ["BOOK", "MINE", "HELP"]
    for button in menu:
        assert len(button["name"].encode()) <= TOP_MENU_BYTES
        for sub in button.get("buttons", []):
            assert len(sub["name"].encode()) <= SUB_MENU_BYTES
