"""A span of rosters played day by day, over one house or several on one database, which are closed
and opened again on the way; afterwards every reminder is compared with what the book expects."""

import asyncio
import heapq
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time

from tests.sample import SAMPLE
from tests.simulate.house import Simulated
from tests.simulate.year_book import DAY, HOURS, MINUTE, Book, at_clock
from tests.simulate.year_ears import Ears
from tests.simulate.year_people import People

_SAY = "say"
_SERVICES_LOOKED_AT = 3


@dataclass(order=True, slots=True)
class Act:
    """Something that happens; with `who` somebody writes `text`."""

    at: datetime
    order: int
    what: str = field(compare=False)
    who: str = field(default="", compare=False)
    text: str = field(default="", compare=False)


class Play:
    """One span from `start` on; the same `seed` gives the same span on one house."""

    def __init__(self, url: str, start: datetime, seed: int, houses: int = 1) -> None:
        self.url, self.start, self.now = url, start, start
        self.chance = random.Random(seed)  # noqa: S311 - chance, not a secret
        self.book = Book(SAMPLE)
        self.ears = Ears(self.book)
        self.people = People(self.book, self.chance)
        self.houses = [self._open(start) for _ in range(houses)]
        self.wrong: list[str] = []
        self._acts: list[Act] = []

    @property
    def counts(self) -> Counter[str]:
        """How often what happened."""
        return self.ears.counts

    async def run(self, days: int) -> None:
        """Play so many days; the houses are closed at the end."""
        until = self.start + days * DAY
        await self._move(self.start)
        while self.now < until:
            for at, what in self.people.day(self.now.date() + DAY):
                self._push(at, what)
            await self._pass(min(until, at_clock(self.now.date() + DAY, self.start.timetz())))
        for centre in self.houses:
            await centre.house.close()

    def faults(self) -> list[str]:
        """What was told and should not have been, what is missing, slots nobody could serve."""
        expected = Counter(self.book.expected(self.start, self.now))
        found = Counter(self.ears.told)
        lost = [f"missing {each}" for each in (expected - found).elements()]
        extra = [f"extra {each}" for each in (found - expected).elements()]
        return self.wrong + sorted(lost + extra)

    def report(self) -> Iterator[str]:
        """The counts, a line each."""
        yield from (f"{name:>24} {count:7,}" for name, count in sorted(self.counts.items()))

    def _open(self, at: datetime) -> Simulated:
        return Simulated.at(self.url, at.isoformat())

    async def _pass(self, until: datetime) -> None:
        while self.now < until:
            due = await self.houses[0].house.centre.next_due()
            first = self._acts[0].at if self._acts else until
            await self._move(min(each for each in (due, first, until) if each))
            while self._acts and self._acts[0].at <= self.now:
                await self._do(heapq.heappop(self._acts))

    async def _move(self, to: datetime) -> None:
        self.now = to
        await asyncio.gather(*(centre.house.reach(to) for centre in self.houses))
        self._listen()

    def _push(self, at: datetime, what: str, who: str = "", text: str = "") -> None:
        at = max(self.people.later(at, 0, 0), at)
        heapq.heappush(self._acts, Act(at, self.chance.getrandbits(32), what, who, text))

    async def _do(self, act: Act) -> None:
        self.counts[act.what] += 1
        if act.what == _SAY:
            await self._say(act.who, act.text)
        elif own := getattr(self, f"_{act.what}", None):
            await own()
        else:
            asked = self.people.asks(act.what, self.now)
            await self._say(asked.who, asked.text)
        self._listen()

    def _anywhere(self) -> Simulated:
        return self.chance.choice(self.houses)

    async def _say(self, who: str, text: str) -> None:
        await self._anywhere().do(self.chance.choice(("private", "staff")), user=who, text=text)

    async def _by_hand(self) -> None:
        post = self.people.somewhere(self.now)
        people = self.chance.sample(self.book.clerks, self.chance.choice((0, 1, 3, 4)))
        post.crews.append((self.now, tuple(people)))
        await self._anywhere().do("roster", date=str(post.day), shift=post.kind, people=people)

    async def _at_night(self) -> None:
        await self._by_hand()

    async def _restart(self) -> None:
        number = self.chance.randrange(len(self.houses))
        await self.houses[number].house.close()
        await self._open_again(number)

    async def _away(self) -> None:
        """Every house is closed for hours; people wait with what they have to say."""
        back = self.people.later(self.now, 20, 240)
        self.book.down.append((self.now, back))
        for centre in self.houses:
            await centre.house.close()
        acts, self._acts, self.now = self._acts, [], back
        for act in acts:
            at = back + MINUTE if act.at <= back else act.at
            self._push(at, act.what, act.who, act.text)
        for number in range(len(self.houses)):
            await self._open_again(number)

    async def _open_again(self, number: int) -> None:
        self.houses[number] = self._open(self.now)
        await self.houses[number].do("advance", to=self.now.isoformat())
        self._listen()

    async def _ticket(self) -> None:
        post = self.people.somewhere(self.now)
        service = self.chance.choice(sorted(self.book.services))
        if post.start > self.now and self.book.has_skill(service, post.start, self.now):
            clock = f"{HOURS[post.kind][0]:%H:%M}"
            person = {"name": "王小丽", "phone": "13812345678", "status": "confirmed"}
            fields = {"service": service, "date": str(post.day), "time": clock, **person}
            await self._anywhere().do("ticket", **fields)
            self.counts["tickets"] += 1

    async def _slots(self) -> None:
        day = self.now.date() + self.chance.randint(0, 20) * DAY
        for service in self.chance.sample(sorted(self.book.services), _SERVICES_LOOKED_AT):
            found = await self._anywhere().do("slots", service=service, date=str(day))
            for slot in found["result"]:
                self.counts["slots looked at"] += 1
                at = at_clock(day, time.fromisoformat(slot["time"]))
                if not self.book.has_skill(service, at, self.now):
                    self.wrong.append(f"{self.now}: {service} offered at {at}")

    def _listen(self) -> None:
        for centre in self.houses:
            heard, centre.house.heard[:] = list(centre.house.heard), []
            for each in heard:
                told = self.ears.hear(each)
                words = self.people.answer(each, told)
                if words and not each.to.address.startswith("group:"):
                    self._push(words.at, _SAY, words.who, words.text)
