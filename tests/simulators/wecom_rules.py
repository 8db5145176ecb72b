"""WeCom's memory and rules for one robot: chats, cards, quotas, what may be answered how often.

Platform sheet wecom.md of 2026-11-23, sections 2 and 3. A broken rule gives an errcode.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.simulators.images import Uploads
from tests.simulators.wecom_wire import Json

_TASK_ID = re.compile(r"[A-Za-z0-9_@-]{1,128}")
NOT_SPOKEN_TO, BAD_CARD, OVER_FREQUENCY, NO_SUCH_REQUEST = 846607, 42045, 45009, 846605
NO_SUCH_MEDIA = 40007
_STREAM_MINUTES, _UPDATE_SECONDS = 6, 5.0
_SPOKEN = frozenset({"markdown", "template_card", "stream", "image"})


@dataclass(slots=True)
class Shown:
    """One thing in a chat, by a member's id or by `robot`, `answer` or `hook`; `card` as it looks
    now."""

    by: str
    text: str
    at: float
    card: Json | None = None
    mentions: tuple[str, ...] = ()
    picture: bytes = b""

    @property
    def buttons(self) -> dict[str, str]:
        """The keys of the card by what stands on the buttons."""
        listed = (self.card or {}).get("button_list")
        assert isinstance(listed, list)
        return {button["text"]: button["key"] for button in listed}


@dataclass(slots=True)
class Chat:
    """A group or a private chat; the robot may write first once somebody spoke to it here."""

    spoke: bool = False
    shown: list[Shown] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)


class Chats:
    """Every chat of one robot; `now` is unix seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self.per_minute, self.per_hour = 30, 1000
        self.refuses_cards = False
        self.uploads = Uploads()
        self._by_id: dict[str, Chat] = {}
        self._task_ids: set[str] = set()

    def of(self, chat_id: str) -> Chat:
        """The chat, made at first sight."""
        return self._by_id.setdefault(chat_id, Chat())

    def push(self, chat_id: str, words: Json) -> int:
        """The robot writes first."""
        if not self.of(chat_id).spoke:
            return NOT_SPOKEN_TO
        return self.show(chat_id, "robot", words)

    def show(self, chat_id: str, by: str, words: Json) -> int:
        """What the robot says, under the quota of the chat."""
        chat, now = self.of(chat_id), self.now()
        chat.sent = [at for at in chat.sent if now - at < 3600]
        if len(chat.sent) >= self.per_hour:
            return OVER_FREQUENCY
        if sum(now - at < 60 for at in chat.sent) >= self.per_minute:
            return OVER_FREQUENCY
        kind = words["msgtype"]
        assert kind in _SPOKEN, kind
        part = words[str(kind)]
        assert isinstance(part, dict)
        if kind == "template_card" and (fault := self._fault_of(part)):
            return fault
        if kind == "image" and part["media_id"] not in self.uploads.media:
            return NO_SUCH_MEDIA
        chat.sent.append(now)
        if kind == "image":
            chat.shown.append(Shown(by, "", now, picture=self.uploads.media[part["media_id"]]))
            return 0
        card = part if kind == "template_card" else None
        text = _card_text(part) if card is not None else str(part["content"])
        assert len(text.encode()) <= 20480
        if kind == "stream":
            assert part["finish"] is True
        chat.shown.append(Shown(by, text, now, card))
        return 0

    def update(self, shown: Shown, card: Json) -> int:
        """A card changes for everybody."""
        if fault := self._fault_of(card, is_new=False):
            return fault
        shown.card, shown.text = card, _card_text(card)
        return 0

    def _fault_of(self, card: Json, *, is_new: bool = True) -> int:
        buttons, pairs = card.get("button_list"), card.get("horizontal_content_list", [])
        title = card.get("main_title")
        assert isinstance(pairs, list)
        is_whole = (
            card.get("card_type") == "button_interaction"
            and isinstance(title, dict)
            and bool(title.get("title"))
            and isinstance(buttons, list)
            and 1 <= len(buttons) <= 6
            and len(pairs) <= 6
            and _TASK_ID.fullmatch(str(card.get("task_id"))) is not None
        )
        if self.refuses_cards or not is_whole or str(card["task_id"]) in self._task_ids:
            return BAD_CARD
        if is_new:
            self._task_ids.add(str(card["task_id"]))
        return 0


@dataclass(slots=True)
class Request:
    """A callback under way, answered at most once. `shown`: the card that was pressed."""

    chat_id: str
    at: float
    shown: Shown | None = None
    is_answered: bool = False


class Requests:
    """The callbacks of one robot by req_id or response_code."""

    def __init__(self, chats: Chats) -> None:
        self._chats = chats
        self._open: dict[str, Request] = {}

    @property
    def newest(self) -> Request:
        """The callback that went out last."""
        return next(reversed(self._open.values()))

    def put(self, number: str, request: Request) -> None:
        """A callback goes out."""
        self._open[number] = request

    def answer(self, number: str, words: Json) -> int:
        """A message is answered over the line."""
        request = self._open.get(number)
        if request is None or request.shown is not None or request.is_answered:
            return NO_SUCH_REQUEST
        if self._chats.now() - request.at > _STREAM_MINUTES * 60:
            return 846608
        if words["msgtype"] not in ("stream", "template_card", "markdown", "image"):
            return NO_SUCH_REQUEST
        request.is_answered = True
        return self._chats.show(request.chat_id, "answer", words)

    def respond(self, code: str, words: Json) -> int:
        """The one call of a response_url, within the hour."""
        request = self._open.get(code)
        if request is None or request.is_answered or self._chats.now() - request.at > 3600:
            return 60140
        assert words["msgtype"] in ("markdown", "template_card")
        request.is_answered = True
        return self._chats.show(request.chat_id, "answer", words)

    def update(self, number: str, words: Json) -> int:
        """A pressed card changes, within five seconds."""
        request = self._open.get(number)
        if request is None or request.shown is None or request.is_answered:
            return NO_SUCH_REQUEST
        if self._chats.now() - request.at > _UPDATE_SECONDS:
            return NO_SUCH_REQUEST
        assert words["response_type"] == "update_template_card"
        card = words["template_card"]
        assert isinstance(card, dict)
        request.is_answered = True
        return self._chats.update(request.shown, card)


def _card_text(card: Json) -> str:
    title, pairs = card.get("main_title"), card.get("horizontal_content_list", [])
    assert isinstance(title, dict)
    assert isinstance(pairs, list)
    lines = [title.get("title", ""), title.get("desc", "")]
    lines += [f"{pair['keyname']}：{pair['value']}" for pair in pairs]
    return "\n".join(filter(None, lines))
