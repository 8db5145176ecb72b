"""A wrong address, a broken file, an open secret: one clear sentence, never a traceback."""

from pathlib import Path

import pytest

from tests.cli.house import Desk

READERS = [
    ("tickets", "list"),
    ("outbox", "list"),
    ("roster", "show"),
    ("bind", "张敏"),
    ("migrate",),
    ("serve", "--port", "0"),
    ("wechat-menu",),
    ("erase", "--phone", "13812345678"),
]

CONFIGURED = [command for command in READERS if command != ("migrate",)]


@pytest.mark.parametrize("command", READERS)
def test_an_address_that_is_none_ends_with_2(desk: Desk, command: tuple[str, ...]) -> None:
    ran = desk.run(*command, "--db", "mysql://user:geheim@host/db")

    assert ran.code == 2
    assert "sqlite:///" in ran.err
    assert "geheim" not in ran.err


@pytest.mark.parametrize("command", READERS)
@pytest.mark.parametrize(
    "url", ["sqlite:///{folder}/note.txt", "postgresql://u:geheim@127.0.0.1:1/x"]
)
def test_a_database_that_is_none_ends_with_1(
    desk: Desk, command: tuple[str, ...], url: str
) -> None:
    (desk.folder / "note.txt").write_text("no database\n" * 100)
    ran = desk.run(*command, "--db", url.format(folder=desk.folder))

    assert ran.code == 1
    assert "数据库打不开" in ran.err
    assert "geheim" not in ran.err


@pytest.mark.parametrize("command", [*CONFIGURED, ("check",), ("understand",), ("simulate",)])
def test_a_missing_configuration_directory_ends_with_2(
    desk: Desk, command: tuple[str, ...]
) -> None:
    ran = desk.run(*command, "--config", "nowhere")

    assert ran.code == 2
    assert "nowhere" in ran.err


@pytest.mark.parametrize(
    ("content", "mode", "said"), [(b"A=1", 0o644, "chmod 600"), (b"\xff\xfe", 0o600, ".env")]
)
def test_secrets_that_are_open_or_broken_end_with_2(
    desk: Desk, content: bytes, mode: int, said: str
) -> None:
    file = Path(".env")
    file.write_bytes(content)
    file.chmod(mode)
    ran = desk.run("check")

    assert ran.code == 2
    assert said in ran.err


def test_secrets_in_the_file_count(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MENTING_CONFIG")
    file = Path(".env")
    file.write_text("MENTING_CONFIG='elsewhere'\n", "utf-8")
    file.chmod(0o600)

    assert "elsewhere" in desk.run("check").err


def test_a_malformed_key_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENTING_WECHAT_TOKEN", "token")
    monkeypatch.setenv("MENTING_WECHAT_AES_KEY", "short")

    for command in (["serve", "--port", "0"], ["wechat-menu"]):
        ran = desk.run(*command)
        assert ran.code == 2
        assert "EncodingAESKey" in ran.err
    assert desk.run("doctor").code == 1


@pytest.mark.parametrize("port", ["abc", "70000", "-1"])
def test_a_port_that_is_none_ends_with_2(desk: Desk, port: str) -> None:
    assert desk.run("serve", "--port", port).code == 2


def test_a_time_that_is_none_ends_with_2(desk: Desk) -> None:
    ran = desk.run("simulate", "--now", "soon")

    assert ran.code == 2
    assert "soon" in ran.err


def test_the_doctor_changes_nothing_and_says_what_is_missing(desk: Desk) -> None:
    fresh = desk.folder / "data" / "menting.db"
    ran = desk.run("doctor", "--db", f"sqlite:///{fresh}")

    assert ran.code == 0
    assert not fresh.parent.exists()
    assert "MENTING_WECHAT_TOKEN" in ran.out
    assert "北京时间" in ran.out


def test_the_doctor_shows_faults_and_goes_on(desk: Desk) -> None:
    ran = desk.run("doctor", "--config", "nowhere", "--db", "postgresql://u@127.0.0.1:1/x")

    assert ran.code == 1
    assert "nowhere" in ran.out
    assert "数据库打不开" in ran.out


@pytest.mark.parametrize("what", ["tickets", "outbox"])
def test_an_empty_list_says_so(desk: Desk, what: str) -> None:
    assert desk.run(what, "list").out == "没有\n"


def test_a_menu_without_an_account_says_what_lacks(desk: Desk) -> None:
    done = desk.run("wechat-menu")
    assert (done.code, "还缺 MENTING_WECHAT_TOKEN" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("roster", "frob"), "what 没有“frob”，可以写：show、gaps"),
        (("roster", "show", "2026-13"), "show 后面不用写“2026-13”"),
        (("roster", "gaps", "--days", "-5"), "--days 后面不能写“-5 (1-400)”"),
        (("roster", "gaps", "--days", "五"), "--days 后面不能写“五”"),
        (("bind",), "还缺 name"),
        (("erase",), "要写其中一个：--phone --contact"),
        (("migrate", "--nonsense"), "没有“--nonsense”这个写法"),
        (("backup", "x", "--db"), "--db 后面还要写内容"),
        (("password", "没有人"), "人员名单里没有“没有人”。名单上有：王芳"),
        (("bind", "张民"), "您是想写：张敏"),
    ],
)
def test_a_wrong_argument_is_told_of_in_chinese(
    desk: Desk, words: tuple[str, ...], says: str
) -> None:
    done = desk.run(*words)
    assert done.code == 2
    assert says in done.err
