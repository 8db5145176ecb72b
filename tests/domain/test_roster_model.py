"""Rotations by festival and day kind, leads, leave, part of a shift, fair shares."""

from datetime import date, time

import pytest
from msgspec.structs import replace

from bot.domain.calendar import DayKind, ShiftKind
from bot.domain.exchanges import CannotExchange, Move, applied
from bot.domain.fairness import Load, unfair
from bot.domain.roster import DutyRoster, Leave, Rotation, Shift, shift_on
from bot.domain.rotations import Cadence
from tests.domain.centres import on, open_calendar, when

CALENDAR = open_calendar()
WEEK = frozenset(range(1, 8))
ANCHOR = date(2026, 1, 1)
FESTIVALS = Rotation(
    ShiftKind.HOLIDAY,
    WEEK,
    (("甲",), ("乙",), ("丙",)),
    ANCHOR,
    days=frozenset({DayKind.HOLIDAY}),
    turn=Cadence.FESTIVAL,
)
WEEKENDS = Rotation(ShiftKind.HOLIDAY, WEEK, (("丁", "戊"),), date(2026, 1, 5))
NOON = Rotation(ShiftKind.NOON, WEEK, (("甲", "乙"),), date(2026, 1, 5))


def shift(roster: DutyRoster, day: date, kind: ShiftKind = ShiftKind.HOLIDAY) -> Shift:
    found = shift_on(roster, (), CALENDAR, day, kind)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("day", "people"),
    [
        ("2026-01-01", ("甲",)),
        ("2026-02-17", ("乙",)),
        ("2026-02-20", ("乙",)),
        ("2026-04-05", ("丙",)),
        ("2026-05-01", ("甲",)),
        ("2026-05-03", ("甲",)),
        ("2026-03-07", ("丁", "戊")),
    ],
)
def test_a_festival_is_one_turn_however_long_and_plain_weekends_go_on_by_weeks(
    day: str, people: tuple[str, ...]
) -> None:
    assert shift(DutyRoster((FESTIVALS, WEEKENDS)), on(day)).people[: len(people)] == people


def test_every_line_may_serve_several_weeks_on_end() -> None:
    rotation = replace(WEEKENDS, weeks=(("甲",), ("乙",)), every=2)
    days = [on("2026-01-10"), on("2026-01-17"), on("2026-01-24"), on("2026-01-31")]
    people = [shift(DutyRoster((rotation,)), day).people for day in days]
    assert people == [("甲",), ("甲",), ("乙",), ("乙",)]


def test_a_turn_may_be_a_day_of_duty() -> None:
    rotation = replace(WEEKENDS, weeks=(("甲",), ("乙",)), turn=Cadence.DAY)
    days = [on("2026-01-10"), on("2026-01-11"), on("2026-01-17")]
    people = [shift(DutyRoster((rotation,)), day).people for day in days]
    assert people == [("甲",), ("乙",), ("甲",)]


def test_who_is_on_leave_drops_out_of_the_rotation() -> None:
    leave = Leave("丁", on("2026-11-28"), on("2026-11-28"))
    found = shift(DutyRoster((WEEKENDS,), leaves=(leave,)), on("2026-11-28"))
    assert (found.people, found.away) == (("戊",), ("丁",))


def test_part_of_a_shift_goes_to_another_and_is_written_so() -> None:
    noon = shift(DutyRoster((NOON,)), on("2026-11-24"), ShiftKind.NOON)
    move = Move(noon.day, noon.kind, "甲", "丙", (time(12, 30), time(13)))
    entry = applied(noon, move)
    assert entry == ("甲 12:00-12:30", "甲 13:00-14:00", "丙 12:30-13:00", "乙")

    dated = DutyRoster((NOON,), {noon.day: {ShiftKind.NOON: entry}})
    parted = shift(dated, noon.day, ShiftKind.NOON)
    assert parted.people == ("甲", "丙", "乙")
    assert parted.places == entry
    assert not parted.is_there("甲", when("2026-11-24 12:30"), when("2026-11-24 12:45"))
    assert parted.is_there("丙", when("2026-11-24 12:30"), when("2026-11-24 13:00"))


def test_who_is_not_on_a_shift_gives_nothing() -> None:
    noon = shift(DutyRoster((NOON,)), on("2026-11-24"), ShiftKind.NOON)
    with pytest.raises(CannotExchange):
        applied(noon, Move(noon.day, noon.kind, "丙", "丁"))
    with pytest.raises(CannotExchange):
        applied(noon, Move(noon.day, noon.kind, "甲", "乙"))


def test_far_more_than_the_others_is_unfair() -> None:
    shares = {"甲": Load(50, 4), "乙": Load(50, 5), "丙": Load(52, 9)}
    assert unfair(shares) == ("丙",)
