"""A small post office for the courier's tests: a real database, a clock, platforms with rules."""

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from aiohttp import web
from msgspec.structs import replace

from bot.channels.base import SendOutcome, SendResult
from bot.channels.parts import fitting
from bot.config.model import SubscriptionSettings
from bot.domain.calendar import CHINA
from bot.domain.messages import (
    Consent,
    ContactRef,
    DeliveryWindow,
    InboundMessage,
    MessageKind,
    OutboundMessage,
    Purpose,
    Route,
)
from bot.handlers.courier import Courier
from bot.storage import Storage, UnitOfWork, contacts, links, outbox, tasks
from bot.storage.outbox import Letter, OutboxEntry
from bot.storage.tasks import Task
from bot.usecases.office import Office, Snapshot
from bot.usecases.receipts import hear_receipt
from bot.usecases.rooms import heed
from tests.sample import sample as sample_config

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
WANG = ContactRef("wechat", "openid-wang")
LIU = ContactRef("wechat", "openid-liu")
GROUP = ContactRef("onebot", "group:700000001")
NOTICE = "S1"
FIELDS = {"thing": "社保卡补办"}
ROOM = 40
"""Characters that one message carries."""
LONG = "长" * ROOM
Fate = SendResult | Exception


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def retry(reason: str = "-1", after: float | None = None) -> SendResult:
    return SendResult(SendOutcome.RETRY, retry_after=after, reason=reason)


def unreachable(reason: str) -> SendResult:
    return SendResult(SendOutcome.UNREACHABLE, reason=reason)


UNKNOWN = SendResult(SendOutcome.UNKNOWN, reason="TimeoutError")


@dataclass
class Platform:
    """Takes what it is sent, unless a `fate` was foretold for the address; remembers all of it.

    It counts window messages as WeChat does: beyond `quota` they are refused.
    """

    quota: int = 5
    word: str = "connected"
    taken: list[OutboundMessage] = field(default_factory=list)
    routes_used: list[Route] = field(default_factory=list)
    routes_asked: list[Route] = field(default_factory=list)
    tries: int = 0
    open: asyncio.Event = field(default_factory=asyncio.Event)
    _fates: defaultdict[str, deque[Fate]] = field(default_factory=lambda: defaultdict(deque))
    _spent: Counter[str] = field(default_factory=Counter)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.open.set()

    def foretell(self, to: ContactRef, *fates: Fate) -> None:
        """The next sends to `to` end like this."""
        self._fates[to.address].extend(fates)

    @property
    def said(self) -> list[str]:
        """The texts that arrived, in order."""
        return [message.text for message in self.taken]

    async def until(self, is_so: Callable[["Platform"], bool]) -> None:
        """Wait for something to have happened here; fails after five seconds."""
        async with asyncio.timeout(5):
            while not is_so(self):
                self._changed.clear()
                await self._changed.wait()

    def routes(self) -> list[web.RouteDef]:
        return []

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def fits(self, texts: tuple[str, ...]) -> int:
        return fitting.fits(texts, ROOM)

    def state(self) -> str:
        return self.word

    def is_ready(self) -> bool:
        return self.word == "connected"

    async def send(self, message: OutboundMessage, route: Route) -> SendResult:
        self.tries += 1
        self.routes_asked.append(route)
        self._changed.set()
        await self.open.wait()
        address = message.to.address
        if self._fates[address]:
            fate = self._fates[address].popleft()
            if isinstance(fate, Exception):
                raise fate
            return fate
        if route is Route.WINDOW:
            if self._spent[address] == self.quota:
                return unreachable("quota_used")
            self._spent[address] += 1
        self.taken.append(message)
        self.routes_used.append(route)
        self._changed.set()
        return SendResult(SendOutcome.SENT, platform_id=f"p{len(self.taken)}")


@cache
def sample(*, templates: bool = False, subscriptions: bool = False) -> Snapshot:
    config = sample_config()
    names = {"result": "T1", "reminder": "T2"} if templates else {}
    asked_for = SubscriptionSettings({"result": NOTICE} if subscriptions else {})
    channels = replace(config.channels, wechat_templates=names, wechat_subscriptions=asked_for)
    return Snapshot.of(replace(config, channels=channels))


