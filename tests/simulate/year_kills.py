"""Kill -9 in the middle of a played span: who falls, and what became of the messages in hand."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from bot.channels.rehearsal import Delivered
from bot.domain.messages import ContactRef, Route
from tests.simulate.year_houses import Gone, House, all_of

_LONGEST_MOVE, _LONGEST_LINE = 0.25, 0.06
_MOST_BEFORE = 4
_DOUBT = "【可能未送达】"


class Kills:
    """Kills as `chance` has it, with a likelihood of `share` per move of the clock and per talk.

    A message in the hands of somebody killed is of unknown fate: it is never sent again, so it
    counts as heard here whether it had arrived or not, and the group must be told of each reminder.
    """

    def __init__(self, chance: random.Random, share: float) -> None:
        self._chance, self._share = chance, share
        self.counts: Counter[str] = Counter()
        self._fallen: set[House] = set()
        self._ids: Counter[str] = Counter()
        self._unknown: set[str] = set()
        self._left: list[Delivered] = []
        self._complaints: list[str] = []
        self._doubts = self._doubtful = 0

    async def while_moving(self, houses: Sequence[House], to: datetime) -> None:
        """Move every clock; somebody may die at any moment of it, or just as a message leaves."""
        if self._chance.random() >= self._share:
            await all_of([house.reach(to) for house in houses])
            return
        victim = self._chance.choice(houses)
        if self._chance.random() < 0.5:
            fatal, arrives = self._chance.randint(1, _MOST_BEFORE), self._chance.random() < 0.5
            others = [house.reach(to) for house in houses if house is not victim]
            await all_of([victim.reach(to, fatal, arrives=arrives), *others])
            return
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._hit(victim, _LONGEST_MOVE))
            tasks.create_task(all_of([house.reach(to) for house in houses]))

    async def while_talking(self, queues: Mapping[House, list[dict[str, str]]]) -> None:
        """Hand over every line; those that nobody answered are left in their queue."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(all_of([_talk(house, lines) for house, lines in queues.items()]))
            if self._chance.random() < self._share:
                tasks.create_task(self._hit(self._chance.choice(list(queues)), _LONGEST_LINE))

    def fallen(self, houses: Sequence[House]) -> list[int]:
        """Which of them fell since the last time."""
        fell = [n for n, house in enumerate(houses) if not (house.is_up or house in self._fallen)]
        self._fallen = {house for house in houses if not house.is_up}
        self.counts["kill -9 at work"] += len(fell)
        return fell

    def bury(self, house: House) -> None:
        """Somebody else takes its place; what people heard from it is kept."""
        self._left += house.heard()
        self._complaints += house.complaints()

    def heard(self, houses: Iterable[House]) -> Iterator[Delivered]:
        """What people heard since the last time, in the order in which it was written."""
        found = self._left + [each for house in houses for each in house.heard()]
        self._left = []
        for each in sorted(found, key=lambda each: (each.at, len(each.id), each.id)):
            self._ids[each.id] += 1
            self._doubts += each.text.startswith(_DOUBT)
            yield each

    async def look_for_lost(self, house: House, now: datetime) -> None:
        """What was in the hands of the dead, once it is known to be of unknown fate."""
        if not self._share:
            return
        for row in (await house.do("outbox"))["result"]:
            if row["state"] != "unknown" or f"m{row['id']}" in self._unknown:
                continue
            self._note(row, now)

    def faults(self) -> list[str]:
        """What was sent twice, doubts nobody was told of, errors of the dead."""
        twice = [f"twice: message {each}" for each, n in self._ids.items() if n > 1]
        untold = self._doubtful - self._doubts
        silent = [f"{untold} reminders of unknown fate the group was not told of"] if untold else []
        return twice + silent + self._complaints

    def _note(self, row: Mapping[str, str], now: datetime) -> None:
        number = f"m{row['id']}"
        self._unknown.add(number)
        self._doubtful += row["kind"] == "reminder"
        self.counts["unknown fate"] += 1
        if not self._ids[number] and all(each.id != number for each in self._left):
            self.counts["unknown fate: lost"] += 1
            to = ContactRef(row["channel"], row["to"])
            self._left.append(Delivered(number, to, row["text"], Route.PUSH, now))

    async def _hit(self, victim: House, within: float) -> None:
        await asyncio.sleep(self._chance.uniform(0, within))
        await victim.kill()


async def _talk(house: House, lines: list[dict[str, str]]) -> None:
    while lines:
        try:
            await house.do(**lines[0])
        except Gone:
            return
        lines.pop(0)
