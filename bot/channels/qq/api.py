"""The QQ platform's API: one call, its answer, what went wrong (sheet qq.md sections 2, 6, 7).

What a failure proves about the message decides what may be done next:
- NotTaken: the platform surely did nothing (no connection, HTTP 3xx, 4xx, 503 without a code).
- OutcomeUnknown: it may have acted (timeout or connection lost after writing, other HTTP 5xx).
- ApiRefusal: it answered with an error code.
"""

import json

import aiohttp

from bot.channels.parts.calls import ApiCall, ApiReply, Connections, NotTaken, OutcomeUnknown
from bot.channels.parts.certificates import trusted
from bot.channels.parts.wire import JsonObject, number_in, parse_object, text_in

# A shorter one loses the answer to messages that were delivered (sheet section 6: 5 s at least).
_TIMEOUT = aiohttp.ClientTimeout(total=6, sock_connect=3)
_GOOD = frozenset({200, 201, 202, 204})


class ApiRefusal(Exception):
    """An `err_code` other than 0, with the HTTP status; `trace` is what their support asks for."""

    def __init__(self, code: int, status: int, trace: str) -> None:
        super().__init__(f"{code}")
        self.code = code
        self.status = status
        self.trace = trace[:80]


class QqApi:
    """Calls the platform at `base`, the token server at `token_url`."""

    def __init__(self, base: str, token_url: str) -> None:
        self._base, self._token_url = base, token_url
        self._connections = Connections()

    async def open(self) -> None:
        """Open the connections; needs a running loop."""
        await self._connections.open(_TIMEOUT)

    async def close(self) -> None:
        """Close the connections; idempotent."""
        await self._connections.close()

    async def socket(self, url: str, largest_frame: int) -> aiohttp.ClientWebSocketResponse:
        """A WebSocket to `url`. Raises NotTaken, or what aiohttp raises."""
        return await self._connections.http.ws_connect(
            url, max_msg_size=largest_frame, ssl=await trusted(url)
        )

    async def token(self, app_id: str, secret: str) -> JsonObject:
        """The answer of the token server. Raises ApiRefusal, NotTaken, OutcomeUnknown."""
        words: JsonObject = {"appId": app_id, "clientSecret": secret}
        return await self._request("POST", self._token_url, words, {})

    async def call(
        self, method: str, path: str, words: JsonObject | None, token: str
    ) -> JsonObject:
        """The answer to one call of the API. Raises ApiRefusal, NotTaken, OutcomeUnknown."""
        headers = {"Authorization": f"QQBot {token}"}
        return await self._request(method, self._base + path, words, headers)

    async def _request(
        self, method: str, url: str, words: JsonObject | None, headers: dict[str, str]
    ) -> JsonObject:
        body = None if words is None else json.dumps(words, ensure_ascii=False).encode()
        return _judged(
            await self._connections.exchange(ApiCall(method, url, body, headers=headers))
        )


def _judged(reply: ApiReply) -> JsonObject:
    """Decided by the code alone, never by words; success may come without a body."""
    status = reply.status
    answer = parse_object(reply.body) if reply.body else {}
    code = _code_in(answer) if answer is not None else 0
    if answer is not None and code:
        trace = text_in(answer, "trace_id") or reply.headers.get("X-Tps-trace-ID", "")
        raise ApiRefusal(code, status, trace)
    if status == 503 or 300 <= status < 500:
        raise NotTaken(f"http_{status}")
    if status not in _GOOD:
        raise OutcomeUnknown(f"http_{status}")
    if answer is None:
        raise OutcomeUnknown("unreadable")
    return answer


def _code_in(answer: JsonObject) -> int:
    return number_in(answer, "err_code") or number_in(answer, "code") or 0
