"""Residents who do not give up and a clerk who confirms, while the server comes and goes."""

import asyncio
import itertools
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from tests.e2e.town import CHOICES, CODE, Town, worked_days
from tests.sample import sample
from tests.simulators.wechat import UNAVAILABLE

PAUSE = 0.1
THINKING = 0.3
ASK_AGAIN = 6.0
CLOCKS = ("上午9点", "上午10点", "上午11点", "下午2点", "下午3点", "下午4点")


@dataclass
class Crowd:
    """Residents who each book one thing; `acknowledged` are the keys of all answered messages,
    `codes` what each resident was told."""

    town: Town
    acknowledged: set[str] = field(default_factory=set)
    codes: dict[str, str] = field(default_factory=dict)
    is_over: bool = False
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    async def keep_coming(self) -> None:
        """One resident after the other, until it is over."""
        while not self.is_over:
            number = next(self._numbers)
            openid = f"oKilled{number:05d}"
            self.codes[openid] = await self._talk(openid, _wish(number))

    async def _talk(self, openid: str, wish: str) -> str:
        said = await self._hears(openid, wish)
        while not (found := CODE.search(said)):
            await asyncio.sleep(THINKING)
            said = await self._hears(openid, _next_words(said, wish))
        return found[0]

    async def _hears(self, openid: str, text: str) -> str:
        """Write, and write again when WeChat says that the account is out of order."""
        while True:
            delivery = await self.town.wechat.say(openid, text)
            if delivery.statuses[-1] == 200:
                self.acknowledged.add(f"wechat:{delivery.message_id}")
            if delivery.text != UNAVAILABLE:
                return delivery.text or ""
            await asyncio.sleep(PAUSE)


@dataclass
class Clerk:
    """Confirms every new booking by quoting its card; asks again where nothing comes back."""

    town: Town
    name: str
    confirmed: set[str] = field(default_factory=set)
    is_over: bool = False
    _cards: dict[str, int] = field(default_factory=dict)
    _asked_at: dict[str, float] = field(default_factory=dict)
    _read: int = 0

    async def keep_confirming(self) -> None:
        """Until it is over."""
        while not self.is_over:
            self._look()
            for code in self._cards.keys() - self.confirmed:
                await self.confirm(code)
            await asyncio.sleep(PAUSE / 2)

    async def confirm(self, code: str) -> None:
        """Say it, but not again for some seconds; then by code: the bot may not know the card
        when it was killed before it heard the card's number."""
        now = asyncio.get_running_loop().time()
        if now - self._asked_at.get(code, -ASK_AGAIN) < ASK_AGAIN:
            return
        card = None if code in self._asked_at else self._cards.get(code)
        self._asked_at[code] = now
        words = f"确认 {code}" if card is None else "确认"
        with suppress(ConnectionError):  # the program is away
            await self.town.onebot.group_say(self.town.qq[self.name], words, quote=card)

    def _look(self) -> None:
        said = self.town.onebot.group.said
        for each in said[self._read :]:
            found = CODE.search(each.text)
            if found is None:
                continue
            if "新预约" in each.text:
                self._cards[found[0]] = each.message_id
            elif "已确认" in each.text or "已于" in each.text:
                self.confirmed.add(found[0])
        self._read = len(said)


def _wish(number: int) -> str:
    """Spread over services, days and hours, so that most times are free."""
    offered = sample().catalogue.services.values()
    services = [each.name for each in offered if not each.home]
    days = worked_days(10)
    service, day = services[number % len(services)], days[number // 7 % len(days)]
    clock = CLOCKS[number // 3 % len(CLOCKS)]
    when = f"{day.month}月{day.day}日{clock}"
    return f"{when}办{service}，我叫王小明，电话137{number:08d}"


def _next_words(said: str, wish: str) -> str:
    if "请核对" in said:
        return "确认"
    if CHOICES.search(said):
        return "1"
    return wish if "您在这里没有预约" in said else "我的预约"
