"""What the protocol end tells about its account: online, alive, muted (sheet onebot.md, 4)."""

import logging
import math

from bot.channels.parts.wire import JsonObject, number_in, object_in, text_in

MISSED_HEARTBEATS = 3

log = logging.getLogger(__name__)


class Account:
    """The condition of the account; every `now` is monotonic, in seconds."""

    def __init__(self) -> None:
        self.is_online = True
        self._alive_until = math.inf
        self._muted: dict[str, float] = {}

    def note(self, event: JsonObject, now: float) -> None:
        """Learn from a heartbeat, a notice, or that somebody was heard at all."""
        kind = event.get("meta_event_type") or event.get("notice_type")
        if kind == "heartbeat":
            self._note_heartbeat(event, now)
        elif kind == "bot_offline":
            self._turn(online=False)
        elif kind == "group_ban":
            self._note_ban(event, now)
        elif kind in ("group_decrease", "group_increase"):
            self._note_membership(event, is_in=kind == "group_increase")
        elif event.get("post_type") == "message":
            self._turn(online=True)

    def is_silent(self, now: float) -> bool:
        """Whether three heartbeats in a row stayed away. Never, where heartbeats are off."""
        return now > self._alive_until

    def silent_in(self, now: float) -> float:
        """In how many seconds the account will count as silent; infinite without heartbeats."""
        return self._alive_until - now

    def is_muted(self, group: str, now: float) -> bool:
        """Whether the account may not speak in `group` at `now`."""
        return now < self._muted.get(group, -math.inf)

    def _note_membership(self, event: JsonObject, *, is_in: bool) -> None:
        """Thrown out of a group we are as good as muted there, until we are in it again."""
        group, user = text_in(event, "group_id"), number_in(event, "user_id")
        if not group or user != number_in(event, "self_id"):
            return
        if is_in:
            self._muted.pop(group, None)
            log.info("onebot: added to a group; as the staff group it is called onebot:%s", group)
        else:
            self._muted[group] = math.inf
            log.error("onebot: alert: removed from a group")

    def _turn(self, *, online: bool) -> None:
        if online != self.is_online:
            log.warning("onebot: the account is %s", "online again" if online else "offline")
        self.is_online = online

    def _note_heartbeat(self, event: JsonObject, now: float) -> None:
        self._turn(online=object_in(event, "status").get("online") is not False)
        interval = (number_in(event, "interval") or 0) / 1000
        self._alive_until = now + MISSED_HEARTBEATS * interval if interval > 0 else math.inf

    def _note_ban(self, event: JsonObject, now: float) -> None:
        """A ban of ourselves, or of the whole group (user 0), which lasts until it is lifted."""
        group, user = text_in(event, "group_id"), number_in(event, "user_id")
        if not group or user not in (0, number_in(event, "self_id")):
            return
        if event.get("sub_type") == "lift_ban":
            self._muted.pop(group, None)
            return
        seconds = number_in(event, "duration") or 0
        self._muted[group] = now + seconds if user and seconds > 0 else math.inf
