"""People who mean no good at /qq: forged, stale, oversized, and asking us to sign for them."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from tests.channels.qq_house import USER, Scene, town
from tests.simulators.qq import Push

STATUS_AND_REASON = tuple[int, object]


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with town() as scene:
        yield scene


async def refused(scene: Scene, push: Push) -> STATUS_AND_REASON:
    """How the push was refused; nothing reached the house."""
    delivery = await scene.platform.deliver(push)
    assert not scene.house.received
    return delivery.status, delivery.answer


def event(scene: Scene, at: float | None = None) -> Push:
    message = scene.platform.private_message(USER, "确认 A102")
    return scene.platform.signed(json.dumps(message).encode(), at)


def without(push: Push, *names: str) -> Push:
    return replace(push, headers={k: v for k, v in push.headers.items() if k not in names})


def changed(push: Push, **headers: str) -> Push:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return replace(push, headers={**push.headers, **named})


async def test_a_changed_body_is_refused(scene: Scene) -> None:
    push = event(scene)
    forged = replace(push, body=push.body.replace(USER.encode(), b"U0002"))
    assert await refused(scene, forged) == (401, "signature")


async def test_another_secret_is_refused(scene: Scene) -> None:
    scene.platform.account = replace(scene.platform.account, secret="another")
    assert await refused(scene, event(scene)) == (401, "signature")


async def test_an_event_without_a_signature_is_refused(scene: Scene) -> None:
    push = without(event(scene), "X-Signature-Ed25519")
    assert await refused(scene, push) == (401, "no_signature")
    push = without(event(scene), "X-Signature-Timestamp")
    assert await refused(scene, push) == (401, "no_signature")


@pytest.mark.parametrize("signature", ["0" * 128, "zz", "签名"])
async def test_nonsense_for_a_signature_is_refused(scene: Scene, signature: str) -> None:
    push = changed(event(scene), X_Signature_Ed25519=signature)
    assert (await refused(scene, push))[0] == 401


@pytest.mark.parametrize("app_id", ["", "102000002"])
async def test_another_bots_event_is_refused(scene: Scene, app_id: str) -> None:
    assert await refused(scene, changed(event(scene), X_Bot_Appid=app_id)) == (403, "app_id")


@pytest.mark.parametrize("late", [301, -301])
async def test_a_signature_older_than_five_minutes_is_stale(scene: Scene, late: int) -> None:
    assert await refused(scene, event(scene, scene.house.clock() - late)) == (403, "stale")


@pytest.mark.parametrize("timestamp", ["yesterday", "-1", "1" * 13, "１７６７２２５６００"])
async def test_a_timestamp_that_is_none_is_a_bad_request(scene: Scene, timestamp: str) -> None:
    push = changed(event(scene), X_Signature_Timestamp=timestamp)
    assert await refused(scene, push) == (400, "timestamp")


async def test_a_huge_body_is_refused_signed_or_not(scene: Scene) -> None:
    assert await refused(scene, scene.platform.signed(b"x" * 131_073)) == (413, "too_large")
    headers = {"X-Bot-Appid": scene.platform.account.app_id}
    assert await refused(scene, Push(b"x" * 1025, headers)) == (413, "too_large")


async def test_a_signed_body_that_is_no_object_is_a_bad_request(scene: Scene) -> None:
    for body in (b"[]", b"no json", b"\xff", b"[" * 100_000):
        assert await refused(scene, scene.platform.signed(body)) == (400, "no_json_object")


async def test_the_console_can_validate_the_address(scene: Scene) -> None:
    delivery = await scene.platform.validate()
    assert delivery.status == 200
    assert delivery.answer == {
        "plain_token": "Arq0D5A61EgUu4OxUvOp",
        "signature": "87befc99c42c651b3aac0278e71ada338433ae26fcb24307bdc5ad38c1adc2d0"
        "1bcfcadc0842edac85e85205028a1132afe09280305f13aa6909ffc2d652c706",
    }


async def test_a_signed_validation_is_answered_as_well(scene: Scene) -> None:
    words = {"op": 13, "d": {"plain_token": "abc", "event_ts": 1725442341}}
    delivery = await scene.platform.deliver(scene.platform.signed(json.dumps(words).encode()))
    assert delivery.status == 200


@pytest.mark.parametrize(
    ("plain_token", "event_ts"),
    [
        ('{"op":0,"t":"C2C_MESSAGE_CREATE","d":{}}', "1767225600"),
        ("{", "1767225600"),
        ("token", '1767225600{"op":0}'),
        ("", "1767225600"),
        ("a" * 129, "1767225600"),
        ("令牌", "1767225600"),
    ],
)
async def test_the_validation_signs_no_event_for_a_stranger(
    scene: Scene, plain_token: str, event_ts: str
) -> None:
    delivery = await scene.platform.validate(plain_token, event_ts)
    assert (delivery.status, delivery.answer) == (400, "validation")


async def test_a_stranger_cannot_have_many_validations_signed(scene: Scene) -> None:
    statuses = [(await scene.platform.validate()).status for _ in range(11)]
    assert statuses == [200] * 10 + [429]
    scene.house.clock.advance(60)
    assert (await scene.platform.validate()).status == 200


async def test_a_validation_for_another_bot_is_refused(scene: Scene) -> None:
    scene.platform.account = replace(scene.platform.account, app_id="1")
    assert (await scene.platform.validate()).status == 403


async def test_a_refusal_leaves_one_line_without_personal_data(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    push = event(scene)
    await refused(scene, replace(push, body=push.body + b" "))
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert lines == ["qq: callback refused: signature"]
