"""Handlers whose modules are loaded when somebody first asks: a start pays nothing for them."""

import asyncio
from collections.abc import Mapping
from importlib import import_module

from aiohttp import web

from bot.desk.base import Desk, Handler


class Later:
    """The handlers of `module`, whose `handlers_of(desk)` gives all of them by name.

    The module is loaded beside the event loop; the handlers are made once for the desk.
    """

    def __init__(self, desk: Desk, module: str) -> None:
        self._desk, self._module = desk, module
        self._handlers: Mapping[str, Handler] | None = None

    def __call__(self, name: str) -> Handler:
        """The handler called `name`, for a route."""

        async def answer(request: web.Request) -> web.StreamResponse:
            handlers = self._handlers or await self._made()
            return await handlers[name](request)

        return answer

    async def _made(self) -> Mapping[str, Handler]:
        module = await asyncio.to_thread(import_module, self._module)
        if self._handlers is None:  # another request may have been faster
            self._handlers = module.handlers_of(self._desk)
        return self._handlers
