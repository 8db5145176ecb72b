"""The stage: who said what on which screen, and which pages are watching."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime
from itertools import count

import orjson
from msgspec import Struct, to_builtins
from msgspec.structs import replace

from bot.channels.base import Answer
from bot.channels.rehearsal import Delivered
from bot.desk.sandbox.clock import SandboxClock
from bot.domain.messages import GROUP_PREFIX, ContactRef, InboundMessage
from bot.storage import Storage
from bot.usecases.office import Snapshot

REMEMBERED, PICTURES = 600, 20
RESIDENTS = ("sandbox-1", "sandbox-2", "sandbox-3")
PHONES = ("wechat", "qq", "weibo", "street_hotline", "community_hotline")
"""The channels on which a resident can be played; the sixth, the web page, is there itself."""
PHONE, GROUP, PRIVATE = "phone", "group", "private"
BOT = "bot"
NOTE = "note"
"""Who says what nobody said: a remark of the page itself."""


class Hands(Struct, frozen=True):
    """What the sandbox may do with the house; made by bot/app/sandbox.py.

    `real` names the channels that are connected to their platform; `is_open`: it may be used over
    a name that is not this machine's.
    """

    receive: Callable[[InboundMessage], Awaitable[Answer]]
    storage: Storage
    snapshot: Callable[[], Snapshot]
    pass_until: Callable[[datetime], Awaitable[None]]
    next_due: Callable[[], Awaitable[datetime | None]]
    real: frozenset[str] = frozenset()
    is_open: bool = False

    @property
    def staff_channel(self) -> str:
        """The channel of the staff group; "" when there is none."""
        return self.snapshot().config.channels.staff_group.partition(":")[0]

    @property
    def phones(self) -> tuple[str, ...]:
        """The channels that can be played: those that are not connected to their platform."""
        return tuple(channel for channel in PHONES if channel not in self.real)

    def say(self, key: str, /, **values: object) -> str:
        """A sentence of config/texts, section `sandbox`."""
        return self.snapshot().config.texts.say(f"sandbox.{key}", **values)


class Line(Struct, frozen=True):
    """One message before it is on a screen.

    `person` is whose phone or private chat it is; `by` who said it; `id` the message id that a
    quote refers to, `quoted` the one this message refers to; `channel` the one of a phone;
    `picture`: where the page finds the picture that is shown instead.
    """

    screen: str
    person: str
    by: str
    text: str
    id: str = ""
    ticket: str | None = None
    quoted: str = ""
    channel: str = ""
    picture: str = ""


class Bubble(Struct, frozen=True):
    """One message on one screen; `at` is local."""

    n: int
    at: str
    line: Line


class Stage:
    """Remembers the bubbles of this run and tells every open page about new ones."""

    def __init__(self, clock: SandboxClock) -> None:
        self.clock = clock
        self.bubbles: deque[Bubble] = deque(maxlen=REMEMBERED)
        self._pictures: dict[str, bytes] = {}
        self._numbers = count(1)
        self._watchers: set[asyncio.Queue[bytes | None]] = set()

    @property
    def is_watched(self) -> bool:
        """Whether any page is open."""
        return bool(self._watchers)

    def heard(self, delivered: Delivered) -> None:
        """A rehearsed channel delivered something."""
        line = line_to(delivered.to, delivered.text, (delivered.id, delivered.ticket))
        if delivered.picture is not None:
            name = f"{delivered.id}.png"
            self._pictures[name] = delivered.picture
            if len(self._pictures) > PICTURES:
                del self._pictures[next(iter(self._pictures))]
            line = replace(line, picture=f"/sandbox/pictures/{name}")
        self.show(line)

    def picture(self, name: str) -> bytes | None:
        """One of the last pictures that were delivered."""
        return self._pictures.get(name)

    def show(self, line: Line, at: datetime | None = None) -> None:
        """Put a line on its screen, `at` the time it was said (None = now)."""
        said = at or self.clock.now()
        bubble = Bubble(next(self._numbers), f"{said:%Y-%m-%dT%H:%M}", line)
        self.bubbles.append(bubble)
        self.tell("bubble", to_builtins(bubble))

    def tell(self, event: str, data: object) -> None:
        """One server-sent event for every open page; a page that does not listen is let go."""
        frame = frame_of(event, data)
        for watcher in tuple(self._watchers):
            if watcher.full():
                self._watchers.discard(watcher)
                watcher.get_nowait()
                watcher.put_nowait(None)
            else:
                watcher.put_nowait(frame)

    def watch(self) -> "asyncio.Queue[bytes | None]":
        """A queue of frames for one page, all bubbles first; None ends it."""
        watcher: asyncio.Queue[bytes | None] = asyncio.Queue(REMEMBERED)
        watcher.put_nowait(frame_of("all", [to_builtins(bubble) for bubble in self.bubbles]))
        self._watchers.add(watcher)
        return watcher

    def leave(self, watcher: "asyncio.Queue[bytes | None]") -> None:
        """The page was closed."""
        self._watchers.discard(watcher)

    def close(self) -> None:
        """End every open stream, so that the server can stop at once."""
        for watcher in self._watchers:
            if watcher.full():
                watcher.get_nowait()
            watcher.put_nowait(None)
        self._watchers.clear()


def line_to(to: ContactRef, text: str, card: tuple[str, str | None]) -> Line:
    """What the bot says to somebody; `card` = (message id, ticket code)."""
    if to.address.startswith(GROUP_PREFIX):
        return Line(GROUP, "", BOT, text, *card)
    if to.address in RESIDENTS:
        return Line(PHONE, to.address, BOT, text, channel=to.channel)
    return Line(PRIVATE, to.address, BOT, text)


def frame_of(event: str, data: object) -> bytes:
    """A server-sent event."""
    return b"event: %s\ndata: %s\n\n" % (event.encode(), orjson.dumps(data))
