"""An OpenAI-compatible endpoint on loopback that picks what it is told to, and has its bad days."""

import asyncio
import json
from collections.abc import Callable, Mapping
from enum import StrEnum

from aiohttp import web

Body = Mapping[str, object]


class Mood(StrEnum):
    """How the endpoint behaves. REDIRECTING: it sends the question on to somebody else."""

    WELL = "well"
    HANGING = "hanging"
    BROKEN = "broken"
    BUSY = "busy"
    CHATTY = "chatty"
    ENDLESS = "endless"
    REDIRECTING = "redirecting"


class ModelEndpoint:
    """`pick` chooses from the asked body; `asked` keeps everything that arrived."""

    def __init__(self) -> None:
        self.mood = Mood.WELL
        self.pick: Callable[[Body], str] = lambda _: "none"
        self.asked: list[Body] = []
        self.keys: list[str] = []
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen on a free port."""
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_post("/elsewhere", self._complete)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        self.keys.append(request.headers.get("Authorization", ""))
        body = await request.json()
        question = json.loads(body["messages"][1]["content"])
        self.asked.append(question)
        if self.mood is Mood.HANGING:
            await asyncio.Event().wait()
        if self.mood is Mood.BROKEN:
            return web.Response(text="<html>", content_type="application/json")
        if self.mood is Mood.BUSY:
            return web.Response(status=429)
        if self.mood is Mood.REDIRECTING:
            return web.Response(status=307, headers={"Location": "/elsewhere"})
        if self.mood is Mood.ENDLESS:
            return web.Response(body=b" " * 1_000_000)
        content = json.dumps({"id": self.pick(question)})
        if self.mood is Mood.CHATTY:
            content = "我认为最合适的是 F01，因为……"
        return web.json_response({"choices": [{"message": {"content": content}}]})
