"""A channel that delivers into a list instead of to a platform, and keeps nothing else."""

from collections.abc import Callable
from datetime import datetime
from itertools import count

from aiohttp import web
from msgspec import Struct

from bot.channels.base import Draw, SendOutcome, SendResult, no_picture
from bot.domain.messages import ContactRef, OutboundMessage, Route

CHANNELS = ("wechat", "qq", "qq_group", "weibo", "web", "street_hotline", "community_hotline")
STAFF_CHANNEL = "onebot"
PASSIVE = frozenset({"wechat"})


class Delivered(Struct, frozen=True):
    """One message that reached somebody. `id` is the message id a quote refers to; `at` aware.

    `mention`: the address of whoever was @-ed in the group; `picture`: the PNG that shows it.
    """

    id: str
    to: ContactRef
    text: str
    route: Route
    at: datetime
    ticket: str | None = None
    mention: str | None = None
    picture: bytes | None = None


class RehearsalChannel:
    """The ChannelAdapter of one rehearsed channel; `heard` is called for every delivery."""

    def __init__(
        self,
        now: Callable[[], datetime],
        heard: Callable[[Delivered], None],
        draw: Draw = no_picture,
    ) -> None:
        self._now, self._heard, self._draw = now, heard, draw
        self._ids = count(1)

    def routes(self) -> list[web.RouteDef]:
        """None: rehearsed messages come from the page or from standard input."""
        return []

    async def start(self) -> None:
        """Nothing to open."""

    async def stop(self) -> None:
        """Nothing to close."""

    async def send(self, message: OutboundMessage, route: Route) -> SendResult:
        """Deliver at once."""
        number = str(next(self._ids)) if message.id == 0 else f"m{message.id}"
        to, ticket, mention = message.to, message.ticket, message.mention
        png = await self._draw(message) if message.picture else None
        self._heard(Delivered(number, to, message.text, route, self._now(), ticket, mention, png))
        return SendResult(SendOutcome.SENT, number)

    def state(self) -> str:
        """Always ready."""
        return "on"

    def is_ready(self) -> bool:
        """Nothing can be in the way."""
        return True

    def fits(self, texts: tuple[str, ...]) -> int:
        """One passive reply carries everything said in a turn."""
        return len(texts)


def rehearsal_channels(
    now: Callable[[], datetime], heard: Callable[[Delivered], None], draw: Draw = no_picture
) -> dict[str, RehearsalChannel]:
    """All channels of residents and the staff group's, by name."""
    return {name: RehearsalChannel(now, heard, draw) for name in (*CHANNELS, STAFF_CHANNEL)}