@dataclass
class PostOffice:
    """The house as far as the courier sees it; `now` moves by hand."""

    storage: Storage
    now: datetime = NOW
    templates: bool = False
    subscriptions: bool = False
    is_off: bool = False
    wechat: Platform = field(default_factory=Platform)
    onebot: Platform = field(default_factory=Platform)
    qq: Platform = field(default_factory=Platform)

    @property
    def platforms(self) -> dict[str, Platform]:
        """By channel."""
        return {"wechat": self.wechat, "onebot": self.onebot, "qq": self.qq}

    def courier(self, owner: str = "process-1", stop_seconds: float = 1.8) -> Courier:
        """A courier that carries for the process `owner`."""
        return Courier(
            storage=self.storage,
            snapshot=lambda: sample(templates=self.templates, subscriptions=self.subscriptions),
            channels={} if self.is_off else self.platforms,
            now=lambda: self.now,
            owner=owner,
            stop_seconds=stop_seconds,
            widths={"onebot": 1},
        )

    async def put(self, *letters: Letter) -> None:
        async def turn(work: UnitOfWork) -> None:
            for letter in letters:
                await outbox.put(work, letter, self.now)

        await self.storage.run(turn)

    async def link(self, one: ContactRef, other: ContactRef) -> None:
        """Both are accounts of the same resident."""

        async def turn(work: UnitOfWork) -> None:
            found = [await contacts.meet(work, ref, None, self.now) for ref in (one, other)]
            await links.join(work, found[0].id, found[1].id, self.now)

        await self.storage.run(turn)

    async def switch(self, ref: ContactRef, *, is_on: bool) -> None:
        """The platform says that `ref` lets us write first, or does not."""
        kind = MessageKind.PUSH_ON if is_on else MessageKind.PUSH_OFF
        news = InboundMessage(f"{kind}:{self.now}", ref, kind, "", self.now)
        await self.storage.run(lambda work: heed(Office(work, sample(), self.now), news))

    async def answers(self, ref: ContactRef, *, accepts: bool) -> None:
        """A person allows one more notice of a result, or wants none."""
        key, consents = f"{accepts}:{self.now}", (Consent(NOTICE, accepts),)
        news = InboundMessage(key, ref, MessageKind.CONSENT, "", self.now, consents=consents)
        await self.storage.run(lambda work: heed(Office(work, sample(), self.now), news))

    async def tell(self, to: ContactRef, *texts: str, purpose: Purpose = Purpose.RESULT) -> None:
        """Put these texts for `to` into the outbox."""
        await self.put(*(Letter(to, text, purpose, fields=FIELDS) for text in texts))

    async def deliver(self, later: float = 0, owner: str = "process-1") -> int:
        """One pass of a courier, `later` seconds from now."""
        self.now += seconds(later)
        return await self.courier(owner).deliver_due(self.now)

    async def hear_that_it_failed(self, number: str, reason: str, template: str = "") -> None:
        """The platform says later that the notice of this number (of a `template` that was allowed)
        did not arrive."""
        consents = (Consent(template, True),) if template else ()
        kind = MessageKind.RECEIPT
        news = InboundMessage(number, WANG, kind, reason, self.now, consents=consents)
        news = replace(news, quoted=number)
        centre = sample(templates=self.templates, subscriptions=self.subscriptions)
        await self.storage.run(lambda work: hear_receipt(Office(work, centre, self.now), news))

    async def open_window(self, ref: ContactRef = WANG, messages: int = 5) -> None:
        """The resident writes: a window is open for 48 hours."""
        window = DeliveryWindow(self.now + timedelta(hours=48), messages)
        await self.storage.run(lambda work: contacts.meet(work, ref, window, self.now))

    async def messages_left(self, ref: ContactRef = WANG) -> int:
        contact = await self.storage.read(lambda work: contacts.find(work, ref))
        assert contact is not None
        assert contact.window is not None
        return contact.window.messages

    async def rows(self, to: ContactRef = WANG) -> list[OutboxEntry]:
        """The outbox rows for `to`, oldest first."""
        rows = await self.storage.read(outbox.everything)
        return [row for row in rows if row.to == to]

    async def states(self, to: ContactRef = WANG) -> list[str]:
        return [row.state.value for row in await self.rows(to)]

    async def notes(self) -> list[str]:
        """What was put for the staff group."""
        return [row.text for row in await self.rows(GROUP)]

    async def calls(self) -> list[Task]:
        """The please-phone tasks."""
        return list(await self.storage.read(tasks.everything))
