"""The doctor and the channels of staff groups, and our own addresses seen from outside."""

import time
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from bot.channels.base import ChannelPlug
from bot.config.model import ChannelSettings
from bot.handlers.plugs import find_plugs
from tests.channels.house import House, served
from tests.cli.surgery import RunningHouse, Surgery
from tests.simulators.platform import MovableClock
from tests.simulators.qq import FakeQq
from tests.simulators.wecom import FakeWecom

ADDRESSES = {
    "wechat": {"TOKEN": "right_token_2026"},
    "weibo": {"APP_SECRET": "xyz123xyz", "ACCOUNT_UID": "1900000001", "PATH_TOKEN": "unguessable"},
    "wecom": {"TOKEN": "right", "AES_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"},
    "qq": {"APP_ID": "102000001", "SECRET": "DG5g3B4j9X2KOErG", "API": "http://127.0.0.1:1"},
}
OTHERS = {
    "wechat": {"TOKEN": "other_token_2026"},
    "weibo": {"APP_SECRET": "other"},
    "wecom": {"TOKEN": "other"},
    "qq": {"SECRET": "another-secret-16"},
}


@pytest.fixture
async def qq() -> AsyncIterator[FakeQq]:
    """QQ with a staff group whose owner turned on both switches."""
    async with FakeQq() as platform:
        platform.allow_push("groups", "G0001", allowed=True)
        platform.hear_all("G0001")
        yield platform


def robot(qq: FakeQq, **more: str) -> dict[str, str]:
    """The variables of the bot, with the staff group on QQ."""
    own = {f"MENTING_QQ_{key}": value for key, value in more.items()}
    return qq.environment() | {"MENTING_STAFF_GROUP": "qq:G0001"} | own


@pytest.mark.parametrize("transport", ["webhook", "gateway"])
async def test_a_healthy_bot_is_well_and_keeps_its_gateway(
    surgery: Surgery, qq: FakeQq, transport: str
) -> None:
    found = await surgery.report(robot(qq, TRANSPORT=transport))

    assert (found.code, found.bad()) == (0, {})
    assert found.of("qq")["qq_group"].state == "ok"
    assert ("qq_gateway" in found.of("qq")) is (transport == "gateway")
    assert not qq.gateway.seen["identify"]
    assert not qq.group("G0001")


async def test_a_bot_with_a_wrong_secret_is_told(surgery: Surgery, qq: FakeQq) -> None:
    found = await surgery.report(robot(qq, SECRET="not-it-at-all-but-long"))

    assert "AppSecret" in found.bad()["probe.qq_code.100016"]


async def test_a_bot_behind_a_whitelist_is_told(surgery: Surgery, qq: FakeQq) -> None:
    qq.api.tokens.is_listed = False
    found = await surgery.report(robot(qq))

    assert "白名单" in found.bad()["probe.qq_code.not_listed"]


async def test_the_switches_of_the_group_are_named(surgery: Surgery, qq: FakeQq) -> None:
    qq.allow_push("groups", "G0001", allowed=False)
    qq.hear_all("G0001", on=False)
    found = await surgery.report(robot(qq))

    assert "机器人主动在群聊内发言" in found.bad()["probe.qq_push_off"]
    assert "获取群内全部消息" in found.of("qq")["qq_hears_calls"].text


async def test_a_bot_that_is_not_in_the_group_is_told(surgery: Surgery, qq: FakeQq) -> None:
    qq.leave("groups", "G0001")
    found = await surgery.report(robot(qq))

    assert "不在工作群" in found.bad()["probe.qq_out"]


async def test_a_gateway_that_is_down_is_bad(surgery: Surgery, qq: FakeQq) -> None:
    qq.gateway.is_down = True
    found = await surgery.report(robot(qq, TRANSPORT="gateway"))

    assert "HTTP 500" in found.bad()["probe.qq_no_gateway"]


@pytest.fixture
async def wecom() -> AsyncIterator[FakeWecom]:
    """WeCom with one robot."""
    async with FakeWecom() as platform:
        yield platform


def line(wecom: FakeWecom, **more: str) -> dict[str, str]:
    """The variables of the robot with a push address, the staff group there."""
    own = {f"MENTING_WECOM_{key}": value for key, value in more.items()}
    group = {"MENTING_STAFF_GROUP": "wecom:wrCHAT1"}
    return wecom.environment(hook=True) | group | own


async def test_a_healthy_robot_is_well_and_its_group_stays_silent(
    surgery: Surgery, wecom: FakeWecom
) -> None:
    found = await surgery.report(line(wecom))

    assert (found.code, found.bad()) == (0, {})
    assert found.of("wecom")["secrets_good"].state == "ok"
    assert found.of("wecom")["wecom_push"].state == "ok"
    assert not wecom.shown("wrCHAT1")


async def test_a_robot_with_a_wrong_secret_and_key_is_told(
    surgery: Surgery, wecom: FakeWecom
) -> None:
    found = await surgery.report(line(wecom, SECRET="no", WEBHOOK_KEY="no"))

    assert set(found.bad()) == {"probe.wecom_refused", "probe.wecom_bad_key"}


async def test_the_robots_line_is_left_to_the_house_that_runs(
    surgery: Surgery, wecom: FakeWecom
) -> None:
    here = RunningHouse({"wecom": "connected", "onebot": "account_offline"})
    more = {"MENTING_ONEBOT_TOKEN": "a-long-token-2026"}
    found = await surgery.beside(here, line(wecom) | more)

    assert not wecom.seen["subscribe"]
    assert found.of("wecom")["wecom_connected"].state == "ok"
    assert set(found.bad()) == {"probe.onebot_offline"}


async def test_a_robot_that_was_thrown_out_is_told(surgery: Surgery, wecom: FakeWecom) -> None:
    found = await surgery.beside(RunningHouse({"wecom": "kicked"}), line(wecom))

    assert "重启" in found.bad()["probe.wecom_kicked"]


def environment(name: str, *layers: dict[str, str]) -> dict[str, str]:
    """The variables of a channel."""
    merged = {key: value for layer in layers for key, value in layer.items()}
    return {f"MENTING_{name.upper()}_{key}": value for key, value in merged.items()}


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("is_ours", [True, False])
async def test_our_own_address_is_verified_as_the_platform_does(
    surgery: Surgery, name: str, is_ours: bool
) -> None:
    env = environment(name, ADDRESSES[name])
    there = env if is_ours else environment(name, ADDRESSES[name], OTHERS[name])
    house = House(MovableClock(time.time()))
    called = replace(ChannelSettings().wecom, transport="url")
    house.settings = replace(ChannelSettings(), wecom=called)
    (plug,) = (
        each for each in find_plugs("bot.channels", "CHANNEL", ChannelPlug) if each.name == name
    )
    channel = plug.create(house.context(there))
    assert channel is not None
    async with served(channel, "") as url:
        more = {"MENTING_WEB_ADDRESS": url, "MENTING_WECOM_TRANSPORT": "url"}
        found = (await surgery.report(env | more)).of(name)

    assert ("callback" in found) is is_ours
    assert ("callback_wrong" in found) is not is_ours
    assert not house.received
