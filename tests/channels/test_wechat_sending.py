"""Writing first: window messages, notices, the shared token, and every bad day of the platform."""

import aiohttp
import pytest
from msgspec.structs import replace

from bot.channels.base import SendOutcome
from bot.channels.wechat import api as wechat_api
from bot.channels.wechat.api import ApiRefusal
from bot.channels.wechat.credentials import DEFAULT_API, FALLBACK_API
from bot.channels.wechat.sending import refused
from bot.config.model import ChannelSettings, SubscriptionSettings
from bot.domain.messages import Route
from tests.channels.wechat_house import House, town
from tests.channels.wechat_scene import OPENID, Scene, message, sent
from tests.simulators.wechat import MovableClock, Trouble


async def test_a_result_appears_on_the_residents_phone(known: Scene) -> None:
    assert await sent(known, "您好“引号”\n🙂") == (SendOutcome.SENT, "")
    assert known.platform.phone(OPENID)[-1].text == "您好“引号”\n🙂"
    assert known.channel.state() == "on"


async def test_a_long_text_is_cut_to_what_the_platform_takes(known: Scene) -> None:
    assert await sent(known, "约" * 3000) == (SendOutcome.SENT, "")
    assert known.platform.phone(OPENID)[-1].text.endswith("…")


async def test_a_text_that_is_still_too_long_is_cut_shorter_once(known: Scene) -> None:
    known.platform.api.max_text_bytes = 1500
    assert await sent(known, "约" * 3000) == (SendOutcome.SENT, "")
    known.platform.api.max_text_bytes = 500
    assert await sent(known, "约" * 3000) == (SendOutcome.UNREACHABLE, "too_long")
    assert known.platform.calls["message/custom/send"] == 4


async def test_the_sixth_message_of_a_window_finds_the_quota_used(known: Scene) -> None:
    outcomes = [await sent(known) for _ in range(6)]
    assert outcomes[:5] == [(SendOutcome.SENT, "")] * 5
    assert outcomes[5] == (SendOutcome.UNREACHABLE, "quota_used")


async def test_after_two_days_the_window_is_closed(known: Scene) -> None:
    known.house.clock.advance(48 * 3600)
    assert await sent(known) == (SendOutcome.UNREACHABLE, "window_closed")


async def test_somebody_who_never_wrote_cannot_be_reached(known: Scene) -> None:
    result = await known.channel.send(message(to="oNobody"), Route.WINDOW)
    assert (result.outcome, result.reason) == (SendOutcome.UNREACHABLE, "bad_address")


async def test_without_credentials_nothing_is_tried() -> None:
    house = House(MovableClock())
    async with town(house, SECRET="") as (platform, channel):
        result = await channel.send(message(), Route.WINDOW)
        assert (result.outcome, result.reason) == (SendOutcome.UNREACHABLE, "no_credentials")
        assert not platform.calls


@pytest.fixture
def templates(known: Scene) -> Scene:
    known.house.settings = ChannelSettings(wechat_templates={"result": "TPL-1"})
    known.platform.api.templates.keys["TPL-1"] = ("thing1", "time2", "phrase3")
    return known


async def test_a_template_notice_reaches_a_follower_long_after(templates: Scene) -> None:
    templates.house.clock.advance(30 * 86400)
    fields = {"thing1": "居住证" * 9, "time2": "11月28日 09:00", "phrase3": "预约成功！"}
    result = await templates.channel.send(message(**fields), Route.TEMPLATE)
    assert result.outcome is SendOutcome.SENT
    assert result.platform_id.isdigit()
    notice = templates.platform.phone(OPENID)[-1]
    assert notice.by == "template"
    assert notice.text.endswith("…\n11月28日 09:00\n预约成功")


async def test_our_values_go_into_the_fields_the_template_has(templates: Scene) -> None:
    names = {"thing": "thing1", "time": "time2", "phrase": "phrase3", "character_string": ""}
    templates.house.settings = replace(
        templates.house.settings, wechat_template_fields={"result": names}
    )
    fields = {"thing": "居住证", "time": "11月28日", "phrase": "已确认", "character_string": "A1"}
    result = await templates.channel.send(message(**fields), Route.TEMPLATE)
    assert result.outcome is SendOutcome.SENT
    assert templates.platform.phone(OPENID)[-1].text == "居住证\n11月28日\n已确认"


async def test_the_same_notice_again_is_dropped_by_the_platform(templates: Scene) -> None:
    fields = {"thing1": "居住证", "time2": "11月28日", "phrase3": "成功"}
    first = await templates.channel.send(message(**fields), Route.TEMPLATE)
    again = await templates.channel.send(message(**fields), Route.TEMPLATE)
    assert first.platform_id == again.platform_id
    assert [bubble.by for bubble in templates.platform.phone(OPENID)].count("template") == 1


async def test_a_notice_without_its_template_or_fields_needs_another_way(templates: Scene) -> None:
    result = await templates.channel.send(message(thing1="居住证"), Route.TEMPLATE)
    assert (result.outcome, result.reason) == (SendOutcome.UNREACHABLE, "template_refused")
    templates.house.settings = ChannelSettings()
    result = await templates.channel.send(message(), Route.TEMPLATE)
    assert (result.outcome, result.reason) == (SendOutcome.UNREACHABLE, "no_template")


