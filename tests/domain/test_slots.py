"""Which times can be booked, why others cannot, and what is offered instead."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.calendar import Closure, ShiftKind
from bot.domain.nearest import nearest
from bot.domain.roster import DutyRoster, Override
from bot.domain.services import Service, StaffMember
from bot.domain.slots import (
    BookingRules,
    Slot,
    Timetable,
    WhyNot,
    is_bookable,
    slots_between,
    slots_on,
    why_not,
)
from tests.domain.centres import on, open_calendar, when

TUESDAY, SATURDAY, SUNDAY = on("2026-11-24"), on("2026-11-28"), on("2026-11-29")
NOW = when("2026-11-23 20:00")
CARD = Service("社保卡激活", "社保卡", holiday=True, skill="社保卡")
RELIEF = Service("低保申请", "民政救助", holiday=False, skill="民政救助")
STAFF = {
    "王芳": StaffMember("王芳", skills=frozenset({"社保卡"})),
    "李四": StaffMember("李四", skills=frozenset({"社保卡"})),
    "张敏": StaffMember("张敏", skills=frozenset({"民政救助"})),
}
ROSTER = DutyRoster(
    dates={
        TUESDAY: {
            ShiftKind.EARLY: ("王芳", "李四", "张敏"),
            ShiftKind.NOON: ("张敏",),
            ShiftKind.LATE: (),
        },
        SATURDAY: {ShiftKind.HOLIDAY: ("王芳",)},
    }
)
CALENDAR = open_calendar()
CENTRE = Timetable(CALENDAR, ROSTER, STAFF, capacity=4, reserved=1)


def hours(slots: tuple[Slot, ...]) -> list[str]:
    return [f"{slot.start:%H:%M}" for slot in slots]


def places(slots: tuple[Slot, ...]) -> dict[str, int]:
    return {f"{slot.start:%H:%M}": slot.capacity for slot in slots}


def test_places_come_from_the_configuration_and_in_shifts_from_the_people_on_duty() -> None:
    found = places(slots_on(CENTRE, (), CARD, TUESDAY))
    assert found["08:00"] == found["08:30"] == 2
    assert found["09:00"] == found["16:30"] == 4 - 1
    assert "12:00" not in found
    assert "17:00" not in found
    assert len(found) == 2 + 6 + 6


def test_a_service_may_have_its_own_number_of_places() -> None:
    found = places(slots_on(CENTRE, (), replace(CARD, capacity=9), TUESDAY))
    assert (found["08:00"], found["09:00"]) == (2, 8)
    assert "09:00" not in places(slots_on(CENTRE, (), replace(CARD, capacity=1), TUESDAY))


def test_a_shift_nobody_has_planned_yet_falls_back_to_the_configured_places() -> None:
    assert places(slots_on(CENTRE, (), CARD, SUNDAY))["09:00"] == 3


def test_an_override_changes_the_places_of_its_day_only() -> None:
    leave = Override(SATURDAY, ShiftKind.HOLIDAY, (), "请假", "王芳", NOW)
    assert slots_on(CENTRE, (leave,), CARD, SATURDAY) == ()
    assert places(slots_on(CENTRE, (), CARD, SATURDAY))["09:00"] == 1
    assert places(slots_on(CENTRE, (leave,), CARD, SUNDAY))["09:00"] == 3


def test_days_off_offer_holiday_services_in_holiday_hours_only() -> None:
    assert slots_on(CENTRE, (), RELIEF, SATURDAY) == ()
    found = slots_on(CENTRE, (), CARD, SATURDAY)
    assert hours(found) == ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]
    assert {slot.shift for slot in found} == {ShiftKind.HOLIDAY}


@pytest.mark.parametrize(
    ("minutes", "starts", "first_end"),
    [
        (20, ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"], "09:20"),
        (45, ["09:00", "10:00", "11:00"], "09:45"),
        (70, ["09:00", "10:30"], "10:10"),
        (100, ["09:00"], "10:40"),
        (200, [], ""),
    ],
)
def test_longer_visits_have_a_wider_grid_and_end_before_closing_time(
    minutes: int, starts: list[str], first_end: str
) -> None:
    found = slots_on(CENTRE, (), replace(CARD, minutes=minutes), SATURDAY)
    assert hours(found) == starts
    assert [f"{slot.end:%H:%M}" for slot in found[:1]] == [first_end][: len(starts)]


def test_a_visit_may_run_on_into_the_next_hours_but_not_into_a_closure() -> None:
    long_visit = replace(CARD, minutes=120)
    assert hours(slots_on(CENTRE, (), long_visit, TUESDAY))[:2] == ["08:00", "09:00"]
    closed = open_calendar(closures=(Closure(TUESDAY, time(9), time(10), "停电"),))
    found = slots_on(replace(CENTRE, calendar=closed), (), long_visit, TUESDAY)
    assert hours(found)[:1] == ["10:00"]


@pytest.mark.parametrize(
    ("service", "start", "reason"),
    [
        (CARD, "2026-11-24 09:00", None),
        (CARD, "2026-11-28 11:30", None),
        (CARD, "2026-11-23 17:00", WhyNot.PAST),
        (CARD, "2026-11-23 20:29", WhyNot.TOO_SOON),
        (CARD, "2026-12-24 09:00", WhyNot.TOO_FAR),
        (CARD, "2026-11-24 18:00", WhyNot.CLOSED),
        (CARD, "2026-11-28 14:00", WhyNot.CLOSED),
        (CARD, "2026-11-24 07:59", WhyNot.CLOSED),
        (replace(CARD, minutes=60), "2026-11-24 17:30", WhyNot.CLOSED),
        (RELIEF, "2026-11-28 10:00", WhyNot.NOT_OFFERED),
        (RELIEF, "2026-11-28 15:00", WhyNot.NOT_OFFERED),
        (CARD, "2026-11-24 12:30", WhyNot.NO_STAFF),
        (CARD, "2026-11-24 17:00", WhyNot.NO_STAFF),
        (CARD, "2026-11-24 09:10", WhyNot.OFF_GRID),
        (replace(CARD, capacity=1), "2026-11-24 09:00", WhyNot.FULL),
    ],
)
def test_a_time_that_cannot_be_booked_has_one_reason(
    service: Service, start: str, reason: WhyNot | None
) -> None:
    assert why_not(CENTRE, (), service, when(start), NOW) is reason


def test_a_day_closed_altogether_is_closed_for_every_service() -> None:
    closed = open_calendar(closures=(Closure(SATURDAY, time(0), time(23, 59), "停电"),))
    centre = replace(CENTRE, calendar=closed)
    assert why_not(centre, (), RELIEF, when("2026-11-28 10:00"), NOW) is WhyNot.CLOSED


def test_a_leave_explains_why_a_shift_has_no_place() -> None:
    leave = Override(SATURDAY, ShiftKind.HOLIDAY, (), "请假", "王芳", NOW)
    assert why_not(CENTRE, (leave,), CARD, when("2026-11-28 10:00"), NOW) is WhyNot.NO_STAFF


def test_lead_time_and_horizon_bound_what_a_resident_may_book() -> None:
    slot = slots_on(CENTRE, (), CARD, TUESDAY)[0]
    rules = BookingRules(lead_minutes=60, horizon_days=1)
    assert is_bookable(slot, rules, when("2026-11-24 07:00"))
    assert not is_bookable(slot, rules, when("2026-11-24 07:01"))
    assert is_bookable(slot, rules, when("2026-11-23 00:00"))
    assert not is_bookable(slot, rules, when("2026-11-22 23:59"))


def test_the_slots_of_a_span_stop_at_its_end_and_at_the_horizon() -> None:
    span = (when("2026-11-24 16:00"), when("2026-11-25 08:30"))
    found = slots_between(CENTRE, (), CARD, span, NOW)
    assert [f"{slot.start:%d %H:%M}" for slot in found] == ["24 16:00", "24 16:30", "25 08:00"]
    for_ever = slots_between(CENTRE, (), CARD, (NOW, when("2099-01-01 00:00")), NOW)
    assert max(slot.start for slot in for_ever).date() == date(2026, 12, 23)


def test_the_slots_of_a_span_begin_after_the_lead_time() -> None:
    now = when("2026-11-24 09:10")
    found = slots_between(
        CENTRE, (), CARD, (when("2026-11-01 00:00"), now + timedelta(hours=2)), now
    )
    assert hours(tuple(found)) == ["10:00", "10:30", "11:00"]


def free(*starts: str) -> list[Slot]:
    return [
        Slot("社保卡激活", when(start), when(start) + timedelta(minutes=30), 1) for start in starts
    ]


@pytest.mark.parametrize(
    ("starts", "offered"),
    [
        (
            ["24 09:00", "24 09:30", "24 10:30", "24 11:00", "25 10:00"],
            ["24 09:30", "24 10:30", "24 11:00"],
        ),
        (
            ["23 10:00", "24 16:30", "25 08:00", "25 10:00", "25 15:00"],
            ["24 16:30", "25 08:00", "25 10:00"],
        ),
        (["20 10:00", "23 09:00", "23 10:00", "26 17:00"], ["23 09:00", "23 10:00", "26 17:00"]),
        (["25 09:00"], ["25 09:00"]),
        ([], []),
    ],
)
def test_the_three_nearest_are_the_same_day_then_later_then_earlier(
    starts: list[str], offered: list[str]
) -> None:
    found = nearest(free(*(f"2026-11-{start}" for start in starts)), when("2026-11-24 10:00"))
    assert [f"{slot.start:%d %H:%M}" for slot in found] == offered


def test_the_search_for_the_nearest_stops_once_it_has_enough() -> None:
    everything = slots_between(CENTRE, (), CARD, (NOW, when("2027-01-01 00:00")), NOW)
    assert len(nearest(everything, when("2026-11-24 10:00"))) == 3
    assert next(everything).start == when("2026-11-25 08:30")


days = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@given(days, st.integers(5, 240), st.booleans())
def test_no_slot_ever_leaves_the_opening_hours(day: date, minutes: int, holiday: bool) -> None:
    service = replace(CARD, minutes=minutes, holiday=holiday)
    for slot in slots_on(CENTRE, (), service, day):
        assert slot.end - slot.start == timedelta(minutes=minutes)
        assert CALENDAR.is_open(slot.start)
        assert CALENDAR.is_open(slot.end - timedelta(minutes=1))
        assert CALENDAR.add_opening_minutes(slot.start, minutes) == slot.end
        assert slot.capacity > 0


@given(days, st.integers(0, 24 * 60 - 1))
def test_a_time_has_no_reason_against_it_exactly_when_it_is_a_slot(day: date, minute: int) -> None:
    start = datetime.combine(day, time(minute // 60, minute % 60), NOW.tzinfo)
    now = start - timedelta(days=2)
    starts = {slot.start for slot in slots_on(CENTRE, (), CARD, day)}
    assert (why_not(CENTRE, (), CARD, start, now) is None) == (start in starts)
