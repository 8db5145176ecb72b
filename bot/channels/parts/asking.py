"""A callback asks the house: in time, once, and acknowledged only when it is stored."""

import logging

from aiohttp import web

from bot.channels.base import Answer, Busy, Receive
from bot.channels.parts.patience import Patience
from bot.domain.messages import InboundMessage

RETRY_AFTER = "5"
log = logging.getLogger(__name__)


class Asker:
    """Asks for one channel; `patience` in seconds, below which the platform still listens."""

    def __init__(self, channel: str, receive: Receive, patience: float) -> None:
        self._channel, self._receive = channel, receive
        self._patience = Patience(patience)

    async def ask(self, message: InboundMessage) -> Answer | None:
        """The answer of the house; None when it is busy, late or broken: then nothing is
        acknowledged. A late turn goes on in the house: its answer, or an apology when it fails,
        waits in the outbox, and for the platform's repeat."""
        try:
            return await self._patience.wait_for(self._receive(message))
        except TimeoutError:
            log.warning("%s: a turn took longer than %.1f s", self._channel, self._patience.seconds)
        except Busy:
            pass
        except Exception:
            log.exception("%s: the house failed on a message", self._channel)
        return None

    async def hand_over(
        self, request: web.Request, answer: Answer, response: web.Response
    ) -> web.Response:
        """Write the response here, so that `done` is said only when the platform has it."""
        try:
            await response.prepare(request)
            await response.write_eof()
        except ConnectionError:
            log.info("%s: the platform hung up before the answer", self._channel)
        else:
            answer.done()
        return response


def busy() -> web.Response:
    """Nothing was stored: come again."""
    return web.Response(status=503, headers={"Retry-After": RETRY_AFTER})
