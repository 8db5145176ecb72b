"""The QQ platform's memory and rules for one bot: chats, replies, quotas, tokens.

Platform sheet qq.md of 2026-11-23, sections 2, 6 and 7. A broken rule raises Fault, code and all.
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

_BEIJING = timezone(timedelta(hours=8))
_TOKEN_LIFE, _OVERLAP = 7200.0, 60.0
_PRIVATE, _GROUP = (4, 3600.0), (5, 300.0)
_EVENT = (1, 300.0)  # not documented: the least
_A_MINUTE, _A_DAY = 20, 1000
_FOR_EVENTS = {
    "users": ("INTERACTION_CREATE", "C2C_MSG_RECEIVE", "FRIEND_ADD"),
    "groups": ("INTERACTION_CREATE", "GROUP_ADD_ROBOT", "GROUP_MSG_RECEIVE"),
}
Body = Mapping[str, object]


class Fault(Exception):
    """An err_code of the platform, with its HTTP status."""

    def __init__(self, code: int, message: str = "", status: int = 400) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing in a chat. `by`: an openid, or passive or active for the bot; `at` unix seconds;
    `buttons`: what tapping each sends."""

    by: str
    text: str
    at: float
    id: str = ""
    answers: str = ""
    buttons: tuple[str, ...] = ()


@dataclass(slots=True)
class _Asked:
    until: float
    left: int
    used: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Chat:
    """A private chat or a group. `allows_push`: the bot may write first (groups: off at first)."""

    kind: str
    allows_push: bool
    hears_all: bool = False
    is_open: bool = True
    bubbles: list[Bubble] = field(default_factory=list)
    asked: dict[str, _Asked] = field(default_factory=dict)
    pushed: list[float] = field(default_factory=list)


class Chats:
    """Every chat of one bot."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._numbers = itertools.count(1)
        self.by_id: dict[tuple[str, str], Chat] = {}
        self.max_characters = 2000
        self.allows_buttons = True

    def of(self, kind: str, openid: str) -> Chat:
        """The chat, made at first sight; `kind`: users or groups."""
        return self.by_id.setdefault((kind, openid), Chat(kind, allows_push=kind == "users"))

    def ask(self, kind: str, openid: str, number: str, event: str = "") -> None:
        """A message or event came from there: it may be replied to."""
        chat = self.of(kind, openid)
        if event and event not in _FOR_EVENTS[kind]:
            return
        count, seconds = _EVENT if event else (_PRIVATE if kind == "users" else _GROUP)
        chat.asked.setdefault(number, _Asked(self._now() + seconds, count))

    def send(self, kind: str, openid: str, body: Body) -> Body:
        """What the bot sends. Raises Fault."""
        chat = self._known(kind, openid)
        buttons = self._buttons(body)
        content = self._content(kind, body)
        number = body.get("msg_id") or body.get("event_id")
        if number:
            self._spend(chat, str(number), body)
        else:
            self._push(chat)
        own = f"ROBOT1.0_sent{next(self._numbers)}"
        by = "passive" if number else "active"
        chat.bubbles.append(Bubble(by, content, self._now(), own, str(number or ""), buttons))
        at = datetime.fromtimestamp(self._now(), _BEIJING).isoformat()
        return {"id": own, "timestamp": at, "ext_info": {"ref_idx": f"REFIDX_{own}=="}}

    def state_of(self, group: str) -> Body:
        """The switches of a group. Raises Fault."""
        chat = self._known("groups", group)
        hears = "all" if chat.hears_all else "only_mention"
        return {"allow_proactive_msg": chat.allows_push, "recv_msg_setting": hears}

    def _known(self, kind: str, openid: str) -> Chat:
        chat = self.by_id.get((kind, openid))
        if chat is None or not chat.is_open:
            raise Fault(40034101 if kind == "groups" else 40054004, "not there")
        return chat

    def _content(self, kind: str, body: Body) -> str:
        content = body.get("content")
        if body.get("msg_type") == 2 and not content:
            markdown = body.get("markdown")
            content = markdown.get("content") if isinstance(markdown, dict) else None
        elif body.get("msg_type") != 0:
            raise Fault(40034011, "msg_type")
        if not isinstance(content, str) or not content.strip():
            raise Fault(40034006, "content")
        if len(content) > self.max_characters:
            raise Fault(40054007, "too long")
        if kind == "groups" and "://" in content:
            raise Fault(40054010, "url")
        return content

    def _buttons(self, body: Body) -> tuple[str, ...]:
        """What tapping each button sends. Raises Fault where a limit of the sheet is broken."""
        if "keyboard" not in body:
            return ()
        if not self.allows_buttons:
            raise Fault(304037, "no permission for buttons")
        keyboard = body["keyboard"]
        assert isinstance(keyboard, dict)
        rows = [row["buttons"] for row in keyboard["content"]["rows"]]
        if not 1 <= len(rows) <= 5 or any(not 1 <= len(row) <= 5 for row in rows):
            raise Fault(40034011, "rows")
        buttons = [button for row in rows for button in row]
        if any(len(button["render_data"]["label"]) > 10 for button in buttons):
            raise Fault(40034011, "label")
        return tuple(button["action"]["data"] for button in buttons)

    def _spend(self, chat: Chat, number: str, body: Body) -> None:
        asked = chat.asked.get(number)
        if asked is None:
            raise Fault(40034024 if body.get("msg_id") else 40034025, "no such message")
        seq = body.get("msg_seq", 1)
        if not isinstance(seq, int):
            raise Fault(40034024, "msg_seq")
        if seq in asked.used:
            raise Fault(40054005, "duplicate")
        if self._now() >= asked.until:
            raise Fault(40034005, "expired")
        if not asked.left:
            raise Fault(40034128, "count")
        asked.left -= 1
        asked.used.add(seq)

    def _push(self, chat: Chat) -> None:
        if not chat.allows_push:
            raise Fault(40034105 if chat.kind == "groups" else 40054013, "主动消息失败, 无权限")
        now = self._now()
        chat.pushed = [at for at in chat.pushed if now - at < 86_400]
        if len(chat.pushed) >= _A_DAY or sum(now - at < 60 for at in chat.pushed) >= _A_MINUTE:
            raise Fault(40034100, "over frequency")
        chat.pushed.append(now)


class Tokens:
    """getAppAccessToken: the same one until 60 s before its end, then a new one.

    `is_listed` False: the caller's address is not in the whitelist, which holds for the API only.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._valid_until: dict[str, float] = {}
        self._current = ""
        self._numbers = itertools.count(1)
        self.is_listed = True

    def issue(self) -> Body:
        """The token; the seconds are a string, as the platform writes them."""
        left = self._valid_until.get(self._current, 0.0) - self._now()
        if left <= _OVERLAP:
            self._current = f"token{next(self._numbers)}"
            self._valid_until[self._current] = self._now() + _TOKEN_LIFE
            left = _TOKEN_LIFE
        return {"access_token": self._current, "expires_in": str(int(left))}

    def check(self, authorization: str | None) -> None:
        """Raises Fault 11241 or 11244."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme != "QQBot" or not token:
            raise Fault(11241, "no token", 401)
        if not self.is_listed:
            raise Fault(40023002, "接口访问源IP不在白名单", 401)
        if self._now() >= self._valid_until.get(token, 0.0):
            raise Fault(11244, "token", 401)

    def kill(self) -> None:
        """The current token dies at once, as after a reset of the secret."""
        self._valid_until.pop(self._current, None)
