"""Calls to a platform's API over aiohttp: one exchange, and what its failure proves.

- NotTaken: the platform surely did nothing, try again later.
- OutcomeUnknown: it may have acted (timeout or connection lost after writing), never repeat
  blindly.
"""

from collections.abc import Mapping

import aiohttp
from msgspec import Struct, field

from bot.channels.parts.certificates import trusted

_KEEP_ALIVE = 10.0  # short: a connection that dies while idle makes the outcome of a send unknown
_JSON = {"Content-Type": "application/json"}


class NotTaken(Exception):
    """The platform did nothing; the message is a machine word."""


class OutcomeUnknown(Exception):
    """The platform may or may not have acted; the message is a machine word."""


class ApiCall(Struct, frozen=True):
    """One request. `body` is JSON, already written."""

    method: str
    url: str
    body: bytes | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


class ApiReply(Struct, frozen=True):
    """What came back, whatever the status."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class Connections:
    """The connections to one platform."""

    def __init__(self) -> None:
        self._http: aiohttp.ClientSession | None = None

    async def open(self, limits: aiohttp.ClientTimeout) -> None:
        """Open it; needs a running loop. `limits`: how long each exchange may take."""
        connector = aiohttp.TCPConnector(limit=50, keepalive_timeout=_KEEP_ALIVE)
        self._http = aiohttp.ClientSession(connector=connector, timeout=limits)

    async def close(self) -> None:
        """Close it; idempotent."""
        if self._http is not None:
            await self._http.close()
            self._http = None

    @property
    def http(self) -> aiohttp.ClientSession:
        """aiohttp's own. Raises NotTaken before `open` and after `close`."""
        if self._http is None:
            raise NotTaken("not_started")
        return self._http

    async def exchange(self, call: ApiCall) -> ApiReply:
        """Make one call; redirects are not followed. Raises NotTaken, OutcomeUnknown."""
        try:
            async with self.http.request(
                call.method,
                call.url,
                data=call.body,
                params=call.params,
                headers={**_JSON, **call.headers},
                allow_redirects=False,
                ssl=await trusted(call.url),
            ) as answer:
                return ApiReply(answer.status, await answer.read(), answer.headers)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotTaken("no_connection") from error
        except TimeoutError as error:
            raise OutcomeUnknown("timeout") from error
        except aiohttp.ClientError as error:
            raise OutcomeUnknown("connection_lost") from error
