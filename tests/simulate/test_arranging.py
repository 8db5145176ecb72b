"""Lines that put the centre into a state, and lines that look."""

import pytest

from tests.simulate.house import SERVICE, Simulated


async def test_a_ticket_is_put_there_as_given_and_takes_its_place(centre: Simulated) -> None:
    before = (await centre.do("slots", service=SERVICE, date="2026-11-26"))["result"]
    made = await centre.do(
        "ticket",
        service=SERVICE,
        date="2026-11-26",
        time="10:00",
        name="王强",
        phone="13812345678",
        channel="wechat",
        user="u9",
        status="confirmed",
    )
    after = (await centre.do("slots", service=SERVICE, date="2026-11-26"))["result"]

    [ticket] = await centre.tickets()
    assert ticket["code"] == made["result"]["code"]
    assert (ticket["status"], ticket["name"], ticket["user"]) == ("confirmed", "王强", "u9")
    free = {slot["time"]: slot["free"] for slot in before}
    assert {slot["time"]: slot["free"] for slot in after} == free | {"10:00": free["10:00"] - 1}


async def test_the_contact_of_a_given_ticket_can_be_reached(centre: Simulated) -> None:
    given = {"service": SERVICE, "date": "2026-11-26", "time": "10:00", "name": "王强"}
    code = (await centre.do("ticket", **given, user="u9"))["result"]["code"]
    told = await centre.do("staff", user="张敏", text=f"确认 {code}")

    assert [(reply["user"], reply["route"]) for reply in told["replies"]] == [("u9", "window")]


async def test_full_is_full_between_the_given_times_only(centre: Simulated) -> None:
    hours = {"date": "2026-11-26", "from": "10:00", "to": "11:00"}
    await centre.do("fill", service=SERVICE, **hours)
    slots = (await centre.do("slots", service=SERVICE, date="2026-11-26"))["result"]

    times = {slot["time"] for slot in slots}
    assert {"09:30", "11:00"} <= times
    assert not {"10:00", "10:30"} & times
    assert "满" in await centre.say(f"周四上午十点办{SERVICE}，姓王，电话13812345678")


async def test_a_shift_is_set_emptied_and_shown(centre: Simulated) -> None:
    await centre.do("roster", date="2026-11-28", shift="holiday", people=["张敏", "李四"])
    [shift] = (await centre.do("duty", date="2026-11-28"))["result"]
    assert (shift["start"], shift["end"], shift["state"]) == ("09:00", "12:00", "ok")
    assert shift["people"] == ["张敏", "李四"]

    await centre.do("roster", date="2026-11-28", shift="holiday", people=[])
    [shift] = (await centre.do("duty", date="2026-11-28"))["result"]
    assert (shift["state"], shift["people"]) == ("vacant", [])


async def test_the_outbox_shows_what_left(centre: Simulated) -> None:
    code = await centre.book()
    rows = (await centre.do("outbox"))["result"]

    assert {(row["kind"], row["channel"], row["to"], row["ticket"]) for row in rows} == {
        ("reply", "wechat", "u1", None),
        ("card", "onebot", "group:700000001", code),
    }
    assert {row["state"] for row in rows} == {"sent"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "JSON"),
        (b"[]", "JSON"),
        (b"{}", "op"),
        (b'{"op":"sey"}', "say"),
        (b'{"op":"say","channel":"fax","user":"u","text":"hi"}', "fax"),
        (b'{"op":"say","channel":"web","text":"hi"}', "user"),
        (b'{"op":"say","channel":"web","user":"u","text":5.5}', "text"),
        (b'{"op":"say","channel":"web","user":"u","text":"hi","kind":"smell"}', "smell"),
        (b'{"op":"say","channel":"web","user":"u","text":"hi","at":"soon"}', "soon"),
        (b'{"op":"advance"}', "to"),
        (b'{"op":"advance","to":"9999-12-31T23:59:59+00:00"}', ""),
        (b'{"op":"ticket","service":"fly"}', "fly"),
        (b'{"op":"audit","code":"B999"}', "B999"),
        (b'{"op":"roster","date":"2026-11-28","shift":"noon","people":[]}', "noon"),
        (b'{"op":"roster","date":"2026-11-28","shift":"holiday","people":["X"]}', "X"),
        (b'{"op":"roster","date":"2026-11-22","shift":"holiday","people":[]}', "2026-11-22"),
        (b'{"op":"duty","date":"28.11."}', "28.11."),
        (b'{"op":"together","lines":5}', "lines"),
        (b'{"op":["say"]}', "op"),
    ],
)
async def test_a_bad_line_is_told_and_the_centre_goes_on(
    centre: Simulated, line: bytes, said: str
) -> None:
    found = await centre.raw(line)

    assert found["error"]
    assert said in found["error"]
    assert (found["replies"], found["group"], found["private"], found["result"]) == (
        [],
        [],
        [],
        None,
    )
    assert await centre.say("您好")
