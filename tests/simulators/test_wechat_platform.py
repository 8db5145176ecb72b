"""The fake WeChat platform keeps the real rules (platform sheet of 2026-11-23)."""

import json

import aiohttp
import pytest

from tests.simulators.wechat import Trouble
from tests.simulators.wechat_side import OPENID, Scene, server, success

Json = dict[str, object]


async def call(scene: Scene, endpoint: str, body: Json, token: str | None = None) -> Json:
    url = f"{scene.platform.api_url}/cgi-bin/{endpoint}"
    query = {} if token is None else {"access_token": token}
    raw = json.dumps(body, ensure_ascii=False)
    async with scene.session.post(url, params=query, data=raw) as answer:
        found = await answer.json(content_type=None)
    assert isinstance(found, dict)
    return found


async def token(scene: Scene, **changes: object) -> Json:
    account = scene.platform.account
    body = {"grant_type": "client_credential", "appid": account.app_id, "secret": account.secret}
    return await call(scene, "stable_token", {**body, **changes})


async def send(scene: Scene, text: str = "hi", *, to: str = OPENID) -> object:
    access = str((await token(scene))["access_token"])
    body: Json = {"touser": to, "msgtype": "text", "text": {"content": text}}
    return (await call(scene, "message/custom/send", body, access))["errcode"]


async def test_the_token_stays_the_same_until_its_last_five_minutes(scene: Scene) -> None:
    first = await token(scene)
    scene.clock.advance(6899)
    assert await token(scene) == {**first, "expires_in": 301}
    scene.clock.advance(1)
    second = await token(scene)
    assert second["access_token"] != first["access_token"]
    assert second["expires_in"] == 7200


async def test_the_old_token_works_beside_the_new_one_until_it_ends(scene: Scene) -> None:
    old = str((await token(scene))["access_token"])
    scene.clock.advance(7000)
    await token(scene)
    assert (await call(scene, "message/custom/typing", {"touser": "o"}, old))["errcode"] == 40003
    scene.clock.advance(200)
    assert (await call(scene, "message/custom/typing", {"touser": "o"}, old))["errcode"] == 42001


async def test_forcing_a_token_kills_the_last_one_and_is_rationed(scene: Scene) -> None:
    old = str((await token(scene))["access_token"])
    assert (await token(scene, force_refresh=True))["access_token"] != old
    assert (await call(scene, "menu/create", {}, old))["errcode"] == 40001
    assert (await token(scene, force_refresh=True))["errcode"] == 45011
    for _ in range(19):
        scene.clock.advance(30)
        assert "access_token" in await token(scene, force_refresh=True)
    scene.clock.advance(30)
    assert (await token(scene, force_refresh=True))["errcode"] == 45009


async def test_wrong_credentials_and_strange_addresses_get_no_token(scene: Scene) -> None:
    assert (await token(scene, appid="wxother"))["errcode"] == 40013
    assert (await token(scene, secret="wrong"))["errcode"] == 40125
    scene.platform.api.allowed_ips = frozenset({"203.0.113.9"})
    assert (await token(scene))["errcode"] == 40164


async def test_a_call_needs_a_good_token(scene: Scene) -> None:
    assert (await call(scene, "menu/create", {}))["errcode"] == 41001
    assert (await call(scene, "menu/create", {}, "made-up"))["errcode"] == 40001


async def test_a_message_opens_five_sends_for_two_days(scene: Scene) -> None:
    async with server(scene, success):
        await scene.platform.say(OPENID, "在吗")
        assert [await send(scene) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]
        await scene.platform.say(OPENID, "在吗")
        assert await send(scene) == 0
        scene.clock.advance(48 * 3600)
        assert await send(scene) == 45015


async def test_a_tap_on_the_menu_opens_three_sends_for_a_minute(scene: Scene) -> None:
    async with server(scene, success):
        await scene.platform.click(OPENID, "book")
        assert [await send(scene) for _ in range(4)] == [0, 0, 0, 45047]
        scene.clock.advance(60)
        assert await send(scene) == 45015


async def test_looking_at_a_page_opens_nothing(scene: Scene) -> None:
    async with server(scene, success):
        await scene.platform.send_event(OPENID, "VIEW", "https://example.com")
        assert await send(scene) == 45015


