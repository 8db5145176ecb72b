"""OneBot over the reverse WebSocket: events in, actions out, over one socket."""

import asyncio
import itertools
import json
import time

import aiohttp

from bench.rivals.talking import Residents
from tests.simulators.onebot_line import SELF_ID

FIRST_QQ = 20_000_000
_SENDER = {"nickname": "居民", "card": "", "sex": "unknown", "age": 0}


class _End:
    """A protocol end that types and answers as fast as it can."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, residents: Residents) -> None:
        self._socket, self._residents = socket, residents
        self._numbers = itertools.count(1)
        self._out: asyncio.Queue[str] = asyncio.Queue()

    def say(self, address: str, text: str) -> None:
        """A resident writes privately; `address` is a QQ number."""
        number, user = next(self._numbers), int(address)
        event = {"time": int(time.time()), "self_id": SELF_ID, "post_type": "message"}
        event |= {"message_type": "private", "sub_type": "friend", "message_id": number}
        event |= {"user_id": user, "font": 14, "raw_message": text}
        event |= {"message": [{"type": "text", "data": {"text": text}}]}
        event |= {"sender": {"user_id": user, **_SENDER}}
        self._out.put_nowait(json.dumps(event, ensure_ascii=False))

    async def write(self) -> None:
        """Send what is to be sent."""
        while True:
            await self._socket.send_str(await self._out.get())

    async def read(self) -> None:
        """Hear the bot and tell it that its words arrived."""
        async for frame in self._socket:
            call = json.loads(frame.data)
            params, echo = call.get("params", {}), call.get("echo")
            done = {"status": "ok", "retcode": 0, "data": {"message_id": next(self._numbers)}}
            self._out.put_nowait(json.dumps({**done, "echo": echo}))
            is_private = "user_id" in params and not params.get("group_id")
            if is_private and "message" in params:
                self._residents.heard(str(params["user_id"]), _words(params["message"]))


def _words(message: object) -> str:
    if isinstance(message, str):
        return message
    pieces = message if isinstance(message, list) else []
    return "".join(each["data"]["text"] for each in pieces if each["type"] == "text")


async def speed(residents: Residents, url: str, token: str) -> float:
    """Answers a second of the bot that listens at `url`."""
    headers = {"X-Self-ID": str(SELF_ID), "X-Client-Role": "Universal"}
    headers["Authorization"] = f"Bearer {token}"
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(url, headers=headers, max_msg_size=0) as socket,
    ):
        end = _End(socket, residents)
        lifecycle = {"post_type": "meta_event", "meta_event_type": "lifecycle"}
        lifecycle |= {"sub_type": "connect"}
        await socket.send_json({**lifecycle, "time": int(time.time()), "self_id": SELF_ID})
        working = [asyncio.create_task(end.write()), asyncio.create_task(end.read())]
        try:
            return await residents.drive(end.say)
        finally:
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)
