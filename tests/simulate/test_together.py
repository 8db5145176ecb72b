"""Lines that run truly at once: nothing is sold twice, the first wins, the rest are told."""

import asyncio
import sys
from pathlib import Path

import orjson
import pytest

from tests.simulate.house import MONDAY, Simulated

PLACES = 3
SERVICE = "办证"
WANT = f"周四上午十点{SERVICE}，姓王"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def three_places(tmp_path: Path) -> Path:
    """A centre with one service and three places per slot."""
    folder = tmp_path / "centre"
    folder.mkdir()
    (folder / "centre.yaml").write_text("capacity: 3\n", "utf-8")
    services = f"services:\n  - {{name: {SERVICE}, category: 户政, holiday: true}}\n"
    (folder / "services.yaml").write_text(services, "utf-8")
    return folder


def _crowd(first: int, count: int, text: str) -> list[dict[str, object]]:
    """So many residents who say the same, each with a phone of their own."""
    return [
        {
            "op": "say",
            "channel": "wechat",
            "user": f"u{number}",
            "text": text.replace("#", f"13800{number:06}"),
        }
        for number in range(first, first + count)
    ]


async def test_two_hundred_at_once_for_three_places_make_three_tickets(
    sqlite_url: str, three_places: Path
) -> None:
    centre = Simulated.at(sqlite_url, config=three_places)
    asked = await centre.do("together", lines=_crowd(0, 200, WANT + "，电话#"))
    booked = await centre.do("together", lines=_crowd(0, 200, "确认"))
    tickets = await centre.tickets()
    await centre.house.close()

    assert len(asked["result"]) == len(booked["result"]) == 200
    assert all(each["replies"] for each in asked["result"])
    assert sum("请核对" in each["replies"][0]["text"] for each in asked["result"]) == PLACES
    assert [ticket["time"] for ticket in tickets] == ["10:00"] * PLACES
    assert len(booked["group"]) == PLACES
    assert sum(bool(each["group"]) for each in booked["result"]) == PLACES


async def test_two_processes_over_postgres_sell_three_places_three_times(
    postgres_url: str, three_places: Path
) -> None:
    def script(first: int) -> bytes:
        rounds = [_crowd(first, 100, text) for text in (WANT + "，电话#", "确认")]
        lines = [{"op": "together", "lines": each} for each in rounds]
        return b"".join(orjson.dumps(line) + b"\n" for line in [*lines, {"op": "tickets"}])

    async def play(first: int) -> list[bytes]:
        arguments = ("-m", "bot", "simulate", "--now", MONDAY)
        places = ("--config", str(three_places), "--db", postgres_url)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            *places,
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await process.communicate(script(first))
        assert process.returncode == 0
        return output.splitlines()

    ends = await asyncio.gather(play(0), play(1000))
    last = Simulated.at(postgres_url, config=three_places)
    tickets = await last.tickets()
    await last.house.close()

    assert [len(lines) for lines in ends] == [3, 3]
    assert all(orjson.loads(line)["error"] is None for lines in ends for line in lines)
    assert [ticket["time"] for ticket in tickets] == ["10:00"] * PLACES


async def test_of_two_clerks_at_once_one_wins_and_the_other_is_told_who(
    sqlite_url: str,
) -> None:
    centre = Simulated.at(sqlite_url)
    code = await centre.book()
    both = [{"op": "staff", "user": name, "text": f"确认 {code}"} for name in ("张敏", "李四")]
    found = await centre.do("together", lines=both)
    await centre.house.close()

    first, second = (each["group"][-1]["text"] for each in found["result"])
    assert "张敏已于" in second or "李四已于" in first
    assert len(found["replies"]) == 1


async def test_a_bad_line_among_others_spoils_only_itself(sqlite_url: str) -> None:
    centre = Simulated.at(sqlite_url)
    lines = [
        {"op": "say", "channel": "qq", "user": "u1", "text": "您好"},
        {"op": "advance", "to": MONDAY},
        {"op": "say", "channel": "fax", "user": "u1", "text": "您好"},
    ]
    found = await centre.do("together", lines=lines)
    await centre.house.close()

    good, nested, bad = found["result"]
    assert good["replies"]
    assert good["error"] is None
    assert "advance" in nested["error"]
    assert "fax" in bad["error"]


async def test_the_same_message_twice_at_once_acts_once(sqlite_url: str) -> None:
    centre = Simulated.at(sqlite_url)
    line = {"op": "say", "channel": "web", "user": "u1", "text": "转人工", "msg_id": "m1"}
    found = await centre.do("together", lines=[line] * 5)
    tasks = (await centre.do("tasks"))["result"]
    await centre.house.close()

    assert len({orjson.dumps(each["replies"]) for each in found["result"]}) == 1
    assert found["result"][0]["replies"]
    assert len(tasks) == 1
