"""After `erase` nothing of a person is left anywhere in the files, beside a running house too."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.house import Desk

NAME, PHONE, STREET = "欧阳锋锋", "13812345678", "桂花巷7号"
SERVICE = "居住证办理"


def say(user: str, text: str) -> dict[str, str]:
    return {"op": "say", "channel": "wechat", "user": user, "text": text}


def staff(text: str) -> dict[str, str]:
    return {"op": "staff", "user": "张敏", "text": text}


# One person in every corner: ticket, note, private answers, tasks, home visit, a question that
# nobody could answer, a place in line, and a talk that was left in the middle.
LIFE = (
    say("oBook", f"周四上午十点办{SERVICE}，我叫{NAME}，电话{PHONE}"),
    say("oBook", "确认"),
    staff("接 A101"),
    staff("看 A101"),
    staff(f"备注 A101 {NAME} {PHONE} 有家属陪"),
    say("oBook", f"我要投诉，我是{NAME}，电话{PHONE}，你们态度太差"),
    staff("接 T1"),
    say("oHome", f"上门办社保卡激活，我叫{NAME}，住{STREET}，{PHONE}"),
    say("oHome", "确认"),
    say("oHome", f"{NAME}家的宠物可以飞到月球吗 {PHONE}"),
    {"op": "fill", "service": SERVICE, "date": "2026-11-27", "from": "08:00", "to": "20:00"},
    say("oLine", f"周五上午十点办{SERVICE}，{NAME}，电话{PHONE}"),
    say("oLine", "4"),
    say("oLine", "确认"),
    say("oNo", f"周四下午三点办社会保障卡激活，我叫{NAME}，电话{PHONE}"),
    say("oNo", "确认"),
    staff(f"拒绝 A103 {NAME}（{PHONE}）的材料要先盖章"),
    say("oHalf", f"周二下午办{SERVICE}，我叫{NAME}，电话{PHONE}"),
)


def live(desk: Desk) -> None:
    given = "".join(json.dumps(line) + "\n" for line in LIFE)
    done = desk.program("simulate", "--now", "2026-11-23T10:00", "--db", desk.url, given=given)
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert [answer["error"] for answer in answers] == [None] * len(LIFE)


def left_in(folder: Path) -> set[tuple[str, str]]:
    """(file, word) wherever one of the person's words stands in the bytes of a file."""
    return {
        (file.name, word)
        for file in folder.iterdir()
        for word in (NAME, PHONE, STREET)
        if file.is_file() and word.encode() in file.read_bytes()
    }


def rows_with(database: Path) -> set[str]:
    """The tables that hold one of the person's words."""
    with closing(sqlite3.connect(database)) as opened:
        names = [
            row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        return {
            name
            for name in names
            for row in opened.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - the schema's names
            if any(word in str(row) for word in (NAME, PHONE, STREET))
        }


def test_no_byte_of_an_erased_person_is_left_beside_a_running_house(desk: Desk) -> None:
    live(desk)
    database = desk.folder / desk.url.removeprefix("sqlite:///")
    where = {"residents", "tickets", "outbox", "tasks", "unanswered", "conversations", "waiting"}
    assert where <= rows_with(database)

    with closing(sqlite3.connect(database)) as beside:  # keeps the WAL alive, as a house does
        beside.execute("SELECT COUNT(*) FROM tickets").fetchall()
        ran = desk.run("erase", "--phone", PHONE)
        assert (ran.code, ran.err) == (0, "")
        assert left_in(database.parent) == set()
