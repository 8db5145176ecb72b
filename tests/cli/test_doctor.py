"""The doctor and the WeChat account: what is healthy, what is not, and what to do about it."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import bot
from bot.config import load_config
from bot.config.names import sample_directory
from tests.cli.surgery import RunningHouse, Surgery
from tests.simulators.wechat import FakeWeChat, Trouble

RESULT, REMINDER = "result-template-id", "reminder-template-id"
KEYS = ("character_string1", "thing2", "phrase3", "time4")


@pytest.fixture
async def wechat() -> AsyncIterator[FakeWeChat]:
    """WeChat with two templates and a menu."""
    async with FakeWeChat() as platform:
        platform.api.templates.keys = {RESULT: KEYS, REMINDER: KEYS}
        platform.api.menu = {"button": []}
        yield platform


def account(wechat: FakeWeChat, **more: str) -> dict[str, str]:
    """The variables of the account, with both templates and a group over WeCom's stand-in."""
    own = {f"MENTING_WECHAT_{key}": value for key, value in more.items()}
    templates = {
        "MENTING_WECHAT_TEMPLATES_RESULT": RESULT,
        "MENTING_WECHAT_TEMPLATES_REMINDER": REMINDER,
    }
    group = {"MENTING_ONEBOT_TOKEN": "a-long-token-2026", "MENTING_STAFF_GROUP": "onebot:700000001"}
    return wechat.environment() | templates | group | own


async def test_a_healthy_account_is_well_and_nobody_hears_of_it(
    surgery: Surgery, wechat: FakeWeChat
) -> None:
    found = await surgery.report(account(wechat))

    assert (found.code, found.bad()) == (0, {})
    told = found.of("wechat")
    assert told["secrets_good"].state == "ok"
    assert told["wechat_template"].state == "ok"
    assert told["wechat_menu"].state == "ok"
    assert "时钟和平台相差" in told["same_time"].text
    assert not [call for call in wechat.calls if call.startswith("message/")]


async def test_wrong_secrets_name_the_variable(surgery: Surgery, wechat: FakeWeChat) -> None:
    found = await surgery.report(account(wechat, SECRET="not-it"))

    assert found.code == 1
    assert "MENTING_WECHAT_SECRET" in found.of("wechat")["wechat_code.40125"].text


async def test_an_address_that_is_not_listed_is_named(surgery: Surgery, wechat: FakeWeChat) -> None:
    wechat.api.allowed_ips = frozenset()
    found = await surgery.report(account(wechat))

    assert found.code == 1
    told = found.of("wechat")["wechat_code.40164"]
    assert "127.0.0.1" in told.text
    assert "白名单" in told.text


async def test_templates_must_be_the_accounts_own_and_fit(
    surgery: Surgery, wechat: FakeWeChat
) -> None:
    wechat.api.templates.keys = {RESULT: ("character_string1", "thing2", "time4", "const5")}
    found = await surgery.report(account(wechat))

    bad = found.bad()
    assert "phrase3" in bad["probe.wechat_template_fields"]
    assert "const5" in bad["probe.wechat_template_fields"]
    assert "reminder" in bad["probe.wechat_unknown_template"]


async def test_an_account_that_may_not_notify_is_told(surgery: Surgery, wechat: FakeWeChat) -> None:
    wechat.api.templates.are_permitted = False
    found = await surgery.report(account(wechat))

    assert "已认证的服务号" in found.bad()["probe.wechat_may_not_notify"]


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (Trouble.HANGING, "检查“密钥和账号”等了"),
        (Trouble.GARBAGE, "回答看不懂"),
        (Trouble.BROKEN, "HTTP 502"),
    ],
)
async def test_a_platform_that_is_unwell_ends_in_time(
    surgery: Surgery, wechat: FakeWeChat, trouble: Trouble, said: str
) -> None:
    wechat.api.trouble = trouble
    async with asyncio.timeout(10):
        found = await surgery.report(account(wechat))

    assert found.code == 1
    assert said in "".join(found.bad().values())


async def test_a_platform_that_is_down_is_one(surgery: Surgery, wechat: FakeWeChat) -> None:
    env = account(wechat)
    await wechat.api.stop()
    found = await surgery.report(env)

    assert "连接不上" in found.bad()["probe.unreachable"]
    await wechat.api.start()


@pytest.mark.parametrize(("ahead", "said"), [(-400, "快 4"), (400, "慢 ")])
async def test_a_wrong_clock_is_seen_by_the_platforms(
    surgery: Surgery, wechat: FakeWeChat, ahead: float, said: str
) -> None:
    wechat.api.clock = lambda: time.time() + ahead
    found = await surgery.report(account(wechat))

    assert found.code == 1
    assert said in "".join(found.bad().values())
    assert "校准" in "".join(found.bad().values())


async def test_a_staff_group_on_a_channel_that_is_off_is_bad(
    surgery: Surgery, wechat: FakeWeChat
) -> None:
    found = await surgery.report(account(wechat) | {"MENTING_STAFF_GROUP": "wecom:wrCHAT1"})

    assert found.code == 1
    assert "没有启用" in found.bad()["doctor.staff_group_off"]


async def test_a_faulty_configuration_beside_a_running_house_is_bad(surgery: Surgery) -> None:
    found = await surgery.beside(RunningHouse({}, faults=2), {})

    assert "python -m bot check" in found.bad()["doctor.running_old"]


async def test_people_read_the_same_with_signs(surgery: Surgery, wechat: FakeWeChat) -> None:
    ran = await surgery.read(account(wechat, SECRET="not-it"))

    assert "✗ 渠道 wechat：AppSecret 不对" in ran.out
    assert "有 ✗ 的地方需要处理" in ran.out


def test_every_finding_has_its_sentence() -> None:
    texts = load_config(sample_directory()).texts.by_key
    files = Path(bot.__file__).parent.rglob("*.py")
    written = {key for file in files for key in re.findall(r'"(probe\.[a-z_]+)"', file.read_text())}

    assert written
    assert not [key for key in written if f"cli.{key}" not in texts]
