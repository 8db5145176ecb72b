"""Random days of a platform that is at times unwell: nothing twice, in order, within its rules."""

import random
from dataclasses import dataclass, field

import pytest

from bot.channels.base import SendOutcome
from bot.domain.messages import Route
from tests.channels.qq_house import USER, Scene, letter, town
from tests.simulators.qq import Trouble

TROUBLES = (Trouble.NONE,) * 4 + (
    Trouble.LOST,
    Trouble.BROKEN,
    Trouble.UNAVAILABLE,
    Trouble.GARBAGE,
)
OVER_THE_WINDOW = (40034005, 40034128, 40034024, 40034025)


@dataclass
class Day:
    """A courier that tries again what was certainly not sent, as the real one does."""

    scene: Scene
    chance: random.Random
    numbers: int = 0
    sent: list[str] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)

    async def step(self) -> None:
        """The resident writes, time passes, or a message goes out."""
        what = self.chance.random()
        if what < 0.2:
            await self.scene.platform.say(USER, "在吗")
        elif what < 0.4:
            self.scene.house.clock.advance(self.chance.choice((1, 30, 1200, 4000, 8000)))
        else:
            await self.send()

    async def send(self) -> None:
        """One letter, at most five tries."""
        self.numbers += 1
        text = f"信{self.numbers}"
        message = letter(text)
        for _ in range(5):
            self.scene.platform.api.troubles = [self.chance.choice(TROUBLES) for _ in range(3)]
            result = await self.scene.channel.send(message, Route.PUSH)
            if result.outcome is not SendOutcome.RETRY:
                break
            self.scene.house.clock.advance(61)
        if result.outcome is SendOutcome.SENT:
            self.sent.append(text)
        elif result.outcome is SendOutcome.UNKNOWN:
            self.unsure.add(text)


@pytest.mark.parametrize("seed", range(12))
async def test_nothing_is_lost_doubled_or_out_of_order(seed: int) -> None:
    async with town() as scene:
        scene.house.default = ()
        await scene.platform.say(USER, "在吗")
        day = Day(scene, random.Random(seed))  # noqa: S311 - it keeps no secret
        for _ in range(60):
            await day.step()
        shown = [bubble.text for bubble in scene.platform.phone(USER) if bubble.by != USER]
        assert len(shown) == len(set(shown))
        assert [text for text in shown if text not in day.unsure] == day.sent
        assert not any(scene.platform.api.refusals[code] for code in OVER_THE_WINDOW)
