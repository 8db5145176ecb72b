"""The intake page: what is understood, what is booked, once, and by whom."""

import json
from collections.abc import Mapping

import pytest

from bot.domain.tickets import Status, Ticket
from bot.storage import outbox, tickets
from bot.storage.unit_of_work import from_ms, ms_or_none
from tests.desk.desk_house import DeskHouse

CALL = "我姓王，电话13812345678，周六上午给我妈办居住证"
NONCE = "0123456789abcdef-0001"


async def parse(desk: DeskHouse, text: str, **by_hand: str) -> Mapping[str, object]:
    answer = await desk.order("/desk/intake/parse", {"text": text, **by_hand})
    assert answer.status == 200, await answer.text()
    found: Mapping[str, object] = await answer.json()
    return found


async def book(desk: DeskHouse, **fields: str) -> tuple[int, dict[str, str]]:
    order = {"channel": "street_hotline", "nonce": NONCE, **fields}
    answer = await desk.order("/desk/intake/book", order)
    return answer.status, await answer.json()


async def all_tickets(desk: DeskHouse) -> tuple[Ticket, ...]:
    return await desk.centre.storage.read(tickets.everything)


@pytest.fixture
async def taker(desk: DeskHouse) -> DeskHouse:
    """王芳 sits at the telephone."""
    await desk.signs_in("王芳")
    return desk


async def test_the_sentence_is_understood_as_it_grows(taker: DeskHouse) -> None:
    found = await parse(taker, "王 1381234")
    assert (found["service"], found["missing"]) == ("", ["service", "phone"])
    found = await parse(taker, CALL)
    assert (found["service"], found["phone"]) == ("居住证办理", "13812345678")
    assert (found["for"], found["contact_name"], found["missing"]) == ("母亲", "王", ["name"])
    slots = found["slots"]
    assert isinstance(slots, list)
    first = slots[0]
    assert (found["chosen"], first["text"]) == (
        first["start"],
        "11月28日（周六）09:00-09:30，节假日服务时段",
    )


async def test_a_wide_word_gives_candidates_and_a_hand_goes_first(taker: DeskHouse) -> None:
    candidates = (await parse(taker, "医保的事 周四"))["candidates"]
    assert isinstance(candidates, list)
    assert len(candidates) > 1
    found = await parse(taker, CALL, service="社会保障卡激活", phone="13900001111", name="刘桂芳")
    assert (found["service"], found["phone"], found["name"]) == (
        "社会保障卡激活",
        "13900001111",
        "刘桂芳",
    )
    assert (await parse(taker, "王 1381234567 居住证"))["phone_wrong"] is True


async def test_a_call_becomes_the_same_ticket_as_anywhere_owned_by_its_taker(
    taker: DeskHouse,
) -> None:
    found = await parse(taker, CALL)
    status, booked = await book(taker, text=CALL, slot=str(found["chosen"]))

    assert status == 200
    assert f"预约码 {booked['code']}" in booked["text"]
    (ticket,) = await all_tickets(taker)
    assert (ticket.code, ticket.channel, ticket.owner) == (booked["code"], "street_hotline", "王芳")
    assert (ticket.name, ticket.contact_name, ticket.phone) == ("王", "王", "13812345678")
    assert (ticket.status, ticket.note) == (Status.REQUESTED, "代母亲办理")
    said = await taker.centre.storage.read(outbox.everything)
    (card,) = [one.text for one in said if "【新预约" in one.text]
    assert "13812345678" not in card


async def test_the_same_order_twice_books_once(taker: DeskHouse) -> None:
    slot = str((await parse(taker, CALL))["chosen"])
    first = await book(taker, text=CALL, slot=slot)
    assert await book(taker, text=CALL, slot=slot) == first
    assert len(await all_tickets(taker)) == 1


async def test_what_is_missing_is_named_and_nothing_is_booked(taker: DeskHouse) -> None:
    assert (await book(taker, text="居住证 周六上午"))[1]["field"] == "phone"
    assert (await book(taker, text="王 13812345678"))[1]["field"] == "service"
    assert (await book(taker, text=CALL))[1]["field"] == "slot"
    assert (await book(taker, text=CALL, channel="weibo"))[1]["field"] == "nickname"
    assert (await book(taker, text=CALL, slot="1"))[0] == 409
    assert await all_tickets(taker) == ()


async def test_duplicates_of_other_channels_are_shown_masked(taker: DeskHouse) -> None:
    slot = str((await parse(taker, CALL))["chosen"])
    await book(taker, text=CALL, slot=slot)
    again = await parse(taker, "13812345678 居住证 周日上午")
    assert isinstance(again["alike"], list)
    (one,) = again["alike"]
    assert (one["same"], one["channel"]) == (True, "街道热线")
    assert "138****5678" in one["text"]
    assert "13812345678" not in str(again["alike"])


