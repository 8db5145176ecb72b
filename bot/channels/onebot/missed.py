"""What the staff group said while we were away: asked for when the protocol end is back.

A OneBot socket has no acknowledgement. The end keeps the last messages of a group, of private
chats it does not say whom to ask about: what somebody wrote privately in such a moment is lost.
"""

import logging
from collections.abc import Callable
from uuid import uuid4

from bot.channels.base import TokenStore
from bot.channels.onebot.actions import Action
from bot.channels.onebot.events import NAME
from bot.channels.onebot.wire import NoAnswer, NotSent, Wire
from bot.channels.parts.wire import JsonObject, number_in, object_in, objects_in
from bot.domain.messages import InboundMessage

LONGEST_ABSENCE = 600
"""Seconds: older orders may have been repeated or done by phone; they are not carried out."""

_COUNT = 50
_PATIENCE = 10.0
_SAVE_SECONDS = 1.0
_KEPT_SECONDS = 86_400.0
_NAME = f"{NAME}:heard"
log = logging.getLogger(__name__)


class Missed:
    """Remembers up to when the staff group was heard. `now` is unix seconds."""

    def __init__(self, store: TokenStore, now: Callable[[], float]) -> None:
        self._store, self._now = store, now
        self._heard = 0
        self._saved_at = 0.0

    async def note(self, message: InboundMessage) -> None:
        """A message of the staff group was stored; kept at most once a second."""
        self._heard = max(self._heard, int(message.at.timestamp()))
        now = self._now()
        if now - self._saved_at >= _SAVE_SECONDS:
            self._saved_at = now
            await self._store.save(_NAME, str(self._heard), now + _KEPT_SECONDS)

    async def since(self) -> int | None:
        """From which second on something may be missing; None = nothing was ever heard."""
        stored = await self._store.load(_NAME)
        heard = int(stored[0]) if stored and stored[0].isdigit() else self._heard
        return max(heard, int(self._now()) - LONGEST_ABSENCE) if heard else None

    async def fetch(self, wire: Wire, group: str) -> tuple[JsonObject, ...]:
        """The events of `group` that may have been missed, oldest first.

        One that was heard after all is known by its key. The action is an extension: an end that
        does not know it says so, and nothing is fetched.
        """
        since = await self.since()
        if since is None:
            return ()
        params: JsonObject = {"group_id": int(group), "count": _COUNT}
        try:
            action = Action("get_group_msg_history", params, uuid4().hex)
            reply = await wire.call(action, _PATIENCE)
        except (NotSent, NoAnswer):
            return ()
        said = objects_in(object_in(reply, "data"), "messages")
        late = [each for each in said if (number_in(each, "time") or 0) >= since]
        late.sort(key=lambda each: number_in(each, "time") or 0)
        log.info("onebot: %d messages of the staff group may have been missed", len(late))
        own: JsonObject = {"post_type": "message", "message_type": "group", "group_id": group}
        return tuple({**own, **each} for each in late)
