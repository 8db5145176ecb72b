"""What every channel is: one adapter per platform, found by the name CHANNEL in its file."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from aiohttp import web
from msgspec import Struct, field

from bot.config.model import ChannelSettings
from bot.domain.messages import InboundMessage, OutboundMessage, Route

SIDE_BY_SIDE = 8


class SendOutcome(StrEnum):
    """What became of one send. UNKNOWN is never repeated; UNREACHABLE needs another route."""

    SENT = "sent"
    RETRY = "retry"
    UNKNOWN = "unknown"
    UNREACHABLE = "unreachable"


class SendResult(Struct, frozen=True):
    """What one send came to. `retry_after` in seconds.

    `platform_id`: the message id on the platform, by which a quote is found.
    `reason`: a short machine word ("window_closed", "45047", "blocked") for log and ticket.
    `route`: the way it went where the channel had a better one than it was told, None = as told.
    """

    outcome: SendOutcome
    platform_id: str = ""
    retry_after: float | None = None
    reason: str = ""
    route: Route | None = None


class Answer(Struct, frozen=True):
    """What the house says at once to one message: the texts for the passive reply, in order.

    `done` must be called by the channel after the answer was handed to the platform (never before).
    """

    texts: tuple[str, ...]
    done: Callable[[], None] = field(default=lambda: None)


class Busy(Exception):
    """The house cannot take the message now (queue or disk full): nothing was stored; say 503."""


Receive = Callable[[InboundMessage], Awaitable[Answer]]
"""The door of the house: stores and handles one message, returns after commit. Raises Busy."""


Draw = Callable[[OutboundMessage], Awaitable[bytes | None]]
"""The PNG of a message that is better shown as a picture, drawn now; None: say its text. It never
raises, and it takes a part of a second."""


async def no_picture(_message: OutboundMessage) -> None:
    """A house that draws nothing."""


class TokenStore(Protocol):
    """Where access tokens are shared between processes (the database)."""

    async def load(self, name: str) -> tuple[str, float] | None:
        """The stored token and its expiry (unix seconds), or None."""

    async def save(self, name: str, value: str, expires_at: float) -> None:
        """Keep a token for all processes."""

    async def lease(self, name: str, seconds: float) -> bool:
        """True for exactly one caller at a time: it may refresh."""

    async def hold(self, name: str, seconds: float) -> bool:
        """Whether this process, of all, may do `name` for so long; asked again in time it stays
        with the same one, until that one lets go, runs late or is gone."""

    async def let_go(self, name: str) -> None:
        """Another process may `hold` it now."""


class ChannelContext(Struct, frozen=True):
    """What a channel is built with. `env`: the MENTING_* variables; `now`: unix seconds; `draw`:
    for channels that can show a picture."""

    env: Mapping[str, str]
    settings: Callable[[], ChannelSettings]
    receive: Receive
    tokens: TokenStore
    now: Callable[[], float]
    draw: Draw = no_picture


class ChannelAdapter(Protocol):
    """Our code for one platform. Knows no flow and no SQL."""

    def routes(self) -> list[web.RouteDef]:
        """The aiohttp routes through which the platform reaches us."""

    async def start(self) -> None:
        """Open sessions."""

    async def stop(self) -> None:
        """Close sessions and sockets within two seconds."""

    async def send(self, message: OutboundMessage, route: Route) -> SendResult:
        """Deliver one message now; never raises for anything the platform may do."""

    def fits(self, texts: tuple[str, ...]) -> int:
        """How many leading texts one passive reply can carry (at least 1 where there is one)."""

    def state(self) -> str:
        """One word for /healthz: on, off, connected, disconnected, no_token …"""

    def is_ready(self) -> bool:
        """Whether a send has a chance now; while it has none, messages wait in the outbox."""


class Health(StrEnum):
    """How serious a finding is. NOTE: worth reading, nothing is broken."""

    OK = "ok"
    NOTE = "note"
    BAD = "bad"


class Finding(Struct, frozen=True):
    """One thing a probe found. `key`: its sentence below `cli` in the texts; `values` fill it."""

    health: Health
    key: str
    values: Mapping[str, object] = field(default_factory=dict)


class Probe(Struct, frozen=True):
    """One look at a channel, for `doctor`: it sends nobody anything and takes nothing away from a
    running house. `look` may take as long as it likes (there is a deadline) and never raises for
    anything the platform may do."""

    name: str
    look: Callable[[], Awaitable[Sequence[Finding]]]


Probes = Callable[[ChannelContext, str], Sequence[Probe]]
"""The well-known name PROBES in a channel's file `probing.py` holds one of these: its probes while
it is on. Beside the context its state in the running house, "" where none runs here."""


class ChannelPlug(Struct, frozen=True):
    """The well-known name CHANNEL holds one of these.

    `create` returns None when the secrets are missing (`needs` names them, for the one log line).
    `side_by_side`: how many sends may be under way at once.
    """

    name: str
    needs: tuple[str, ...]
    create: Callable[[ChannelContext], ChannelAdapter | None]
    side_by_side: int = SIDE_BY_SIDE
