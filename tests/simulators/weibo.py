"""A fake Weibo for the private messages of one account: signed pushes, passive replies.

    async with FakeWeibo(callback_url="http://127.0.0.1:8080/weibo") as weibo:
        await weibo.say("2400000002", "请问居住证几点可以办？")
        print(weibo.phone("2400000002")[-1].text)

Platform sheet weibo.md of 2026-11-23, sections 2 to 4. It shares no code with the product.
"""

import hashlib
import itertools
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Self
from urllib.parse import unquote

import aiohttp

_BEIJING = timezone(timedelta(hours=8))
_PATIENCE = 5.0
ATTEMPTS = 3
APP_SECRET, UID = "xyz123xyz", 1900000001


@dataclass(frozen=True, slots=True)
class Bubble:
    """One private message; `by`: a user's id, or `office`."""

    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one push: the HTTP status, and the raw body."""

    status: int
    body: bytes


class FakeWeibo:
    """One office account; `now`: unix seconds. A user gets nothing but passive replies."""

    def __init__(self, *, callback_url: str = "", now: Callable[[], float] = time.time) -> None:
        self.callback_url = callback_url
        self._now = now
        self._numbers = itertools.count(10_001)
        self._phones: dict[str, list[Bubble]] = {}
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._http is not None
        await self._http.close()

    def environment(self) -> dict[str, str]:
        """The variables a server of this account needs."""
        return {"MENTING_WEIBO_APP_SECRET": APP_SECRET, "MENTING_WEIBO_ACCOUNT_UID": str(UID)}

    def phone(self, user: str) -> list[Bubble]:
        """The private messages of a user with the office, oldest first."""
        return self._phones.setdefault(user, [])

    def query(self, at: float | None = None, **more: str) -> dict[str, str]:
        """A signed query; `at` in unix seconds, `more` overlays."""
        timestamp = str(int((self._now() if at is None else at) * 1000))
        nonce = str(next(self._numbers))
        joined = "".join(sorted((APP_SECRET, timestamp, nonce)))
        signature = hashlib.sha1(joined.encode()).hexdigest()  # noqa: S324
        return {"signature": signature, "timestamp": timestamp, "nonce": nonce} | more

    async def verify(self) -> bool:
        """Save the address in the console: true when the server echoes exactly."""
        assert self._http is not None
        query = self.query(echostr="echo-77")
        async with self._http.get(self.callback_url, params=query) as answer:
            return (answer.status, await answer.text()) == (200, "echo-77")

    def message(self, user: str, text: str, **more: object) -> dict[str, object]:
        """What is pushed of a message that `user` writes now; `more` overlays (type, data …)."""
        at = datetime.fromtimestamp(self._now(), _BEIJING)
        return {
            "type": "text",
            "receiver_id": UID,
            "sender_id": int(user),
            "created_at": at.strftime("%a %b %d %H:%M:%S +0800 %Y"),
            "text": text,
            "data": {},
        } | more

    async def say(self, user: str, text: str, **more: object) -> Delivery:
        """A user writes; pushed again, three times in all, where nobody answers well in time."""
        self.phone(user).append(Bubble(user, text))
        message = self.message(user, text, **more)
        for _ in range(ATTEMPTS):
            delivery = await self.push(message)
            if delivery.status == 200:
                self._show(user, delivery.body)
                return delivery
        return delivery

    async def push(
        self, message: Mapping[str, object] | bytes, query: Mapping[str, str] | None = None
    ) -> Delivery:
        """One POST, signed unless `query` says otherwise."""
        assert self._http is not None
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        limit = aiohttp.ClientTimeout(total=_PATIENCE)
        async with self._http.post(
            self.callback_url, data=body, params=query or self.query(), timeout=limit
        ) as answer:
            return Delivery(answer.status, await answer.read())

    def _show(self, user: str, body: bytes) -> None:
        """The passive reply: roles are swapped, data is a URL-encoded JSON string."""
        if not body:
            return
        said = json.loads(body)
        assert (said["result"], said["type"]) == (True, "text")
        assert (said["sender_id"], said["receiver_id"]) == (UID, int(user))
        text = json.loads(unquote(said["data"], errors="strict"))["text"]
        assert 0 < len(text) < 300
        self.phone(user).append(Bubble("office", text))
