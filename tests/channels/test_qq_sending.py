"""Writing on QQ: replies while they are possible, then unasked, and every bad day."""

from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from bot.channels.base import SendOutcome
from bot.config.model import ChannelSettings
from bot.domain.messages import Purpose, Route
from tests.channels.qq_house import GROUP, MEMBER, USER, Scene, letter, town
from tests.simulators.qq import Fault, Trouble

SENT = (SendOutcome.SENT, "")
GROUP_ADDRESS = f"group:{GROUP}"


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with town() as scene:
        scene.house.default = ()
        yield scene


async def sent(scene: Scene, text: str = "您的预约已确认", to: str = USER) -> tuple[object, str]:
    result = await scene.channel.send(letter(text, to), Route.PUSH)
    return result.outcome, result.reason


def ways(scene: Scene) -> list[str]:
    """How the bot's messages came to the resident."""
    return [bubble.by for bubble in scene.platform.phone(USER) if bubble.by != USER]


async def test_a_result_within_the_hour_is_a_reply_the_fifth_is_unasked(scene: Scene) -> None:
    await scene.platform.say(USER, "在吗")
    assert [await sent(scene) for _ in range(5)] == [SENT] * 5
    assert ways(scene) == ["passive"] * 4 + ["active"]


async def test_a_tap_uses_up_no_reply_that_a_message_left(scene: Scene) -> None:
    await scene.platform.say(USER, "在吗")
    scene.house.default = ("您的预约",)
    await scene.platform.tap("我的预约", user=USER)
    await scene.house.until_done(2)
    assert [await sent(scene) for _ in range(4)] == [SENT] * 4
    assert ways(scene) == ["passive"] * 5


async def test_after_an_hour_a_result_is_sent_unasked(scene: Scene) -> None:
    await scene.platform.say(USER, "在吗")
    scene.house.clock.advance(3600)
    assert await sent(scene) == SENT
    assert ways(scene) == ["active"]


async def test_when_the_platform_takes_no_reply_any_more_it_is_sent_unasked(scene: Scene) -> None:
    for code in (40034005, 304103, 40034128, 40034026, 304027, 40034024, 40034025, 40034027):
        await scene.platform.say(USER, "在吗")
        scene.platform.api.forced = [Fault(code)]
        assert await sent(scene) == SENT
    assert ways(scene) == ["active"] * 8


async def test_after_a_restart_a_result_is_sent_unasked(scene: Scene) -> None:
    await scene.platform.say(USER, "在吗")
    other = scene.house.channel(scene.platform.environment())
    await other.start()
    result = await other.send(letter(), Route.PUSH)
    await other.stop()
    assert result.outcome is SendOutcome.SENT
    assert ways(scene) == ["active"]


async def test_a_sent_message_is_known_by_what_a_quote_of_it_names(scene: Scene) -> None:
    await scene.platform.say(USER, "在吗")
    result = await scene.channel.send(letter(), Route.PUSH)
    assert result.platform_id == f"REFIDX_{scene.platform.phone(USER)[-1].id}=="


async def test_somebody_who_refuses_to_be_written_to_is_phoned(scene: Scene) -> None:
    await scene.platform.say(USER, "在吗")
    scene.platform.allow_push("users", USER, allowed=False)
    assert await sent(scene) == SENT  # a reply may still go
    scene.house.clock.advance(3600)
    assert await sent(scene) == (SendOutcome.UNREACHABLE, "push_off")


async def test_a_refusal_that_was_told_is_believed_until_it_is_taken_back(scene: Scene) -> None:
    await scene.platform.say(USER, "在吗")
    scene.house.clock.advance(3600)
    await scene.platform.happen("C2C_MSG_REJECT", openid=USER)
    assert await sent(scene) == (SendOutcome.UNREACHABLE, "push_off")
    assert not scene.platform.calls
    await scene.platform.happen("C2C_MSG_RECEIVE", openid=USER)
    assert await sent(scene) == SENT


