"""The web channel as the house sees it: a message is sent when a page has fetched it."""

from datetime import timedelta

from aiohttp import web

from bot.channels.base import ChannelContext, SendOutcome, SendResult
from bot.channels.web.openings import Openings
from bot.domain.messages import OutboundMessage, Route

FETCH_SECONDS = 3.0
LOOK_AGAIN = 60.0


class WebChannel:
    """Messages wait in the outbox until a page of their visitor fetches them.

    Who has not looked for channels.yaml `web.fetch_minutes` is unreachable: another way is taken,
    at last a request to phone. The message stays to be read at the next visit all the same.
    """

    def __init__(self, context: ChannelContext) -> None:
        self._settings, self._now = context.settings, context.now
        self.openings = Openings()

    def routes(self) -> list[web.RouteDef]:
        """None here: the page is bot/desk/book."""
        return []

    async def start(self) -> None:
        """Nothing to open."""

    async def stop(self) -> None:
        """End the live pages; they come again by themselves."""
        self.openings.close_all()

    async def send(self, message: OutboundMessage, route: Route) -> SendResult:
        """Tell the open pages, and see whether one fetches it; never raises."""
        address = message.to.address
        if self.openings.tell(address) and await self.openings.wait_fetched(
            address, message.id, FETCH_SECONDS
        ):
            return SendResult(SendOutcome.SENT)
        if self._waited(message) >= timedelta(minutes=self._settings().web_fetch_minutes):
            return SendResult(SendOutcome.UNREACHABLE, reason="not_fetched")
        return SendResult(SendOutcome.RETRY, retry_after=LOOK_AGAIN, reason="page_closed")

    def _waited(self, message: OutboundMessage) -> timedelta:
        since = message.created_at
        return timedelta(seconds=self._now() - since.timestamp()) if since else timedelta()

    def state(self) -> str:
        """Always on."""
        return "on"

    def is_ready(self) -> bool:
        """A send may always be tried: it finds out whether somebody looks."""
        return True

    def fits(self, texts: tuple[str, ...]) -> int:
        """A page shows everything said in a turn."""
        return len(texts)
