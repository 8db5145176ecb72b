"""The platform's API over aiohttp: one call, its answer, what went wrong (sheet sections 17, 18).

What a failure proves about the message decides what may be done next:
- NotTaken: the platform surely did nothing (no connection, HTTP 3xx, 4xx or 503): try again later.
- OutcomeUnknown: it may have acted (timeout or connection lost after writing, HTTP 5xx other than
  503, an answer that is no JSON): never repeat blindly.
- ApiRefusal: it answered with an error code.
"""

import json
from collections.abc import Mapping

import aiohttp

from bot.channels.parts.calls import ApiCall, ApiReply, Connections, NotTaken, OutcomeUnknown
from bot.channels.wechat.credentials import DEFAULT_API, FALLBACK_API

_TIMEOUT = aiohttp.ClientTimeout(total=10, sock_connect=3)


class ApiRefusal(Exception):
    """An `errcode` other than 0; `hint` is the platform's errmsg, shortened, for the log."""

    def __init__(self, code: int, hint: str) -> None:
        super().__init__(f"{code}")
        self.code = code
        self.hint = hint[:120]


class WeChatApi:
    """Speaks JSON with one base URL, and with api2 where the usual host cannot be reached."""

    def __init__(self, base: str) -> None:
        self._bases = (base, FALLBACK_API) if base == DEFAULT_API else (base,)
        self._connections = Connections()

    async def open(self) -> None:
        """Open the connections; needs a running loop."""
        await self._connections.open(_TIMEOUT)

    async def close(self) -> None:
        """Close the connections; idempotent."""
        await self._connections.close()

    async def post(
        self, endpoint: str, data: Mapping[str, object], access_token: str | None = None
    ) -> Mapping[str, object]:
        """The JSON answer of `/cgi-bin/<endpoint>`. Raises ApiRefusal, NotTaken, OutcomeUnknown."""
        # raw UTF-8: the platform shows \uXXXX as it stands (sheet section 9)
        body = json.dumps(data, ensure_ascii=False).encode()
        params = {} if access_token is None else {"access_token": access_token}
        return await self._ask("POST", endpoint, body, params)

    async def get(self, endpoint: str, access_token: str) -> Mapping[str, object]:
        """The same, asking for what is there."""
        return await self._ask("GET", endpoint, None, {"access_token": access_token})

    async def _ask(
        self, method: str, endpoint: str, body: bytes | None, params: Mapping[str, str]
    ) -> Mapping[str, object]:
        *others, last = (
            ApiCall(method, f"{base}/cgi-bin/{endpoint}", body, params) for base in self._bases
        )
        for call in others:
            try:
                return _judged(await self._connections.exchange(call))
            except NotTaken as error:
                if str(error) != "no_connection":
                    raise
        return _judged(await self._connections.exchange(last))


def _judged(reply: ApiReply) -> Mapping[str, object]:
    status = reply.status
    if status == 503 or 300 <= status < 500:
        raise NotTaken(f"http_{status}")
    if status != 200:
        raise OutcomeUnknown(f"http_{status}")
    try:
        answer = json.loads(reply.body)
    except ValueError as error:
        raise OutcomeUnknown("unreadable") from error
    if not isinstance(answer, dict):
        raise OutcomeUnknown("unreadable")
    code = answer.get("errcode", 0)
    if not isinstance(code, int):
        raise OutcomeUnknown("unreadable")
    if code != 0:
        raise ApiRefusal(code, str(answer.get("errmsg", "")))
    return answer
