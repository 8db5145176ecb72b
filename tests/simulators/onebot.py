"""A fake OneBot v11 protocol end in NapCat's dialect: one QQ account, one group, private chats.

It shares no code with the bot. Facts: platform sheet onebot.md, sections 3 to 6 and 9.
"""

import json
import time
from collections import deque
from collections.abc import Callable

from tests.simulators.onebot_answers import SENDS, Variant, asked, sent
from tests.simulators.onebot_chat import (
    Chat,
    Json,
    Said,
    at,
    cq_string,
    holds_bad_picture,
    quoting,
    text,
)
from tests.simulators.onebot_line import SELF_ID, OneBotLine

GROUP_ID = 700000001
_IN_GROUP: Json = {"message_type": "group", "sub_type": "normal", "group_id": GROUP_ID}


class FakeOneBot(OneBotLine):
    """Its line goes to the bot; `group` and `private` hold what the bot said there.

    `variant` answers every send, `next_variants` come first, one each. `speaks_cq`: messages are CQ
    strings. The rest is as in `OneBotLine`.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        reconnect_delay: float | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(url, token, reconnect_delay, clock)
        self.group = Chat()
        self.private = Chat()
        self.calls: list[Json] = []
        self.variant = Variant.ANSWER
        self.next_variants: deque[Variant] = deque()
        self.speaks_cq = False
        self.history: list[Json] = []
        self.keeps_history = True
        self._last_id = 50
        self._held: list[Json] = []

    async def group_say(
        self, user_id: int, words: str, quote: int | str | None = None, card: str = ""
    ) -> int:
        """A member writes in the group; "@" at the beginning calls the bot. Returns the id."""
        segments = [*quoting(quote)]
        if words.startswith("@"):
            segments.append(at(SELF_ID))
            words = " " + words.removeprefix("@")
        segments.append(text(words))
        return await self.group_send(user_id, segments, card)

    async def group_send(
        self, user_id: int, segments: list[Json], card: str = "", group: int = GROUP_ID
    ) -> int:
        """A member sends any segments to a group."""
        return await self._write({**_IN_GROUP, "group_id": group}, _sender(user_id, card), segments)

    async def group_say_unheard(self, user_id: int, words: str) -> int:
        """A member writes in the group while nobody is connected to us: only the history has it."""
        event = self._event(_IN_GROUP, _sender(user_id, ""), [text(words)])
        self.history.append(event)
        return self._last_id

    async def notice(self, kind: str, **fields: object) -> None:
        """Something happened in the group, e.g. group_decrease with `sub_type` and `user_id`."""
        about: Json = {"post_type": "notice", "notice_type": kind, "group_id": GROUP_ID}
        await self.emit({**about, **fields})

    async def private_say(
        self, user_id: int, words: str, quote: int | str | None = None, nickname: str = ""
    ) -> int:
        """Somebody writes to the bot alone."""
        sender: Json = {"user_id": user_id, "nickname": nickname or f"网名{user_id}", "card": ""}
        place: Json = {"message_type": "private", "sub_type": "friend", "target_id": user_id}
        return await self._write(place, sender, [*quoting(quote), text(words)])

    async def release(self) -> None:
        """Give the answers held back by LATE."""
        while self._held:
            await self.emit_reply(self._held.pop(0))

    async def _write(self, place: Json, sender: Json, segments: list[Json]) -> int:
        event = self._event(place, sender, segments)
        if place.get("group_id") == GROUP_ID:
            self.history.append(event)
        await self.emit(event)
        return self._last_id

    def _event(self, place: Json, sender: Json, segments: list[Json]) -> Json:
        self._last_id += 1
        at = {"time": int(self._clock()), "self_id": SELF_ID}
        raw = cq_string(segments)
        event: Json = {"post_type": "message", "message_id": self._last_id, "font": 14}
        event |= {"user_id": sender["user_id"], "sender": sender, "raw_message": raw, **place}
        event |= {"message_seq": self._last_id, "real_seq": str(self._last_id)}
        event["message_format"] = "string" if self.speaks_cq else "array"
        event["message"] = raw if self.speaks_cq else segments
        return {**at, **event}

    async def _answer(self, call: Json) -> None:
        self.calls.append(call)
        if call.get("action") not in SENDS:
            kept = self.history if self.keeps_history else None
            await self.emit_reply(asked(call.get("action"), SELF_ID, call.get("echo", ""), kept))
            return
        variant = self.next_variants.popleft() if self.next_variants else self.variant
        if holds_bad_picture(call):
            variant = Variant.REFUSE
        message_id = 0 if variant is Variant.REFUSE else self._hear(call)
        await self._reply(variant, sent(variant, message_id, call.get("echo", "")))

    def _hear(self, call: Json) -> int:
        """Put what the bot said into its chat."""
        self._last_id += 1
        said = Said.from_call(call, self._last_id)
        (self.group if call["action"] == "send_group_msg" else self.private).add(said)
        return self._last_id

    async def _reply(self, variant: Variant, reply: Json) -> None:
        match variant:
            case Variant.LATE:
                self._held.append(reply)
            case Variant.CLOSE if self._socket is not None:
                await self._socket.close()
            case Variant.SILENT:
                pass
            case Variant.UNKNOWN_ECHO:
                await self.emit_reply({**reply, "echo": "nobody asked"})
            case _:
                await self._reply_around(variant, reply)

    async def _reply_around(self, variant: Variant, reply: Json) -> None:
        if variant is Variant.EVENT_FIRST:
            await self.group_say(10000009, "路过")
        if variant is Variant.NOT_JSON:
            await self.emit("{this is no JSON")
        for _ in range(2 if variant is Variant.TWICE else 1):
            await self.emit_reply(reply)

    async def emit_reply(self, reply: Json) -> None:
        await self.emit(json.dumps(reply, ensure_ascii=False))


def _sender(user_id: int, card: str) -> Json:
    return {"user_id": user_id, "nickname": f"网名{user_id}", "card": card, "role": "member"}
