"""Booking talks of many residents: what they write, sealed as WeChat does, and must hear."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from bot.config.model import Config
from bot.domain.calendar import CHINA
from bot.usecases.office import Snapshot
from tests.simulators.wechat import FakeWeChat
from tests.simulators.wechat_wire import Account, BadReply, Push, read_reply

STEPS = 6
FIRST_DAY, LAST_DAY = 3, 28
OPENINGS = ("我要办一下{}", "我想约{}", "你好，我想预约{}", "请问能约{}吗，我想来办")
_NAMES = ("王小明", "李秀英", "张建国", "刘洋", "陈桂兰", "杨帆", "赵丽华", "周志强")
_CODE = re.compile(r"[A-HJKMNP-Z]\d{2,}")


@dataclass(frozen=True, slots=True)
class Talk:
    """One resident's conversation: the texts, and the same as raw HTTP requests."""

    openid: str
    service: str
    phone: str
    texts: tuple[str, ...]
    requests: tuple[bytes, ...]


class Wrong(Exception):
    """A server answered something else than it must: the measurement is worth nothing."""


class TownHall:
    """Makes talks that all can end with a ticket: spread over services and worked days.

    `made` counts them.
    """

    def __init__(self, config: Config) -> None:
        self._wechat = FakeWeChat()
        self.made = 0
        self._say = config.texts.say
        self._services = [
            service.name for service in config.catalogue.services.values() if not service.home
        ]
        snapshot = Snapshot.of(config)
        self._days = _worked_days(snapshot, datetime.now(CHINA).date())

    def talks(self, how_many: int) -> list[Talk]:
        """New residents, signed now: to be used within five minutes."""
        first, self.made = self.made, self.made + how_many
        return [self._talk(number) for number in range(first, self.made)]

    def _talk(self, number: int) -> Talk:
        service = self._services[number % len(self._services)]
        day = self._days[number // len(self._services) % len(self._days)]
        phone = f"138{number:08d}"
        texts = (
            OPENINGS[number % len(OPENINGS)].format(service),
            f"{day.month}月{day.day}日下午",
            "2",
            _NAMES[number % len(_NAMES)],
            phone,
            "确认",
        )
        openid = f"oBench{number:022d}"
        requests = tuple(_request(self._wechat.make(openid, text)) for text in texts)
        return Talk(openid, service, phone, texts, requests)

    def check_booking(self, talk: Talk, step: int, said: str) -> bool:
        """Whether `said` is what the centre must answer to message `step`."""
        checks: Sequence[Callable[[], bool]] = (
            lambda: talk.service in said and "1. " in said,
            lambda: "1. " in said and "2. " in said,
            lambda: said.endswith(self._say("booking.ask_name")),  # behind the time, read back
            lambda: said == self._say("booking.ask_phone"),
            lambda: all(word in said for word in (talk.service, talk.texts[3], talk.phone)),
            lambda: bool(_CODE.search(said)) and talk.service in said,
        )
        return checks[step]()


def check_echo(talk: Talk, step: int, said: str) -> bool:
    """Whether the echo said what the resident wrote."""
    return said == talk.texts[step]


def check_all(
    answers: Iterable[tuple[Talk, int, int, bytes]], is_right: Callable[[Talk, int, str], bool]
) -> None:
    """Open every (talk, step, status, body) as the platform does. Raises Wrong at a bad one."""
    account = Account()
    for talk, step, status, body in answers:
        try:
            said = read_reply(account, "safe", talk.openid, body) if status == 200 else None
        except BadReply as bad:
            raise Wrong(f"no reply that WeChat would show: {bad}") from bad
        if said is None or not is_right(talk, step, said):
            raise Wrong(f"status {status} to {talk.texts[step]!r} ({talk.texts[0]}): {said!r}")


def _worked_days(snapshot: Snapshot, today: date) -> list[date]:
    days = [today + timedelta(days=ahead) for ahead in range(FIRST_DAY, LAST_DAY)]
    return [day for day in days if snapshot.calendar.kind(day).is_worked]


def _request(push: Push) -> bytes:
    head = (
        f"POST /wechat?{urlencode(push.query)} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Content-Type: text/xml\r\nContent-Length: {len(push.body)}\r\n\r\n"
    )
    return head.encode() + push.body
