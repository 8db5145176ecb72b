"""Every slip of an office worker is shown at its line, with the words that mend it."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.config import ConfigFaults, Fault, load_config

BROKEN = yaml.safe_load(Path(__file__).with_name("broken.yaml").read_text("utf-8"))


@pytest.mark.parametrize("slip", BROKEN, ids=lambda slip: f"{slip['at']} {slip['says']}")
def test_a_broken_file_is_shown_at_its_line_with_the_remedy(
    tmp_path: Path, slip: dict[str, str]
) -> None:
    faults = faults_of(tmp_path, slip["file"], slip["content"].encode())

    place = f"{(tmp_path / slip['file']).as_posix()}:{slip['at']}"
    shown = [str(each) for each in faults if str(each).startswith(place)]
    assert shown, [str(each) for each in faults]
    assert slip["says"] in shown[0]
    assert "改法：" in shown[0]


def test_a_time_needs_no_quotes_and_a_name_may_look_like_a_number(tmp_path: Path) -> None:
    (tmp_path / "centre.yaml").write_text(
        "name: 110\nphone: 02800001234\nhours: {workday: [{start: 08:00, end: 18:00}]}\n", "utf-8"
    )

    centre = load_config(tmp_path).centre

    assert (centre.name, centre.phone) == ("110", "02800001234")
    assert [str(each.start) for each in centre.workday_hours] == ["08:00:00"]


def test_a_file_that_is_not_utf8_is_explained(tmp_path: Path) -> None:
    [fault] = faults_of(tmp_path, "centre.yaml", "# 说明\nname: 中心\n".encode("gbk"))

    assert (fault.line, "UTF-8" in fault.problem) == (1, True)
    assert "另存为" in fault.remedy


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "centre.yaml").write_bytes(
        b"\xef\xbb\xbf" + "name: 中心\r\ncapacity: 3\r\n".encode()
    )

    assert load_config(tmp_path).centre.capacity == 3


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    [fault] = faults_of(tmp_path, "centre.yaml", b"#" * (1 << 20) + b"##")

    assert "1 MB" in fault.problem


@pytest.mark.parametrize(
    "content",
    [
        "[" * 500 + "]" * 500,
        "{a: " * 5000,
        "a: &a [*a]\n",
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
            for old, new in zip("abcdefgh", "bcdefghi", strict=True)
        ),
    ],
    ids=["deep lists", "deep mappings", "a list in itself", "a thousand million laughs"],
)
def test_a_malicious_file_is_refused_quickly(tmp_path: Path, content: str) -> None:
    assert faults_of(tmp_path, "centre.yaml", content.encode())


def test_a_directory_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ConfigFaults, match="找不到配置目录"):
        load_config(tmp_path / "nowhere")


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "roster.yaml").write_text("staff: [{nam: 王芳}]\n", "utf-8")
    (tmp_path / "holidays.yaml").write_text("years: {2027: {published: 大概}}\n", "utf-8")

    faults = faults_of(tmp_path, "centre.yaml", b"capacity: 0\nreserve: 1\n")

    places = [(Path(each.file).name, each.line, each.key) for each in faults]
    assert places == [
        ("centre.yaml", 1, "capacity"),
        ("centre.yaml", 2, "reserve"),
        ("holidays.yaml", 1, "years.2027.published"),
        ("roster.yaml", 1, "staff[1].name"),
        ("roster.yaml", 1, "staff[1].nam"),
    ]


def test_a_wrong_environment_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigFaults) as caught:
        load_config(tmp_path, {"MENTING_ONEBOT_MIN_INTERVAL": "soon"})

    assert str(caught.value.faults[0]).startswith("MENTING_ONEBOT_MIN_INTERVAL: ")


def faults_of(directory: Path, name: str, content: bytes) -> tuple[Fault, ...]:
    """The faults of a directory that holds this file."""
    (directory / name).write_bytes(content)
    with pytest.raises(ConfigFaults) as caught:
        load_config(directory, today=date(2026, 11, 23))
    return caught.value.faults


def test_a_file_that_nobody_reads_is_told_of_with_the_name_it_should_have(tmp_path: Path) -> None:
    for name in ("servces.yaml", "roster.yml", "note.txt"):
        (tmp_path / name).write_text("services: []\n", "utf-8")

    doubts = [str(each) for each in load_config(tmp_path).warnings]

    assert [("services.yaml" in each, "roster.yaml" in each) for each in doubts] == [
        (False, True),
        (True, False),
    ]


def test_what_two_admins_must_agree_to_needs_two_admins(tmp_path: Path) -> None:
    centre, roster = tmp_path / "centre.yaml", tmp_path / "roster.yaml"
    centre.write_text("reserved: 1\nediting:\n  approval: [staff]\n", "utf-8")
    one = "staff:\n  - {name: 唐磊, department: 信息, roles: [admin]}\n"
    roster.write_text(one, "utf-8")

    [doubt] = [each for each in load_config(tmp_path).warnings if "approval" in each.key]

    assert str(doubt).startswith(f"{centre.as_posix()}:3:13 editing.approval")
    assert "管理员只有 1 位" in doubt.problem
    assert "roster.yaml" in doubt.remedy
    roster.write_text(one + "  - {name: 王芳, department: 社保, roles: [admin]}\n", "utf-8")
    assert not [each for each in load_config(tmp_path).warnings if "approval" in each.key]
