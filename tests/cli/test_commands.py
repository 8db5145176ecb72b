"""What the commands tell an administrator, and how they end."""

import io
import json
import sqlite3
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS
from tests.cli.house import ROOT, Desk
from tests.sheets.painted import FONT

WHO = {"op": "say", "channel": "wechat", "user": "oTest12345"}
BOOK = [
    {**WHO, "text": "周四上午十点办居住证办理，姓王，电话13812345678"},
    {**WHO, "text": "确认"},
]


@pytest.fixture
def booked(desk: Desk) -> Desk:
    """One ticket was booked."""
    lines = "".join(json.dumps(line) + "\n" for line in BOOK)
    done = desk.program("simulate", "--now", "2026-11-23T10:00", "--db", desk.url, given=lines)
    assert len(done.out.splitlines()) == len(BOOK)
    return desk


def test_without_a_command_all_of_them_are_listed(desk: Desk) -> None:
    listed = desk.run()

    assert listed.code == 0
    assert all(f"  {name} " in listed.out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_chinese(desk: Desk, name: str) -> None:
    shown = desk.run(name, "--help")

    assert shown.code == 0
    assert "看这份说明" in shown.out


def test_a_misspelt_command_gets_the_nearest_one(desk: Desk) -> None:
    ran = desk.run("tickts")

    assert ran.code == 2
    assert "tickets" in ran.err


def test_the_shipped_configuration_is_clean(desk: Desk) -> None:
    assert desk.run("check").code == 0


def test_faults_are_shown_with_their_place_and_end_with_2(desk: Desk) -> None:
    faulty = desk.folder / "faulty"
    faulty.mkdir()
    (faulty / "centre.yaml").write_text("capacity: viele\nnmae: X\n", "utf-8")
    for command in (
        ["check"],
        ["tickets", "list"],
        ["simulate"],
        ["understand"],
        ["serve", "--port", "0"],
    ):
        ran = desk.run(*command, "--config", str(faulty))
        assert ran.code == 2
        assert "centre.yaml:1:" in ran.err
        assert "centre.yaml:2:" in ran.err


def test_tickets_are_masked_unless_asked_for_in_full(booked: Desk) -> None:
    [masked] = json.loads(booked.run("tickets", "list", "--json").out)
    [full] = json.loads(booked.run("tickets", "list", "--json", "--full").out)

    assert (full["name"], full["phone"], full["user"]) == ("王", "13812345678", "oTest12345")
    assert (masked["phone"], masked["user"]) == ("138****5678", "oTest…")
    assert masked["code"] == full["code"] == "A101"
    assert "13812345678" not in booked.run("tickets", "list").out


def test_the_outbox_shows_no_addresses_and_no_texts(booked: Desk) -> None:
    ran = booked.run("outbox", "list", "--json")

    assert "oTest12345" not in ran.out
    assert "13812345678" not in ran.out
    rows = json.loads(ran.out)
    assert set(rows[0]) == {"id", "channel", "to", "kind", "state", "attempts", "ticket"}
    assert {row["to"] for row in rows} == {"oTest…", "group:700000001"}


def test_the_roster_is_shown_for_the_days_asked_for(desk: Desk) -> None:
    shown = json.loads(desk.run("roster", "show", "--days", "3", "--json").out)

    assert len({row["date"] for row in shown}) == 3
    assert {"shift", "start", "end", "people", "state"} <= set(shown[0])
    assert desk.run("roster", "gaps").code == 0
    assert desk.run("roster", "gaps", "--days", "-4").code == 2


def test_the_last_line_of_bind_is_the_code_and_it_binds(desk: Desk) -> None:
    ran = desk.run("bind", "张敏")
    code = ran.out.splitlines()[-1]
    order = {"op": "private", "user": "新来的", "text": f"绑定 {code}"}
    bound = desk.program("simulate", "--db", desk.url, given=json.dumps(order))

    assert (ran.code, ran.err) == (0, "")
    assert code.isalnum()
    [told] = json.loads(bound.out)["private"]
    assert "张敏" in told["text"]


def test_a_stranger_is_not_bound_and_the_nearest_name_is_given(desk: Desk) -> None:
    ran = desk.run("bind", "张明")

    assert (ran.code, ran.out) == (2, "")
    assert "张敏" in ran.err


def test_a_backup_is_a_database_and_overwrites_nothing(booked: Desk) -> None:
    copy = booked.folder / "copy.db"
    assert booked.run("backup", str(copy)).code == 0
    with sqlite3.connect(copy) as opened:
        assert opened.execute("SELECT code FROM tickets").fetchall() == [("A101",)]
    opened.close()

    assert booked.run("backup", str(copy)).code == 1


@pytest.mark.parametrize("who", [("--phone", "13812345678"), ("--contact", "wechat:oTest12345")])
def test_an_erased_person_is_gone(booked: Desk, who: tuple[str, str]) -> None:
    assert booked.run("erase", *who).code == 0
    [ticket] = json.loads(booked.run("tickets", "list", "--json", "--full").out)

    assert (ticket["name"], ticket["phone"]) == ("", "")


def test_no_phone_erases_nobody(booked: Desk) -> None:
    assert booked.run("erase", "--phone", "").code == 2
    assert booked.run("erase", "--phone", "王").code == 2


def test_migrate_tells_what_it_did(desk: Desk, tmp_path: Path) -> None:
    fresh = f"sqlite:///{tmp_path / 'fresh.db'}"

    assert "0001" in desk.run("migrate", "--db", fresh).out
    assert "最新" in desk.run("migrate", "--db", fresh).out


def test_the_menu_needs_an_account(desk: Desk) -> None:
    ran = desk.run("wechat-menu")

    assert ran.code == 2
    assert "MENTING_WECHAT_SECRET" in ran.err


@pytest.mark.parametrize("written", ["138 1234 5678", "+86 138-1234-5678"])
def test_a_phone_may_be_written_as_people_write_it(booked: Desk, written: str) -> None:
    booked.run("erase", "--phone", written)
    [ticket] = json.loads(booked.run("tickets", "list", "--json", "--full").out)

    assert ticket["phone"] == ""


def test_a_password_is_read_unseen_and_kept_only_as_a_hash(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("长长的密码-2026\n"))
    ran = desk.run("password", "张敏")
    kept = Path(desk.url.removeprefix("sqlite:///")).read_bytes()

    assert (ran.code, ran.err) == (0, "")
    assert "长长的密码" not in ran.out
    assert b"$argon2id$" in kept
    assert "长长的密码".encode() not in kept


@pytest.mark.parametrize(("name", "typed"), [("张敏", "太短"), ("张明", "长长的密码-2026")])
def test_no_password_is_set_for_strangers_or_when_too_short(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, typed: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed + "\n"))
    ran = desk.run("password", name)

    assert (ran.code, ran.out) == (2, "")