async def test_the_same_matter_again_is_asked_about_before_it_is_booked(taker: DeskHouse) -> None:
    code = await booked(taker)
    said = "王 13812345678 居住证 周日上午"
    order = {"text": said, "slot": str((await parse(taker, said))["chosen"]), "nonce": NONCE + "b"}
    status, refused = await book(taker, **order)
    assert (status, refused["field"]) == (409, "another")
    assert code in refused["text"]
    assert len(await all_tickets(taker)) == 1
    other = {**order, "text": "王 13812345678 社保卡激活 周日上午", "nonce": NONCE + "c"}
    assert (await book(taker, **other))[0] == 200

    status, done = await book(taker, **order, another="1")
    assert status == 200
    assert await book(taker, **order) == (200, done)
    assert len(await all_tickets(taker)) == 3


async def test_weibo_goes_on_under_the_nickname_and_urgent_has_no_time(taker: DeskHouse) -> None:
    status, _ = await book(
        taker, text="社保卡激活 王小明", channel="weibo", nickname=" @小 明 ", slot="urgent"
    )
    assert status == 200
    (ticket,) = await all_tickets(taker)
    assert (ticket.channel, ticket.address, ticket.starts_at) == ("weibo", "小明", None)


async def test_nonsense_is_refused(taker: DeskHouse) -> None:
    long = {"text": "长" * 9000}
    assert (await taker.order("/desk/intake/parse", long)).status == 413
    headers = {"Origin": taker.origin, "X-Menting-Token": await taker.token()}
    for body in (b"[]", b"{", b'{"text": 3}'):
        answer = await taker.client.post(
            "/desk/intake/parse",
            data=body,
            headers={**headers, "Content-Type": "application/json"},
        )
        assert answer.status == 400
    assert (await taker.order("/desk/intake/book", {"text": CALL, "nonce": "x"})).status == 400
    evil = await taker.client.post(
        "/desk/intake/book", json={"text": CALL}, headers={**headers, "Origin": "https://e.example"}
    )
    assert evil.status == 403


async def test_an_id_number_in_the_sentence_is_kept_nowhere(taker: DeskHouse) -> None:
    text = f"{CALL}，身份证510123199001011234"
    slot = str((await parse(taker, text))["chosen"])
    assert (await book(taker, text=text, slot=slot))[0] == 200
    assert "510123199001011234" not in str(await all_tickets(taker))


async def settle(desk: DeskHouse, act: str, code: str, **fields: str) -> tuple[int, dict[str, str]]:
    order = {"channel": "street_hotline", "nonce": f"{NONCE}-{act}", "act": act, "code": code}
    answer = await desk.order("/desk/intake/settle", order | fields)
    text = await answer.text()
    return answer.status, json.loads(text) if answer.content_type == "application/json" else {}


async def booked(desk: DeskHouse) -> str:
    """The code of the appointment of 13812345678."""
    slot = str((await parse(desk, CALL))["chosen"])
    return (await book(desk, text=CALL, slot=slot))[1]["code"]


async def test_who_calls_to_come_at_another_time_keeps_the_code(taker: DeskHouse) -> None:
    code = await booked(taker)
    said = "13812345678 想改到周日上午"
    found = await parse(taker, said)
    assert (found["wants"], [one["code"] for one in listed(found, "alike")]) == ("change", [code])
    found = await parse(taker, said, code=code)
    assert found["service"] == "居住证办理"
    sunday = listed(found, "slots")[0]
    assert "11月29日（周日）" in sunday["text"]
    order = {"text": said, "slot": str(found["chosen"])}
    status, moved = await settle(taker, "change", code, **order)
    assert (status, moved["code"]) == (200, code)
    assert "11月29日（周日）" in moved["text"]
    assert await settle(taker, "change", code, **order) == (status, moved)
    (ticket,) = await all_tickets(taker)
    assert (ticket.status, ticket.starts_at) == (Status.REQUESTED, from_ms(int(order["slot"])))


async def test_who_calls_off_is_told_so_and_the_group_too(taker: DeskHouse) -> None:
    code = await booked(taker)
    said = "13812345678 不来了，取消预约"
    assert (await parse(taker, said))["wants"] == "cancel"
    status, done = await settle(taker, "cancel", code, text=said)
    assert status == 200
    assert code in done["text"]
    assert await settle(taker, "cancel", code, text=said) == (status, done)
    (ticket,) = await all_tickets(taker)
    assert ticket.status is Status.CANCELLED
    told = [one.text for one in await taker.centre.storage.read(outbox.everything)]
    assert sum("取消" in text and code in text for text in told) == 1


async def test_only_who_has_the_number_moves_a_ticket(taker: DeskHouse) -> None:
    code = await booked(taker)
    (ticket,) = await all_tickets(taker)
    slot = str(ms_or_none(ticket.starts_at))
    assert (await settle(taker, "cancel", code, text="13900001111 取消"))[0] == 400
    assert (await settle(taker, "cancel", code, text="取消"))[0] == 400
    assert (await settle(taker, "burn", code, text=CALL))[0] == 400
    assert (await settle(taker, "change", code, text=CALL, slot=slot))[0] == 422
    assert (await settle(taker, "change", code, text=CALL, slot="1"))[0] == 409
    (ticket,) = await all_tickets(taker)
    assert ticket.status is Status.REQUESTED


def listed(found: Mapping[str, object], name: str) -> list[dict[str, str]]:
    rows = found[name]
    assert isinstance(rows, list)
    return rows
