"""Every error code of the sheet's section 7, and what becomes of a message that met it."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.base import SendOutcome
from bot.domain.messages import Route
from tests.channels.qq_house import USER, Scene, letter, town
from tests.simulators.qq import Fault


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with town() as scene:
        scene.house.default = ()
        yield scene


async def sent(scene: Scene, text: str = "您的预约已确认") -> tuple[object, str]:
    result = await scene.channel.send(letter(text), Route.PUSH)
    return result.outcome, result.reason


REFUSALS = [
    (40034100, SendOutcome.RETRY, "40034100"),
    (22009, SendOutcome.RETRY, "22009"),
    (11252, SendOutcome.RETRY, "11252"),
    (11263, SendOutcome.RETRY, "11263"),
    (11281, SendOutcome.RETRY, "11281"),
    (11242, SendOutcome.RETRY, "11242"),
    (304018, SendOutcome.RETRY, "304018"),
    (850026, SendOutcome.RETRY, "850026"),
    (50055001, SendOutcome.UNKNOWN, "50055001"),
    (304023, SendOutcome.UNKNOWN, "audit"),
    (304024, SendOutcome.UNKNOWN, "audit"),
    (40034101, SendOutcome.UNREACHABLE, "not_in_group"),
    (40054003, SendOutcome.UNREACHABLE, "not_in_group"),
    (40054002, SendOutcome.UNREACHABLE, "muted_there"),
    (40054016, SendOutcome.UNREACHABLE, "bot_offline"),
    (40054004, SendOutcome.UNREACHABLE, "no_friendship"),
    (40054013, SendOutcome.UNREACHABLE, "push_off"),
    (40034105, SendOutcome.UNREACHABLE, "push_off"),
    (40054018, SendOutcome.UNREACHABLE, "too_long"),
    (40034006, SendOutcome.UNREACHABLE, "content_refused"),
    (40034011, SendOutcome.UNREACHABLE, "content_refused"),
    (40034127, SendOutcome.UNREACHABLE, "content_refused"),
    (304003, SendOutcome.UNREACHABLE, "url_refused"),
    (40054010, SendOutcome.UNREACHABLE, "url_refused"),
    (11253, SendOutcome.UNREACHABLE, "not_permitted"),
    (11254, SendOutcome.UNREACHABLE, "not_permitted"),
    (11265, SendOutcome.UNREACHABLE, "bot_banned"),
    (100007, SendOutcome.UNREACHABLE, "bot_banned"),
    (1100100, SendOutcome.UNREACHABLE, "safety_strike"),
    (999999, SendOutcome.UNREACHABLE, "999999"),
]


@pytest.mark.parametrize(("code", "outcome", "reason"), REFUSALS)
async def test_every_code_has_its_outcome_and_is_asked_about_once(
    scene: Scene, code: int, outcome: SendOutcome, reason: str
) -> None:
    scene.platform.api.forced = [Fault(code)]
    assert await sent(scene) == (outcome, reason)
    assert scene.platform.calls["users"] == 1


async def test_a_code_nobody_knows_from_a_platform_that_broke_proves_nothing(scene: Scene) -> None:
    scene.platform.api.forced = [Fault(999999, status=500), Fault(999999, status=429)]
    assert await sent(scene) == (SendOutcome.UNKNOWN, "999999")
    assert await sent(scene) == (SendOutcome.RETRY, "999999")


async def test_a_refused_message_leaves_a_line_without_personal_data(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    scene.platform.api.forced = [Fault(40034006, "王先生")]
    await sent(scene, "王先生 13812345678")
    assert "40034006 trace-1" in caplog.text
    for secret in ("王先生", "138", USER, scene.platform.account.secret):
        assert secret not in caplog.text
