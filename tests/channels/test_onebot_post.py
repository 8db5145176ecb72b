"""Events that a protocol end posts over HTTP, signed."""

import json
from pathlib import Path

import aiohttp
import pytest

from bot.channels.onebot.doors import LARGEST_POST, signature
from tests.channels.onebot_house import NOW, TOKEN, House

FIXTURE = Path(__file__).parent / "fixtures" / "onebot" / "group_quote_and_call.json"
EVENT = json.loads(FIXTURE.read_text("utf-8"))["event"]
BODY = json.dumps(EVENT, ensure_ascii=False).encode()
HEARTBEAT = b'{"post_type":"meta_event","meta_event_type":"heartbeat"}'
APPOINTMENT = '{"post_type":"message","raw_message":"预约"}'.encode()


async def post(house: House, body: bytes, sign: str | None = None) -> tuple[int, bytes]:
    """The status and body of the answer; `sign` None = the right signature."""
    headers = {"X-Self-ID": "3000000001", "X-Signature": signature(body, TOKEN)}
    if sign is not None:
        headers["X-Signature"] = sign
    async with (
        aiohttp.ClientSession() as session,
        session.post(house.url, data=body, headers=headers) as reply,
    ):
        return reply.status, await reply.read()


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (HEARTBEAT, "sha1=3aac2a3390643d20dc50f880491dba59ed90651d"),
        (APPOINTMENT, "sha1=730f9eac99abb17814f6298cd35fdfc5460e7627"),
    ],
)
async def test_the_published_vectors_are_accepted(house: House, body: bytes, wanted: str) -> None:
    assert signature(body, TOKEN) == wanted
    assert await post(house, body, wanted) == (204, b"")


async def test_a_posted_message_is_stored_and_answered_with_nothing(house: House) -> None:
    assert await post(house, BODY) == (204, b"")
    message = await house.next_message()
    assert (message.text, message.quoted) == ("确认 A102", "48")
    assert house.answered == 1


async def test_texts_of_an_answer_are_left_to_the_outbox(house: House) -> None:
    house.texts = ("您好",)
    assert await post(house, BODY) == (204, b"")
    assert house.answered == 0


async def test_a_posted_message_is_the_same_message_as_over_the_socket(house: House) -> None:
    await post(house, BODY)
    await post(house, BODY)
    first, second = await house.next_message(), await house.next_message()
    assert first.key == second.key


@pytest.mark.parametrize(
    ("sign", "status"),
    [
        ("", 401),
        ("sha1=", 403),
        ("sha1=" + "0" * 40, 403),
        (signature(BODY, "other"), 403),
        (signature(BODY, TOKEN).upper(), 403),
        ("错", 403),
    ],
)
async def test_a_forged_post_is_refused(house: House, sign: str, status: int) -> None:
    assert (await post(house, BODY, sign))[0] == status
    assert house.nothing_else_came()


async def test_a_changed_body_is_refused(house: House) -> None:
    sign = signature(BODY, TOKEN)
    assert (await post(house, BODY.replace(b"A102", b"A103"), sign))[0] == 403


async def test_an_oversized_post_is_refused(house: House) -> None:
    assert (await post(house, b" " * (LARGEST_POST + 1)))[0] == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b"null"])
async def test_a_signed_body_that_is_no_object_is_refused(house: House, body: bytes) -> None:
    assert (await post(house, body))[0] == 400


async def test_an_old_message_posted_again_is_refused(house: House) -> None:
    house.clock = NOW + 301
    assert (await post(house, BODY))[0] == 403
    assert house.nothing_else_came()


async def test_a_busy_house_asks_to_post_again(house: House) -> None:
    house.busy = 1
    assert (await post(house, BODY))[0] == 503
    assert (await post(house, BODY))[0] == 204
    assert (await house.next_message()).text == "确认 A102"


@pytest.mark.parametrize("kind", ["message_sent", "notice", "request", "never heard of"])
async def test_posted_noise_is_accepted_and_ignored(house: House, kind: str) -> None:
    assert await post(house, json.dumps({**EVENT, "post_type": kind}).encode()) == (204, b"")
    assert house.nothing_else_came()
