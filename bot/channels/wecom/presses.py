"""Pressed buttons that wait for the answer of the house, to be shown on the card (sheet, 3)."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from uuid import uuid4

from bot.channels.parts.wire import JsonObject
from bot.channels.wecom.cards import card
from bot.config.model import WecomSettings
from bot.domain.messages import OutboundMessage, Purpose
from bot.domain.tickets import Status

_MOST_CARDS = 500
_Where = tuple[str, str]
_WAITING = Status.REQUESTED.value


class Presses:
    """The cards shown by this process and the presses under way, by the code of the ticket."""

    def __init__(self, settings: Callable[[], WecomSettings]) -> None:
        self._settings = settings
        self._shown: OrderedDict[str, str] = OrderedDict()
        self._waiting: dict[_Where, list[asyncio.Future[OutboundMessage]]] = {}

    def new_card(self, message: OutboundMessage, code: str) -> JsonObject:
        """The card of a ticket that waits for its answer."""
        self._shown[code] = message.text
        if len(self._shown) > _MOST_CARDS:
            self._shown.popitem(last=False)
        return self._card(code, self._settings().buttons_open)

    async def answered(self, address: str, code: str, seconds: float) -> JsonObject | None:
        """The card as the next answer there about `code` leaves it; None when none comes in time.

        Call it before the house is asked: who is waited for must not have passed already.
        """
        answer: asyncio.Future[OutboundMessage] = asyncio.get_running_loop().create_future()
        where = (address, code)
        self._waiting.setdefault(where, []).append(answer)
        try:
            async with asyncio.timeout(seconds):
                message = await answer
        except TimeoutError:
            return None
        finally:
            self._forget(where, answer)
        is_open = message.fields.get("status") == _WAITING
        settings = self._settings()
        buttons = settings.buttons_open if is_open else settings.buttons_closed
        return self._card(code, buttons, message.text)

    def hear(self, message: OutboundMessage) -> None:
        """This is said now: it may be what somebody who pressed waits for. What is whispered to
        one member never comes onto a card."""
        if message.purpose is Purpose.CARD or not message.ticket:
            return
        for answer in self._waiting.get((message.to.address, message.ticket), ()):
            if not answer.done():
                answer.set_result(message)

    def _card(self, code: str, buttons: tuple[str, ...], said: str = "") -> JsonObject:
        task_id = f"{code}-{uuid4().hex[:16]}"
        return card(self._shown.get(code, code), code, buttons, task_id, said)

    def _forget(self, where: _Where, answer: asyncio.Future[OutboundMessage]) -> None:
        waiting = self._waiting[where]
        waiting.remove(answer)
        if not waiting:
            del self._waiting[where]
