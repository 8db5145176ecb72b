"""The smart robot that the platform calls: the sheet's vectors, forgeries, answers, cards."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from bot.channels.base import Busy, SendOutcome
from bot.channels.parts.callbacks import Refused
from bot.channels.wecom.doors import Opener
from bot.domain.messages import Purpose
from tests.channels.wecom_house import GROUP, MEMBER, Scene, called_town
from tests.simulators.wecom import AES_KEY, TOKEN
from tests.simulators.wecom_wire import seal, signature

ECHO = "4j/AuRx71kQlxVlzbpsMWBhPcgrjbCklX5fYn1DOD9QZOV64uY62MUx2OBPFITT6OqjmDX3/AuWBS/IDtTm4hQ=="
ECHO_OF_AN_APP = (
    "4j/AuRx71kQlxVlzbpsMWBhPcgrjbCklX5fYn1DOD9QPWKQXkE1A7etBjrovgtMNN4xVnZL1uWAKttXf2E+0Qg=="
)
SEALED = (
    "4j/AuRx71kQlxVlzbpsMWEudEnv7Sihc2/84iITtENj+8Z7WVZv2r1HkApeT5Bbzefw/r8J7FMwRw6p2/7Fsz6vnvCE1KqsU"
    "Ln0MArGxpdSazJEXVU0GQbR3X7meyZ5c9lL6JAK/XF/PmC2NMAtcU2fIcLlDsqbUQ07tXGujqOVCO0oYwy/fIL/62BSVncZs"
    "yWlKAo6CGJ4ciMCeI1mwgRYfllmJhgFsZz01IfybRZTI4IUDbFRd0RwH5DyyZAQJjBKnmN38I+prViWu85KDAW9lBTcr1ed9"
    "5AxubVROnLR929krlsFTxq/inV2VdLEJXP+3JV8FWH0S1yUeo6WQrPe11X4cm/gAcpN576uP+jmN1VlPZPHd4HioQlUdyRd/"
)
QUERY = {"timestamp": "1767225600", "nonce": "1234567890"}


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with called_town() as scene:
        yield scene


def test_the_vectors_of_the_sheet_open() -> None:
    opener = Opener(TOKEN, AES_KEY)
    signed = QUERY | {"msg_signature": "c17a593c590f61ecd77b46a9ef281c449720d0a8"}
    assert opener.echo(signed | {"echostr": ECHO}) == "5927782489442352469"
    signed = QUERY | {"msg_signature": "5bb91860ea67aab4c0ad9b3ea248db654703f596"}
    found = opener.open(json.dumps({"encrypt": SEALED}).encode(), signed)
    assert found["text"] == {"content": "@预约助手 确认 A1024"}


def test_what_is_sealed_for_an_app_is_not_ours() -> None:
    signed = QUERY | {"msg_signature": "4ddda2bdf0196fa193ff51f697bc3c2be099e82f"}
    with pytest.raises(Refused, match="receiver"):
        Opener(TOKEN, AES_KEY).echo(signed | {"echostr": ECHO_OF_AN_APP})


def test_our_answer_is_signed_as_the_sheet_says() -> None:
    sealed = Opener(TOKEN, AES_KEY).seal({"msgtype": "stream"}, "1234567890", 1767225600)
    assert set(sealed) == {"encrypt", "msgsignature", "timestamp", "nonce"}
    given = signature(TOKEN, "1767225600", "1234567890", str(sealed["encrypt"]))
    assert (sealed["msgsignature"], sealed["timestamp"]) == (given, 1767225600)


async def test_the_address_is_verified(scene: Scene) -> None:
    sealed = seal(AES_KEY, b"5927782489442352469")
    query = scene.platform.signed(sealed) | {"echostr": sealed}
    async with scene.platform.http.get(scene.platform.callback_url, params=query) as answer:
        assert (answer.status, await answer.text()) == (200, "5927782489442352469")


async def refused(scene: Scene, body: bytes, query: dict[str, str]) -> int:
    """The status, when nothing reached the house."""
    url = scene.platform.callback_url
    async with scene.platform.http.post(url, data=body, params=query) as answer:
        assert not scene.house.received
        return answer.status


async def test_forged_stale_and_oversized_callbacks_are_refused(scene: Scene) -> None:
    sealed = seal(AES_KEY, b'{"msgid":"M1"}')
    body = json.dumps({"encrypt": sealed}).encode()
    good = scene.platform.signed(sealed)
    assert await refused(scene, body, good | {"msg_signature": "0" * 40}) == 403
    assert (
        await refused(scene, body, scene.platform.signed(sealed, scene.house.clock() - 301)) == 403
    )
    assert await refused(scene, body, {}) == 400
    assert await refused(scene, b"{}", good) == 400
    assert await refused(scene, b"<xml/>", good) == 400
    assert await refused(scene, b"x" * 200_000, good) == 413
    other = seal(AES_KEY, b'{"msgid":"M2"}')
    assert await refused(scene, json.dumps({"encrypt": other}).encode(), good) == 403
    for_an_app = seal(AES_KEY, b"{}", "ww0123456789abcdef")
    sent = json.dumps({"encrypt": for_an_app}).encode()
    assert await refused(scene, sent, scene.platform.signed(for_an_app)) == 403


async def test_somebody_alone_with_the_robot_is_answered_at_once(scene: Scene) -> None:
    called = await scene.platform.writes(MEMBER, "您好")
    assert called is not None
    assert called.status == 200
    assert scene.platform.shown(MEMBER)[-1].text == "您好"
    await scene.house.until_done()


async def test_in_the_group_the_answer_follows_by_the_one_call_that_is_allowed(
    scene: Scene,
) -> None:
    scene.house.default = ()
    await scene.platform.says(GROUP, MEMBER, "待办")
    assert (await scene.send("没有待办。", ticket=None)).outcome is SendOutcome.SENT
    assert scene.platform.shown(GROUP)[-1].by == "answer"
    sent = await scene.send("【超时】A101", ticket=None)
    assert (sent.outcome, sent.reason) == (SendOutcome.RETRY, "muted")


async def test_a_used_or_old_call_is_passed_over(scene: Scene) -> None:
    scene.house.default = ()
    await scene.platform.says(GROUP, MEMBER, "一")
    await scene.platform.says(GROUP, MEMBER, "二")
    scene.platform.requests.newest.is_answered = True
    assert (await scene.send("好", ticket=None)).outcome is SendOutcome.SENT
    await scene.platform.says(GROUP, MEMBER, "三")
    scene.house.clock.advance(3601)
    assert (await scene.send("好", ticket=None)).outcome is SendOutcome.RETRY


async def test_a_card_answers_a_call_and_a_pressed_button_changes_it(scene: Scene) -> None:
    scene.house.default = ()
    await scene.platform.says(GROUP, MEMBER, "在吗")
    await scene.card()
    card = scene.platform.shown(GROUP)[-1]

    pressing = asyncio.ensure_future(scene.platform.presses(GROUP, MEMBER, card, "确认"))
    await scene.house.until_received(2)
    await scene.send("已确认 A101。", status="confirmed")
    called = await pressing
    assert called is not None
    assert called.answer["response_type"] == "update_template_card"
    assert list(card.buttons) == ["看"]


async def test_without_a_call_the_group_is_told_by_its_push_address() -> None:
    async with called_town(hook=True) as scene:
        assert (await scene.card()).platform_id == "A101"
        assert scene.platform.shown(GROUP)[-1].by == "hook"


async def test_a_stranger_host_gets_no_answer(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    scene.house.default = ()
    body = {"msgid": "M7", "chattype": "group", "chatid": GROUP, "from": {"userid": MEMBER}}
    body |= {"msgtype": "text", "text": {"content": "在"}, "response_url": "https://evil.example/x"}
    sealed = seal(AES_KEY, json.dumps(body).encode())
    query = scene.platform.signed(sealed)
    url, words = scene.platform.callback_url, {"encrypt": sealed}
    async with scene.platform.http.post(url, json=words, params=query) as answer:
        assert answer.status == 200
    assert (await scene.send("答", ticket=None)).outcome is SendOutcome.RETRY
    assert "another host" in caplog.text
    assert "evil" not in caplog.text


async def test_a_busy_house_acknowledges_nothing(scene: Scene) -> None:
    scene.house.trouble = Busy()
    called = await scene.platform.says(GROUP, MEMBER, "确认 A101")
    assert called is not None
    assert called.status == 503


async def test_over_the_push_address_alone_the_group_hears_and_staff_are_called() -> None:
    async with called_town(hook=True) as scene:
        await scene.send("请处理 A101", mention="lisi", purpose=Purpose.GROUP)
        said = scene.platform.shown(GROUP)[-1]
        assert (said.text, said.mentions) == ("请处理 A101", ("lisi",))
        sent = await scene.send("完整电话", "lisi", Purpose.REPLY)
        assert (sent.outcome, sent.reason) == (SendOutcome.UNREACHABLE, "window_closed")


async def test_the_push_address_keeps_its_pace_and_its_key_out_of_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with called_town(hook=True) as scene:
        for number in range(20):
            await scene.send(f"第{number}条", ticket=None)
        sent = await scene.send("第20条", ticket=None)
        assert (sent.outcome, sent.reason) == (SendOutcome.RETRY, "paced")
        wecom = replace(scene.house.settings.wecom, webhook_per_minute=100)
        scene.house.settings = replace(scene.house.settings, wecom=wecom)
        assert (await scene.send("第20条", ticket=None)).reason == "45009"
    assert "0f0e0d0c" not in caplog.text
