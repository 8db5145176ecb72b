"""Who is on duty, and what is missing in the roster."""

from datetime import date, timedelta

import pytest

from bot.domain.calendar import Closure, ShiftKind
from bot.domain.gaps import Gap, GapProblem, check_gaps
from bot.domain.roster import (
    DutyRoster,
    Override,
    Rotation,
    Shift,
    ShiftState,
    people_with_skill,
    shift_on,
    shifts_on,
)
from bot.domain.services import Service, StaffMember
from bot.domain.slots import Timetable
from tests.domain.centres import on, open_calendar, when

CALENDAR = open_calendar()
ANCHOR = date(2026, 1, 5)
TUESDAY, SATURDAY = on("2026-11-24"), on("2026-11-28")
MAKEUP_SATURDAY, HOLIDAY_THURSDAY = on("2026-10-10"), on("2026-10-01")


def rotation(
    shift: ShiftKind, weekdays: str, *weeks: tuple[str, ...], backup: tuple[str, ...] = ()
) -> Rotation:
    return Rotation(shift, frozenset(map(int, weekdays)), weeks, ANCHOR, backup)


def override(people: tuple[str, ...], made_at: str, day: date = SATURDAY) -> Override:
    return Override(day, ShiftKind.HOLIDAY, people, "换班", "张敏", when(made_at))


EARLY = rotation(ShiftKind.EARLY, "12345", ("王芳", "张敏"), ("李四",), backup=("蒋玲", "王芳"))
HOLIDAY = rotation(ShiftKind.HOLIDAY, "67", ("周建军",), ("陈静", "刘强"))
ROSTER = DutyRoster((EARLY, HOLIDAY))


def on_duty(day: date, kind: ShiftKind, roster: DutyRoster = ROSTER) -> Shift:
    shift = shift_on(roster, (), CALENDAR, day, kind)
    assert shift is not None
    return shift


def test_a_rotation_goes_on_week_by_week_before_and_after_its_anchor() -> None:
    weeks = [on_duty(TUESDAY + timedelta(weeks=n), ShiftKind.EARLY).people for n in range(-2, 2)]
    assert weeks == [("王芳", "张敏"), ("李四",)] * 2
    assert on_duty(on("2025-12-30"), ShiftKind.EARLY).people == ("李四",)


def test_a_shift_has_its_hours_its_leader_and_a_backup_who_is_not_on_duty() -> None:
    shift = on_duty(TUESDAY, ShiftKind.EARLY)
    assert (shift.start, shift.end) == (when("2026-11-24 08:00"), when("2026-11-24 09:00"))
    assert shift.people[0] == "王芳"
    assert shift.backup == ("蒋玲",)
    assert shift.state is ShiftState.OK


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (SATURDAY, ShiftKind.EARLY),
        (TUESDAY, ShiftKind.HOLIDAY),
        (MAKEUP_SATURDAY, ShiftKind.HOLIDAY),
        (HOLIDAY_THURSDAY, ShiftKind.LATE),
    ],
)
def test_extended_shifts_run_on_worked_days_and_holiday_shifts_on_days_off(
    day: date, kind: ShiftKind
) -> None:
    assert shift_on(ROSTER, (), CALENDAR, day, kind) is None


def test_makeup_days_and_weekday_holidays_are_staffed_though_the_rotation_names_neither() -> None:
    assert on_duty(MAKEUP_SATURDAY, ShiftKind.EARLY).people == ("李四",)
    assert on_duty(HOLIDAY_THURSDAY, ShiftKind.HOLIDAY).people == ("周建军",)


def test_a_rotation_that_names_the_makeup_day_is_preferred() -> None:
    saturdays = rotation(ShiftKind.EARLY, "6", ("曾伟",))
    roster = DutyRoster((EARLY, saturdays))
    assert on_duty(MAKEUP_SATURDAY, ShiftKind.EARLY, roster).people == ("曾伟",)


def test_narrower_weekdays_leave_ordinary_days_open() -> None:
    mondays = DutyRoster((rotation(ShiftKind.EARLY, "1", ("王芳",)),))
    assert on_duty(TUESDAY, ShiftKind.EARLY, mondays).state is ShiftState.PENDING
    assert on_duty(MAKEUP_SATURDAY, ShiftKind.EARLY, mondays).people == ("王芳",)
    sundays = DutyRoster((rotation(ShiftKind.HOLIDAY, "7", ("王芳",)),))
    assert on_duty(SATURDAY, ShiftKind.HOLIDAY, sundays).state is ShiftState.PENDING


