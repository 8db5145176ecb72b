"""The push address of a group (消息推送): it only speaks, and nobody can answer it there."""

from collections.abc import Callable

from bot.channels.base import SendResult
from bot.channels.parts.calls import Connections
from bot.channels.parts.fitting import cut_bytes
from bot.channels.parts.quota import Quota
from bot.channels.parts.wire import JsonObject
from bot.channels.wecom.outcomes import judged, retry
from bot.channels.wecom.pictures import pictured
from bot.channels.wecom.robots import code_of, post
from bot.channels.wecom.words import MAX_WEBHOOK_TEXT, signature
from bot.domain.characters import clean

_MINUTE = 60.0
_ONLY = "hook"


class GroupHook:
    """One push address; its key is the whole credential and stands in no log."""

    def __init__(self, url: str, connections: Connections, now: Callable[[], float]) -> None:
        self._url, self._connections = url, connections
        self._quota = Quota(now)

    async def say(self, text: str, member: str, per_minute: int) -> SendResult:
        """Plain text, `member` called. Raises NotTaken, OutcomeUnknown."""
        words: dict[str, object] = {"content": cut_bytes(clean(text), MAX_WEBHOOK_TEXT)}
        if member:
            words["mentioned_list"] = [member]
        return await self._post({"msgtype": "text", "text": words}, signature(text), per_minute)

    async def show(self, png: bytes, per_minute: int) -> SendResult:
        """A picture of at most LARGEST_PICTURE bytes, without words. Raises the same."""
        return await self._post({"msgtype": "image", "image": pictured(png)}, "", per_minute)

    async def _post(self, body: JsonObject, quoted: str, per_minute: int) -> SendResult:
        limits = ((per_minute, _MINUTE),)
        if (wait := self._quota.wait(_ONLY, limits)) > 0:
            return retry("paced", wait)
        self._quota.count(_ONLY, limits)
        return judged(code_of(await post(self._connections, self._url, body)), quoted)