def test_dated_entries_of_days_that_are_over_are_doubted(desk: Desk) -> None:
    folder = desk.folder / "old"
    folder.mkdir()
    sample = (ROOT / "config" / "roster.yaml").read_text("utf-8")
    dated = "dates:\n  2024-11-30: {holiday: [张敏]}\n  2099-11-28: {holiday: [张敏]}\n"
    (folder / "roster.yaml").write_text(sample.replace("dates: {}\n", dated), "utf-8")
    checked = desk.run("check", "--config", str(folder))

    assert checked.code == 0
    assert "1 天已经过去（2024-11-30）" in checked.out
    assert "roster.yaml:" in checked.out


def test_check_says_what_a_picture_of_the_month_needs(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENTING_FONT", "/nowhere/font.ttf")
    assert "/nowhere/font.ttf 不存在" in desk.run("check").out
    doctor = desk.run("doctor", "--seconds", "1")
    assert "· 排班图片：MENTING_FONT" in doctor.out
    monkeypatch.setenv("MENTING_FONT", str(FONT))
    assert "排班图片" not in desk.run("check").out
    assert f"✓ 排班图片：可以发（字体 {FONT.name}）" in desk.run("doctor", "--seconds", "1").out


def test_on_official_qq_nothing_is_said_of_pictures(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENTING_FONT", "/nowhere/font.ttf")
    monkeypatch.setenv("MENTING_STAFF_GROUP", "qq:G0001")
    assert "排班图片" not in desk.run("check").out
