"""Platforms that judge every send by the rules of the sheets, and all that was written to whom."""

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.base import SendOutcome, SendResult
from bot.channels.parts import fitting
from bot.domain.messages import ContactRef, MessageKind, OutboundMessage, Purpose, Route
from bot.domain.windows import window_opened
from bot.storage import contacts, outbox
from bot.storage.outbox import Letter
from tests.handlers.courier_house import (
    FIELDS,
    Fate,
    Platform,
    PostOffice,
    retry,
    seconds,
)

NUMBER = re.compile(r"第(\d+)件")
# The sheets, written down here once more: what the code believes is not asked.
WECHAT_WINDOWS = {MessageKind.TEXT: (5, 48 * 3600), MessageKind.MENU: (3, 60)}
QQ_TO_ONE = ((20, 60), (1000, 86400))
QQ_TO_ALL = ((10, 1),)


@dataclass
class Judge(Platform):
    """A platform that knows its rules, and writes down every send that breaks one."""

    clock: Callable[[], datetime] = datetime.now
    crimes: list[str] = field(default_factory=list)
    arrived: list[tuple[str, int]] = field(default_factory=list)
    doubtful: list[int] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)
    windows: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    forbidden: set[str] = field(default_factory=set)
    notices: Counter[str] = field(default_factory=Counter)
    pushed: defaultdict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))

    def fits(self, texts: tuple[str, ...]) -> int:
        return fitting.fits(texts, 30)

    def opens(self, address: str, kind: MessageKind) -> None:
        """A person writes or taps; the longer of two windows stays, as long as it is of use."""
        messages, lasts = WECHAT_WINDOWS[kind]
        until, left = self.windows.get(address, (self.clock(), 0))
        if not (until > self.clock() + seconds(lasts) and left > 0):
            self.windows[address] = self.clock() + seconds(lasts), messages

    async def send(self, message: OutboundMessage, route: Route) -> SendResult:
        fate = self.fates.pop() if self.fates else SendResult(SendOutcome.SENT)
        if isinstance(fate, Exception):
            raise fate
        if fate.outcome is SendOutcome.UNREACHABLE and route is not Route.WINDOW:
            fate = retry()
        self._judge(message, route, fate)
        numbers = [int(number) for number in NUMBER.findall(message.text)]
        if fate.outcome is SendOutcome.SENT:
            self.arrived += [(message.to.address, number) for number in numbers]
        elif fate.outcome is SendOutcome.UNKNOWN:
            self.doubtful += numbers
        return fate

    def _judge(self, message: OutboundMessage, route: Route, fate: SendResult) -> None:
        is_spent = fate.outcome in (SendOutcome.SENT, SendOutcome.UNKNOWN)
        if route is Route.WINDOW:
            self._judge_window(message.to.address, is_spent)
        elif route is Route.PUSH:
            self._judge_push(message.to.address, is_spent)
        elif route is Route.SUBSCRIPTION:
            if not self.notices[message.to.address]:
                self.crimes.append("a notice that nobody allowed")
            self.notices[message.to.address] -= is_spent
        elif route is not Route.TEMPLATE:
            self.crimes.append(f"by {route}")

    def _judge_window(self, address: str, is_spent: bool) -> None:
        until, left = self.windows.get(address, (self.clock(), 0))
        if self.clock() >= until or left < 1:
            self.crimes.append(f"window: {left} left until {until}, it is {self.clock()}")
        self.windows[address] = until, left - is_spent

    def _judge_push(self, address: str, is_spent: bool) -> None:
        if address in self.forbidden:
            self.crimes.append("pushed to who forbids it")
        for scope, rates in ((address, QQ_TO_ONE), ("everybody", QQ_TO_ALL)):
            for most, span in rates:
                lately = [at for at in self.pushed[scope] if at > self.clock() - seconds(span)]
                if len(lately) >= most:
                    self.crimes.append(f"{len(lately)} pushes in {span} s to {scope}")
            if is_spent:
                self.pushed[scope].append(self.clock())


@dataclass
class World:
    """One run: what happened so far, and what was written to whom."""

    office: PostOffice
    wechat: Judge
    qq: Judge
    written: dict[int, tuple[ContactRef, Purpose]] = field(default_factory=dict)

    async def write(self, to: ContactRef, purpose: Purpose, count: int) -> None:
        for _ in range(count):
            number = len(self.written) + 1
            self.written[number] = to, purpose
            ticket = f"A{number}" if purpose is Purpose.RESULT else None
            letter = Letter(to, f"第{number}件", purpose, ticket=ticket, fields=FIELDS)
            await self.office.put(letter)

    async def hear(self, who: ContactRef, kind: MessageKind) -> None:
        window = window_opened(who.channel, kind, self.office.now)
        now = self.office.now
        await self.office.storage.run(lambda work: contacts.meet(work, who, window, now))
        if who.channel == "wechat":
            self.wechat.opens(who.address, kind)

    async def consent(self, who: ContactRef, accepts: bool) -> None:
        notices = self.wechat.notices
        notices[who.address] = notices[who.address] + 1 if accepts else 0
        self.office.now += seconds(0.01)  # nobody says two things at once
        await self.office.answers(who, accepts=accepts)

    async def switch(self, who: ContactRef, is_on: bool) -> None:
        (self.qq.forbidden.discard if is_on else self.qq.forbidden.add)(who.address)
        await self.office.switch(who, is_on=is_on)

    async def deliver(self) -> None:
        """Two processes at once."""
        now = self.office.now
        couriers = [self.office.courier(f"process-{number}") for number in range(2)]
        await asyncio.gather(*(courier.deliver_due(now) for courier in couriers))

    async def drain(self) -> None:
        """Everybody is well again; time passes, in which nobody writes."""
        self.wechat.fates.clear()
        self.qq.fates.clear()
        rounds = 0
        while await self.office.storage.read(outbox.depth):
            self.office.now += seconds(61)
            await self.deliver()
            rounds += 1
            assert rounds < 200, "it never ends"