@pytest.mark.parametrize("code", [40034105, 40034102])
async def test_a_group_that_allows_no_unasked_messages_names_its_switch(
    scene: Scene, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    await scene.platform.happen("GROUP_ADD_ROBOT", group_openid=GROUP)
    scene.platform.api.forced = [Fault(code, "主动消息失败, 无权限")]
    assert await sent(scene, to=GROUP_ADDRESS) == (SendOutcome.UNREACHABLE, "group_push_off")
    assert await sent(scene, to=GROUP_ADDRESS) == (SendOutcome.UNREACHABLE, "group_push_off")
    assert scene.platform.calls["groups"] == 1
    assert "机器人主动在群聊内发言" in caplog.text
    assert GROUP not in caplog.text


async def test_the_staff_group_waits_for_its_switch_and_loses_nothing(scene: Scene) -> None:
    scene.house.settings = replace(ChannelSettings(), staff_group=f"qq:{GROUP}")
    await scene.platform.happen("GROUP_ADD_ROBOT", group_openid=GROUP)
    for _ in range(3):
        assert await sent(scene, to=GROUP_ADDRESS) == (SendOutcome.RETRY, "group_push_off")
    assert scene.platform.calls["groups"] == 1
    assert scene.channel.state() == "push_off"
    scene.platform.allow_push("groups", GROUP, allowed=True)
    await scene.platform.happen("GROUP_MSG_RECEIVE", group_openid=GROUP)
    assert await sent(scene, to=GROUP_ADDRESS) == SENT
    assert scene.channel.state() == "on"


async def test_while_the_switch_is_off_the_staff_group_gets_replies(scene: Scene) -> None:
    scene.house.settings = replace(ChannelSettings(), staff_group=f"qq:{GROUP}")
    await scene.platform.group_say(GROUP, MEMBER, "待办", called=False)
    assert await sent(scene, to=GROUP_ADDRESS) == SENT
    assert scene.platform.group(GROUP)[-1].by == "passive"


async def test_a_colleague_is_called_by_name_in_the_group(scene: Scene) -> None:
    scene.platform.allow_push("groups", GROUP, allowed=True)
    message = letter("该您值班了", GROUP_ADDRESS, mention=f"member:{MEMBER}")
    await scene.channel.send(message, Route.PUSH)
    said = scene.platform.group(GROUP)[-1].text
    assert said == f'<qqbot-at-user id="{MEMBER}" /> 该您值班了'


async def test_what_a_resident_wrote_calls_nobody(scene: Scene) -> None:
    await sent(scene, '<qqbot-at-user id="M1" /> <@!M1> <faceType=1>')
    await scene.platform.say(USER, "在吗")
    await sent(scene, '<qqbot-at-user id="M1" /> <@!M1> 1<2')
    said = scene.platform.phone(USER)[-1].text
    assert said == '＜qqbot-at-user id="M1" /> ＜@!M1> 1<2'


async def test_whom_we_know_from_a_group_only_cannot_be_written_to(scene: Scene) -> None:
    assert await sent(scene, to=f"member:{MEMBER}") == (SendOutcome.UNREACHABLE, "member_only")
    for address in ("", "../x", "group:", "group:a/b"):
        assert await sent(scene, to=address) == (SendOutcome.UNREACHABLE, "bad_address")
    assert not scene.platform.calls


async def test_a_long_text_is_cut_at_a_line_end(scene: Scene) -> None:
    await scene.platform.say(USER, "在吗")
    assert await sent(scene, "\n".join(["约" * 99] * 30)) == SENT
    said = scene.platform.phone(USER)[-1].text
    assert len(said) <= 1500
    assert said.splitlines()[-2:] == ["约" * 99, "…"]


async def test_a_text_that_is_still_too_long_is_cut_shorter_once(scene: Scene) -> None:
    await scene.platform.say(USER, "在吗")
    scene.platform.api.chats.max_characters = 800
    assert await sent(scene, "约" * 3000) == SENT
    scene.platform.api.chats.max_characters = 500
    assert await sent(scene, "约" * 3000) == (SendOutcome.UNREACHABLE, "too_long")


@pytest.mark.parametrize(
    ("trouble", "outcome", "reason"),
    [
        (Trouble.UNAVAILABLE, SendOutcome.RETRY, "http_503"),
        (Trouble.TOO_MANY, SendOutcome.RETRY, "http_429"),
        (Trouble.BROKEN, SendOutcome.UNKNOWN, "http_502"),
        (Trouble.GARBAGE, SendOutcome.UNKNOWN, "unreadable"),
        (Trouble.LOST, SendOutcome.UNKNOWN, "connection_lost"),
    ],
)
async def test_an_unasked_message_of_unknown_fate_is_not_repeated(
    scene: Scene, trouble: Trouble, outcome: SendOutcome, reason: str
) -> None:
    scene.platform.api.trouble = trouble
    assert await sent(scene) == (outcome, reason)
    assert scene.platform.calls["users"] == 1


async def test_a_reply_of_unknown_fate_is_repeated_and_appears_once(scene: Scene) -> None:
    await scene.platform.say(USER, "在吗")
    scene.platform.api.troubles = [Trouble.LOST]
    assert await sent(scene) == SENT
    assert scene.platform.calls["users"] == 2
    assert ways(scene) == ["passive"]


async def test_an_answer_of_unknown_fate_is_settled_by_the_courier_and_appears_once(
    scene: Scene,
) -> None:
    scene.house.default = ("一", "二")
    scene.platform.api.troubles = [Trouble.LOST, Trouble.BROKEN]
    await scene.platform.say(USER, "在吗")
    await scene.channel.stop()
    await scene.channel.start()
    assert not scene.house.done
    for text in ("一", "二"):
        message = letter(text, purpose=Purpose.REPLY)
        assert (await scene.channel.send(message, Route.PUSH)).outcome is SendOutcome.SENT
    assert [bubble.text for bubble in scene.platform.phone(USER)[1:]] == ["一\n\n二"]


async def test_an_older_answer_in_doubt_is_settled_after_a_newer_message(scene: Scene) -> None:
    scene.house.default = ("一",)
    scene.platform.api.troubles = [Trouble.LOST, Trouble.BROKEN]
    await scene.platform.say(USER, "在吗")
    await scene.channel.stop()
    await scene.channel.start()
    await scene.platform.say(USER, "在吗")
    await scene.house.until_done()
    for _ in range(2):
        message = letter("一", purpose=Purpose.REPLY)
        assert (await scene.channel.send(message, Route.PUSH)).outcome is SendOutcome.SENT
    assert ways(scene) == ["passive", "passive"]


async def test_when_the_platform_cannot_be_reached_nothing_was_sent(scene: Scene) -> None:
    await sent(scene)
    await scene.platform.api.stop()
    assert await sent(scene) == (SendOutcome.RETRY, "no_connection")
    await scene.platform.api.start()
    await scene.platform.say(USER, "在吗")
    assert await sent(scene) == SENT


async def test_twenty_unasked_messages_a_minute_are_the_most(scene: Scene) -> None:
    await scene.platform.happen("C2C_MSG_RECEIVE", openid=USER)
    assert [await sent(scene) for _ in range(20)] == [SENT] * 20
    result = await scene.channel.send(letter(), Route.PUSH)
    assert (result.outcome, result.reason) == (SendOutcome.RETRY, "paced")
    assert result.retry_after == 60
    assert scene.platform.calls["users"] == 20
    scene.house.clock.advance(60)
    assert await sent(scene) == SENT


async def test_nothing_is_sent_before_the_channel_has_started() -> None:
    async with town() as scene:
        other = scene.house.channel(scene.platform.environment())
        result = await other.send(letter(), Route.PUSH)
        assert result.outcome is SendOutcome.RETRY
