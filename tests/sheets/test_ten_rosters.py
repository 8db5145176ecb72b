"""Ten rosters in ten shapes are understood without a doubt."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.sheets.office import Crews, crews, read
from tests.sheets.rosters import OFF, TEN, WORKED, holidays_only, saved, sheet_a_month, weekly

EXTENDED = {"early": {"王芳", "张敏"}, "noon": {"李四", "陈静"}, "late": {"杨帆", "刘强"}}
WEEKS = [build for build in TEN if build not in (holidays_only, sheet_a_month, weekly)]


def as_sets(found: Crews) -> dict[tuple[str, str], set[str]]:
    return {key: set(people) for key, people in found.items()}


@pytest.mark.parametrize("build", TEN)
def test_no_shape_leaves_a_doubt(build: Callable[[Workbook], None], tmp_path: Path) -> None:
    assert read(saved(tmp_path, build)).remarks == ()


@pytest.mark.parametrize("build", WEEKS)
def test_a_week_is_read_whatever_its_shape(
    build: Callable[[Workbook], None], tmp_path: Path
) -> None:
    found = as_sets(crews(read(saved(tmp_path, build))))
    extended = {
        (day.isoformat(), kind): people for day in WORKED for kind, people in EXTENDED.items()
    }

    assert {key: people for key, people in found.items() if key[1] != "holiday"} == extended
    served = {key: people for key, people in found.items() if key[1] == "holiday"}
    if served:  # one of them is a roster of extended hours only
        assert set(served) == {(day.isoformat(), "holiday") for day in OFF}
        assert all({"周建军", "罗勇"} <= people for people in served.values())


def test_who_is_marked_as_leading_comes_first(tmp_path: Path) -> None:
    by_name = {build.__name__: crews(read(saved(tmp_path, build))) for build in TEN}

    assert by_name["dates_down"]["2026-12-05", "holiday"] == ("周建军", "罗勇")
    assert by_name["two_sections"]["2026-12-01", "early"] == ("张敏", "王芳")
    assert by_name["two_sections"]["2026-12-05", "holiday"] == ("罗勇", "周建军", "曾伟")
    assert by_name["a_row_a_person"]["2026-12-05", "holiday"] == ("罗勇", "周建军")


def test_one_line_may_be_for_several_days(tmp_path: Path) -> None:
    found = crews(read(saved(tmp_path, weekly)))

    assert [key[0][-2:] for key in found if key[1] == "early"] == [
        "01",
        "02",
        "03",
        "04",
        "07",
        "08",
    ]
    assert [key[0][-2:] for key in found if key[1] == "holiday"] == ["05", "06"]


def test_full_width_digits_and_names_padded_with_spaces_are_read(tmp_path: Path) -> None:
    assert crews(read(saved(tmp_path, holidays_only))) == {
        ("2027-01-01", "holiday"): ("邓国华", "张敏", "李四"),
        ("2027-01-02", "holiday"): ("邓国华", "王芳", "陈静"),
        ("2027-01-03", "holiday"): ("冯雪梅", "罗勇", "曾伟"),
    }


def test_each_sheet_is_of_its_own_month(tmp_path: Path) -> None:
    found = crews(read(saved(tmp_path, sheet_a_month)))

    assert {key[0] for key in found} == {"2026-12-07", "2026-12-08", "2027-01-04", "2027-01-05"}
    assert found["2026-12-08", "early"] == ("王芳", "张敏")
