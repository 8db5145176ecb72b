"""A span of rosters played day by day, over one house or several on one database, which are
closed, killed and opened again; afterwards every reminder is compared with the book's."""

import heapq
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from tests.simulate.year_book import DAY, HOURS, MINUTE, Book, at_clock
from tests.simulate.year_ears import Ears
from tests.simulate.year_houses import House, Site, all_of, open_house
from tests.simulate.year_kills import Kills
from tests.simulate.year_people import People, Words

_SAY = "say"
_SERVICES_LOOKED_AT = 3
_WRONG_CLOCK = (1, 9)


@dataclass(order=True, slots=True)
class Act:
    """Something that happens; with `who` somebody writes `text`."""

    at: datetime
    order: int
    what: str = field(compare=False)
    who: str = field(default="", compare=False)
    text: str = field(default="", compare=False)


class Play:
    """One span from `start` on; the same `seed` gives the same span on one house.

    `kills`: how likely a process is killed whenever the clock moves or somebody writes.
    """

    def __init__(
        self, site: Site, start: datetime, seed: int, houses: int = 1, kills: float = 0.0
    ) -> None:
        self.site, self.start, self.now = site, start, start
        self.chance = random.Random(seed)  # noqa: S311 - chance, not a secret
        self.book = Book(site.config)
        self.ears = Ears(self.book)
        self.people = People(self.book, self.chance)
        self.houses = [open_house(site, start) for _ in range(houses)]
        self.kills = Kills(self.chance, kills)
        self.wrong: list[str] = []
        self._acts: list[Act] = []
        self._said = 0

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
        for house in self.houses:
            await house.close()

    def faults(self) -> list[str]:
        """What was told and should not have been, what is missing, slots nobody could serve."""
        expected = Counter(self.book.expected(self.start, self.now))
        found = Counter(self.ears.told)
        lost = [f"missing {each}" for each in (expected - found).elements()]
        extra = [f"extra {each}" for each in (found - expected).elements()]
        complaints = [line for house in self.houses for line in house.complaints()]
        return self.wrong + self.kills.faults() + complaints + sorted(lost + extra)

    def report(self) -> Iterator[str]:
        """The counts, a line each."""
        counts = self.counts + self.kills.counts
        yield from (f"{name:>24} {count:7,}" for name, count in sorted(counts.items()))

    def _up(self) -> list[House]:
        return [house for house in self.houses if house.is_up]

    async def _pass(self, until: datetime) -> None:
        while self.now < until:
            due = await self._up()[0].due()
            first = self._acts[0].at if self._acts else until
            await self._move(min(each for each in (due, first, until) if each))
            while self._acts and self._acts[0].at <= self.now:
                await self._do(heapq.heappop(self._acts))

    async def _move(self, to: datetime) -> None:
        self.now = to
        await self.kills.while_moving(self._up(), to)
        await self._after_kills()
        self._listen()

    def _push(self, at: datetime, what: str, who: str = "", text: str = "") -> None:
        at = max(self.people.later(at, 0, 0), at)
        heapq.heappush(self._acts, Act(at, self.chance.getrandbits(32), what, who, text))

    async def _do(self, act: Act) -> None:
        self.counts[act.what] += 1
        if act.what == _SAY:
            await self._say([act, *self._said_then()])
        elif own := getattr(self, f"_{act.what}", None):
            await own()
        else:
            await self._say([self.people.asks(act.what, self.now)])
        self._listen()

    def _said_then(self) -> Iterator[Act]:
        """What others write in the very same moment."""
        while self._acts and self._acts[0].at <= self.now and self._acts[0].what == _SAY:
            self.counts[_SAY] += 1
            yield heapq.heappop(self._acts)

    def _anywhere(self) -> House:
        return self.chance.choice(self._up())

    async def _say(self, words: Sequence[Act | Words]) -> None:
        """Each reaches one of the houses; those of different houses work at the same time."""
        queues: dict[House, list[dict[str, str]]] = {}
        for each in words:
            self._said += 1
            where = self.chance.choice(("private", "staff"))
            line = {"op": where, "user": each.who, "text": each.text, "msg_id": f"y{self._said}"}
            queues.setdefault(self._anywhere(), []).append(line)
        await self.kills.while_talking(queues)
        await self._after_kills()
        for line in (line for lines in queues.values() for line in lines):
            self.kills.counts["handed over again"] += 1  # as platforms do
            await self._anywhere().do(**line)

    async def _by_hand(self) -> None:
        post = self.people.somewhere(self.now)
        people = self.chance.sample(self.book.clerks, self.chance.choice((0, 1, 3, 4)))
        post.crews.append((self.now, tuple(people)))
        await self._anywhere().do("roster", date=str(post.day), shift=post.kind, people=people)

    async def _at_night(self) -> None:
        await self._by_hand()

    async def _edit(self) -> None:
        """The admin writes a dated entry into the file; a shift changed in the chat stays so."""
        post = self.people.somewhere(self.now, days=14)
        people = tuple(self.chance.sample(self.book.clerks, self.chance.choice((1, 2, 3))))
        if self.site.is_own and self.book.write_down(post, people, self.now):
            self.site.write_dates(self.book.dates)
            self.counts["file edited"] += 1
            await self._settle()

    async def _restart(self) -> None:
        await self._open_again(self.chance.randrange(len(self.houses)), self.now)
        await self._settle()

    async def _wrong_clock(self) -> None:
        """One house comes back with a clock that is some minutes slow, and is set right then."""
        number = self.chance.randrange(len(self.houses))
        slow = self.now - self.chance.randint(*_WRONG_CLOCK) * MINUTE
        await self._open_again(number, slow)
        await self.houses[number].do("advance", to=slow.isoformat())
        await self._settle()

    async def _away(self) -> None:
        """Every house is closed for hours; people wait with what they have to say."""
        back = self.people.later(self.now, 20, 240)
        self.book.down.append((self.now, back))
        for house in self.houses:
            await house.kill()
        acts, self._acts, self.now = self._acts, [], back
        for act in acts:
            at = back + MINUTE if act.at <= back else act.at
            self._push(at, act.what, act.who, act.text)
        await self._back()

    async def _back(self) -> None:
        """Whoever is away comes back."""
        for number, house in enumerate(self.houses):
            if not house.is_up:
                await self._open_again(number, self.now)
        await self._settle()

    async def _after_kills(self) -> None:
        """Of those killed some come back at once; the other goes on alone meanwhile."""
        fallen = self.kills.fallen(self.houses)
        for number in fallen:
            if self._up() and self.chance.random() < 0.5:
                self._push(self.people.later(self.now, 5, 120), "back")
            else:
                await self._open_again(number, self.now)
        if fallen:
            await self._settle()

    async def _open_again(self, number: int, at: datetime) -> None:
        await self.houses[number].kill()
        self.kills.bury(self.houses[number])
        self.houses[number] = open_house(self.site, at)

    async def _settle(self) -> None:
        """Everybody does what is left to do now."""
        await all_of([house.do("advance", to=self.now.isoformat()) for house in self._up()])
        self._listen()
        await self.kills.look_for_lost(self._up()[0], self.now)
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
        for each in self.kills.heard(self.houses):
            told = self.ears.hear(each)
            words = self.people.answer(each, told)
            if words and not each.to.address.startswith("group:"):
                self._push(words.at, _SAY, words.who, words.text)