async def test_somebody_who_left_gets_no_notice(templates: Scene) -> None:
    await templates.platform.unfollow(OPENID)
    fields = {"thing1": "居住证", "time2": "11月28日", "phrase3": "成功"}
    result = await templates.channel.send(message(**fields), Route.TEMPLATE)
    assert (result.outcome, result.reason) == (SendOutcome.UNREACHABLE, "not_following")


async def test_one_consent_lets_one_subscription_notice_through(known: Scene) -> None:
    names = {"thing": "thing1", "phrase": "phrase3", "time": "", "character_string": ""}
    settings = SubscriptionSettings(
        {"result": "SUB-1"}, {"result": names}, "https://example.cn/book"
    )
    known.house.settings = ChannelSettings(wechat_subscriptions=settings)
    box = known.platform.api.subscriptions
    box.keys["SUB-1"] = ("thing1", "phrase3")
    box.answer(OPENID, "SUB-1", accepts=True)
    fields = {"thing": "居住证" * 9, "phrase": "预约成功！", "time": "11月28日"}
    ends = [await known.channel.send(message(**fields), Route.SUBSCRIPTION) for _ in range(2)]
    assert [(end.outcome, end.reason) for end in ends] == [
        (SendOutcome.SENT, ""),
        (SendOutcome.UNREACHABLE, "refused"),
    ]
    notice = known.platform.phone(OPENID)[-1]
    assert (notice.by, notice.text) == ("subscription", f"{'居住证' * 6}居…\n预约成功")


async def test_a_subscription_notice_that_is_none_of_ours_needs_another_way(known: Scene) -> None:
    settings = SubscriptionSettings({"result": "GONE"})
    known.house.settings = ChannelSettings(wechat_subscriptions=settings)
    end = await known.channel.send(message(thing1="居住证"), Route.SUBSCRIPTION)
    assert (end.outcome, end.reason) == (SendOutcome.UNREACHABLE, "template_unknown")


@pytest.mark.parametrize(
    ("trouble", "outcome", "reason"),
    [
        (Trouble.UNAVAILABLE, SendOutcome.RETRY, "http_503"),
        (Trouble.BUSY, SendOutcome.RETRY, "-1"),
        (Trouble.BROKEN, SendOutcome.UNKNOWN, "http_502"),
        (Trouble.GARBAGE, SendOutcome.UNKNOWN, "unreadable"),
        (Trouble.LOST, SendOutcome.UNKNOWN, "connection_lost"),
    ],
)
async def test_a_bad_day_of_the_platform(
    known: Scene, trouble: Trouble, outcome: SendOutcome, reason: str
) -> None:
    await sent(known)
    known.platform.api.trouble = trouble
    assert await sent(known) == (outcome, reason)
    assert known.platform.calls["message/custom/send"] == 2


async def test_a_platform_that_never_answers_leaves_the_outcome_unknown(
    known: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sent(known)
    monkeypatch.setattr(wechat_api, "_TIMEOUT", aiohttp.ClientTimeout(total=0.05))
    await known.channel.stop()
    await known.channel.start()
    known.platform.api.trouble = Trouble.HANGING
    assert await sent(known) == (SendOutcome.UNKNOWN, "timeout")


async def test_a_platform_that_is_down_is_tried_again_later(known: Scene) -> None:
    await sent(known)
    await known.platform.api.stop()
    assert await sent(known) == (SendOutcome.RETRY, "no_connection")
    await known.platform.api.start()
    assert await sent(known) == (SendOutcome.SENT, "")


async def test_before_start_and_after_stop_a_send_waits(known: Scene) -> None:
    await known.channel.stop()
    assert (await sent(known))[0] is SendOutcome.RETRY


@pytest.mark.parametrize(
    ("code", "outcome", "reason"),
    [
        (-1, SendOutcome.RETRY, "-1"),
        (45011, SendOutcome.RETRY, "45011"),
        (40001, SendOutcome.RETRY, "token_refused"),
        (40013, SendOutcome.RETRY, "bad_app_id"),
        (40125, SendOutcome.RETRY, "bad_secret"),
        (40164, SendOutcome.RETRY, "ip_not_listed"),
        (45009, SendOutcome.RETRY, "daily_quota"),
        (48001, SendOutcome.UNREACHABLE, "not_permitted"),
        (40200, SendOutcome.UNREACHABLE, "not_permitted"),
        (40003, SendOutcome.UNREACHABLE, "bad_address"),
        (43004, SendOutcome.UNREACHABLE, "not_following"),
        (45015, SendOutcome.UNREACHABLE, "window_closed"),
        (45047, SendOutcome.UNREACHABLE, "quota_used"),
        (48002, SendOutcome.UNREACHABLE, "blocked"),
        (99999, SendOutcome.UNREACHABLE, "99999"),
    ],
)
def test_every_error_code_has_its_consequence(code: int, outcome: SendOutcome, reason: str) -> None:
    result = refused(ApiRefusal(code, "hint"))
    assert (result.outcome, result.reason) == (outcome, reason)
    assert (result.retry_after is not None) == (outcome is SendOutcome.RETRY)


async def test_where_the_usual_host_cannot_be_reached_the_second_one_is_tried(known: Scene) -> None:
    api = wechat_api.WeChatApi(DEFAULT_API)
    assert api._bases == (DEFAULT_API, FALLBACK_API)
    api._bases = ("http://127.0.0.1:9", known.platform.api_url)
    await api.open()
    with pytest.raises(ApiRefusal, match="40013"):
        await api.post("stable_token", {"appid": "wxother"})
    await api.close()