async def test_who_left_or_never_came_gets_nothing(scene: Scene) -> None:
    async with server(scene, success):
        await scene.platform.say(OPENID, "在吗")
        await scene.platform.unfollow(OPENID)
        assert await send(scene) == 45015
    assert await send(scene, to="oNobody") == 40003


async def test_text_is_limited_to_2048_bytes(scene: Scene) -> None:
    async with server(scene, success):
        await scene.platform.say(OPENID, "在吗")
    assert await send(scene, "a" * 2049) == 45002
    assert await send(scene, "a" * 2048) == 0


async def test_escaped_characters_are_refused(scene: Scene) -> None:
    async with server(scene, success):
        await scene.platform.say(OPENID, "在吗")
    access = str((await token(scene))["access_token"])
    body = json.dumps({"touser": OPENID, "msgtype": "text", "text": {"content": "您好"}})
    url = f"{scene.platform.api_url}/cgi-bin/message/custom/send"
    async with scene.session.post(url, params={"access_token": access}, data=body) as answer:
        assert (await answer.json(content_type=None))["errcode"] == 40033


async def test_typing_follows_its_own_rules(scene: Scene) -> None:
    async with server(scene, success):
        await scene.platform.say(OPENID, "在吗")
    access = str((await token(scene))["access_token"])

    async def typing(command: str) -> object:
        body: Json = {"touser": OPENID, "command": command}
        return (await call(scene, "message/custom/typing", body, access))["errcode"]

    assert [await typing("Typing"), await typing("Typing")] == [0, 45081]
    assert await typing("Dancing") == 45072
    scene.clock.advance(31)
    assert await typing("Typing") == 45080


@pytest.mark.parametrize(
    ("template", "values", "code"),
    [
        ("T", {"thing1": "a" * 20, "phrase2": "成功"}, 0),
        ("T", {"thing1": "a" * 21, "phrase2": "成功"}, 47003),
        ("T", {"thing1": "a"}, 47003),
        ("T", {"thing1": "a", "phrase2": "ok"}, 47003),
        ("T", {"thing1": "a\nb", "phrase2": "成功"}, 47003),
        ("X", {"thing1": "a", "phrase2": "成功"}, 40037),
    ],
)
async def test_a_template_checks_its_values(
    scene: Scene, template: str, values: dict[str, str], code: int
) -> None:
    scene.platform.api.templates.keys["T"] = ("thing1", "phrase2")
    async with server(scene, success):
        await scene.platform.follow(OPENID)
    access = str((await token(scene))["access_token"])
    data = {key: {"value": value} for key, value in values.items()}
    body: Json = {"touser": OPENID, "template_id": template, "data": data}
    assert (await call(scene, "message/template/send", body, access))["errcode"] == code


@pytest.mark.parametrize(
    ("menu", "code"),
    [
        ({"button": []}, 40016),
        ({"button": [{"type": "click", "name": "a", "key": "k"}] * 4}, 40016),
        ({"button": [{"type": "click", "name": "a" * 17, "key": "k"}]}, 40018),
        ({"button": [{"type": "click", "name": "a", "key": "k" * 129}]}, 40019),
        ({"button": [{"type": "view", "name": "a", "url": "u" * 1025}]}, 40020),
        ({"button": [{"type": "click", "name": "a", "key": "k"}]}, 0),
    ],
)
async def test_a_menu_keeps_within_its_limits(scene: Scene, menu: Json, code: int) -> None:
    access = str((await token(scene))["access_token"])
    assert (await call(scene, "menu/create", menu, access))["errcode"] == code


async def test_the_platform_can_be_down_and_come_back_at_the_same_address(scene: Scene) -> None:
    url = scene.platform.api_url
    await scene.platform.api.stop()
    with pytest.raises(aiohttp.ClientConnectorError):
        await token(scene)
    await scene.platform.api.start()
    assert scene.platform.api_url == url
    assert "access_token" in await token(scene)


async def test_the_platform_can_act_and_lose_the_answer(scene: Scene) -> None:
    async with server(scene, success):
        await scene.platform.say(OPENID, "在吗")
    await token(scene)
    scene.platform.api.trouble = Trouble.LOST
    with pytest.raises(aiohttp.ClientError):
        await send(scene, "hi")
    assert scene.platform.phone(OPENID)[-1].text == "hi"
