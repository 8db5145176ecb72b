"""The stage: who said what on which screen, the clock that can be moved, and who is watching."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import count

import orjson

from bot.channels.base import Answer
from bot.channels.rehearsal import Delivered
from bot.domain.calendar import CHINA
from bot.domain.messages import GROUP_PREFIX, InboundMessage
from bot.storage import Storage
from bot.usecases.office import Snapshot

REMEMBERED = 600
PHONE, GROUP, PRIVATE = "phone", "group", "private"
BOT = "bot"


class SandboxClock:
    """The time on the wall, put forward by as much as somebody asked for; never back."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The sandbox's time in China."""
        return datetime.now(CHINA) + self._ahead

    def move(self, to: datetime) -> None:
        """It is `to` now; an earlier time changes nothing."""
        self._ahead += max(to - self.now(), timedelta())


@dataclass(frozen=True, slots=True)
class Hands:
    """What the sandbox may do with the house; made by bot/app.py."""

    receive: Callable[[InboundMessage], Awaitable[Answer]]
    storage: Storage
    snapshot: Callable[[], Snapshot]
    pass_until: Callable[[datetime], Awaitable[None]]
    next_due: Callable[[], Awaitable[datetime | None]]


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on one screen. `person` is whose phone or private chat; `by` who said it."""

    n: int
    screen: str
    person: str
    by: str
    text: str
    at: str
    id: str = ""
    ticket: str | None = None


class Stage:
    """Remembers the bubbles of this run and tells every open page about new ones."""

    def __init__(self, clock: SandboxClock) -> None:
        self.clock = clock
        self.bubbles: deque[Bubble] = deque(maxlen=REMEMBERED)
        self._numbers = count(1)
        self._watchers: set[asyncio.Queue[bytes | None]] = set()

    def heard(self, delivered: Delivered) -> None:
        """A rehearsed channel delivered something."""
        to = delivered.to
        if to.address.startswith(GROUP_PREFIX):
            self.show(GROUP, "", BOT, delivered.text, (delivered.id, delivered.ticket))
        elif to.channel == "wechat":
            self.show(PHONE, to.address, BOT, delivered.text)
        else:
            self.show(PRIVATE, to.address, BOT, delivered.text)

    def show(
        self,
        screen: str,
        person: str,
        by: str,
        text: str,
        card: tuple[str, str | None] = ("", None),
    ) -> None:
        """Put a bubble on a screen; `card` = (message id, ticket code)."""
        at = f"{self.clock.now():%H:%M}"
        bubble = Bubble(next(self._numbers), screen, person, by, text, at, *card)
        self.bubbles.append(bubble)
        self.tell("bubble", asdict(bubble))

    def tell(self, event: str, data: object) -> None:
        """One server-sent event for every open page; a page that does not listen is let go."""
        frame = frame_of(event, data)
        for watcher in tuple(self._watchers):
            if watcher.full():
                self._watchers.discard(watcher)
            else:
                watcher.put_nowait(frame)

    def watch(self) -> "asyncio.Queue[bytes | None]":
        """A queue of frames for one page; None ends it."""
        watcher: asyncio.Queue[bytes | None] = asyncio.Queue(REMEMBERED)
        self._watchers.add(watcher)
        return watcher

    def leave(self, watcher: "asyncio.Queue[bytes | None]") -> None:
        """The page was closed."""
        self._watchers.discard(watcher)

    def close(self) -> None:
        """End every open stream, so that the server can stop at once."""
        for watcher in self._watchers:
            watcher.put_nowait(None)
        self._watchers.clear()


def frame_of(event: str, data: object) -> bytes:
    """A server-sent event."""
    return b"event: %s\ndata: %s\n\n" % (event.encode(), orjson.dumps(data))
