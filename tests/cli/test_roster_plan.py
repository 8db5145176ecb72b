"""`roster plan`: an admin gets a month to edit, with reasons, and nothing is changed by it."""

import json
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.config import load_config
from bot.config.names import sample_directory
from bot.domain.calendar import ShiftKind
from tests.cli.house import Desk

MONTH = "2099-01"  # lies ahead, and nobody has published that year


def test_a_month_is_proposed_as_a_table_with_everybodys_share(desk: Desk) -> None:
    before = desk.run("roster", "show", "--json").out
    ran = desk.run("roster", "plan", MONTH)

    assert ran.code == 0
    assert "2099年1月排班草案" in ran.out
    assert "放假安排还没有公布" in ran.out
    assert "1月3日（周六）  节假日：" in ran.out
    assert "各人的班数（节假日最多" in ran.out
    assert "什么都没有改" in ran.out
    assert desk.run("roster", "show", "--json").out == before


def test_the_file_it_writes_is_accepted_as_roster_and_is_the_month_that_was_proposed(
    desk: Desk,
) -> None:
    file = desk.folder / "草案.yaml"
    ran = desk.run("roster", "plan", MONTH, "--json", "--write", str(file))
    proposed = json.loads(ran.out)

    dates = load_config(with_dates(desk.folder, file)).roster.dates
    assert [
        (each["date"], each["shift"], tuple(each["people"])) for each in proposed["shifts"]
    ] == [
        (f"{day}", kind.value, people)
        for day in sorted(dates)
        for kind, people in dates[day].items()
    ]
    assert {*dates[date(2099, 1, 3)]} == {ShiftKind.HOLIDAY}
    assert proposed["holidays"]["most"] - proposed["holidays"]["fewest"] <= 2

    content = file.read_text("utf-8")
    again = desk.run("roster", "plan", MONTH, "--write", str(file))
    assert (again.code, "没有覆盖" in again.err) == (2, True)
    assert file.read_text("utf-8") == content


def test_what_is_written_down_is_kept_unless_it_is_to_be_planned_anew(
    desk: Desk, tmp_path: Path
) -> None:
    draft = tmp_path / "dates.yaml"
    draft.write_text("dates:\n  2099-01-03: {holiday: [邓国华]}\n", "utf-8")
    config = str(with_dates(tmp_path, draft))
    kept = json.loads(desk.run("roster", "plan", MONTH, "--json", "--config", config).out)
    (saturday,) = (each for each in kept["shifts"] if each["date"] == "2099-01-03")
    assert (saturday["people"], saturday["kept"]) == (["邓国华"], True)
    (first, *_) = kept["unmet"]
    assert first["date"] == "2099-01-03"
    assert "--anew" in first["text"]

    anew = json.loads(desk.run("roster", "plan", MONTH, "--json", "--anew", "--config", config).out)
    (saturday,) = (each for each in anew["shifts"] if each["date"] == "2099-01-03")
    assert "邓国华" not in saturday["people"], "leaders take no part"
    assert anew["unmet"] == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["2027-13"], "2027-01 的样子"),
        (["一月"], "2027-01 的样子"),
        (["2020-01"], "已经过去"),
    ],
)
def test_a_month_that_cannot_be_planned_is_refused_in_one_line(
    desk: Desk, words: list[str], says: str
) -> None:
    ran = desk.run("roster", "plan", *words)
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)
    assert says in ran.err


def test_without_the_solver_it_says_how_to_install_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    ran = desk.run("roster", "plan", MONTH)
    assert ran.code == 1
    assert "pip install" in ran.err


def with_dates(folder: Path, draft: Path) -> Path:
    """The sample centre with the entries of `draft` taken over into its roster."""
    config = folder / "config"
    shutil.copytree(sample_directory(), config)
    roster = config / "roster.yaml"
    entries = draft.read_text("utf-8")
    text = roster.read_text("utf-8").replace("dates: {}", entries[entries.index("dates:") :])
    assert yaml.safe_load(text)["dates"]
    roster.write_text(text, "utf-8")
    return config