def test_two_rotations_of_the_same_weekday_serve_together() -> None:
    second = rotation(ShiftKind.EARLY, "2", ("杨帆", "李四"), backup=("唐磊",))
    shift = on_duty(on("2026-11-17"), ShiftKind.EARLY, DutyRoster((EARLY, second)))
    assert shift.people == ("李四", "杨帆")
    assert shift.backup == ("蒋玲", "王芳", "唐磊")


def test_no_entry_is_pending_and_an_empty_one_is_vacant() -> None:
    nothing = on_duty(SATURDAY, ShiftKind.HOLIDAY, DutyRoster())
    assert (nothing.state, nothing.people) == (ShiftState.PENDING, ())
    no_weeks = DutyRoster((rotation(ShiftKind.HOLIDAY, "67"),))
    assert on_duty(SATURDAY, ShiftKind.HOLIDAY, no_weeks).state is ShiftState.PENDING
    emptied = DutyRoster((HOLIDAY,), {SATURDAY: {ShiftKind.HOLIDAY: ()}})
    assert on_duty(SATURDAY, ShiftKind.HOLIDAY, emptied).state is ShiftState.VACANT


def test_the_newest_override_wins_over_the_dated_entry_and_that_over_the_rotation() -> None:
    dated = DutyRoster((HOLIDAY,), {SATURDAY: {ShiftKind.HOLIDAY: ("张敏",)}})
    assert on_duty(SATURDAY, ShiftKind.HOLIDAY, dated).people == ("张敏",)
    overrides = (
        override(("何秀英",), "2026-11-21 10:00"),
        override((), "2026-11-22 10:00"),
        override(("罗勇",), "2026-11-22 10:00"),
        override(("曾伟",), "2026-11-20 10:00"),
        override(("别天",), "2026-11-23 10:00", day=on("2026-11-29")),
    )
    shift = shift_on(dated, overrides, CALENDAR, SATURDAY, ShiftKind.HOLIDAY)
    assert shift is not None
    assert (shift.people, shift.note) == (("罗勇",), "换班")
    vacant = shift_on(dated, overrides[:2], CALENDAR, SATURDAY, ShiftKind.HOLIDAY)
    assert vacant is not None
    assert vacant.state is ShiftState.VACANT


def test_all_shifts_of_a_day_come_in_order_and_a_closure_takes_its_shift_away() -> None:
    kinds = [shift.kind for shift in shifts_on(ROSTER, (), CALENDAR, TUESDAY)]
    assert kinds == [ShiftKind.EARLY, ShiftKind.NOON, ShiftKind.LATE]
    afternoon = Closure(
        TUESDAY, when("2026-11-24 12:00").time(), when("2026-11-24 18:00").time(), ""
    )
    closed = open_calendar(closures=(afternoon,))
    assert [s.kind for s in shifts_on(ROSTER, (), closed, TUESDAY)] == [ShiftKind.EARLY]


STAFF = {
    "陈静": StaffMember("陈静", skills=frozenset({"户籍", "社保卡"})),
    "刘强": StaffMember("刘强", skills=frozenset({"残疾人服务"})),
    "周建军": StaffMember("周建军", skills=frozenset({"社保卡"})),
}


def test_only_people_on_duty_and_on_the_staff_list_have_a_skill() -> None:
    roster = DutyRoster((rotation(ShiftKind.HOLIDAY, "6", ("陈静", "刘强", "新同事")),))
    shift = on_duty(SATURDAY, ShiftKind.HOLIDAY, roster)
    assert people_with_skill(shift, STAFF, "社保卡") == ("陈静",)


def test_gaps_name_empty_shifts_unknown_people_and_missing_skills() -> None:
    roster = DutyRoster(
        (EARLY, HOLIDAY),
        {
            TUESDAY: {ShiftKind.EARLY: (), ShiftKind.LATE: ("陈静",)},
            SATURDAY: {ShiftKind.HOLIDAY: ("陈静", "新同事")},
        },
    )
    services = [
        Service("社保卡激活", "社保卡", holiday=True, skill="社保卡"),
        Service("残疾证办理", "残疾人服务", holiday=True, skill="残疾人服务"),
        Service("低保申请", "民政救助", holiday=False, skill="民政救助"),
    ]
    gaps = check_gaps(Timetable(CALENDAR, roster, STAFF), (), services, (TUESDAY, SATURDAY))
    assert gaps == [
        Gap(TUESDAY, ShiftKind.EARLY, GapProblem.VACANT),
        Gap(TUESDAY, ShiftKind.NOON, GapProblem.PENDING),
        Gap(SATURDAY, ShiftKind.HOLIDAY, GapProblem.UNKNOWN_NAME, "新同事"),
        Gap(SATURDAY, ShiftKind.HOLIDAY, GapProblem.MISSING_SKILL, "残疾人服务", ("残疾证办理",)),
    ]
