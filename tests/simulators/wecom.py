"""A fake WeCom platform for one smart robot: its line, its callbacks, a group's push address.

    async with FakeWecom() as wecom:
        await wecom.says("wrCHAT1", "zhangsan", "确认 A101")

Platform sheet wecom.md of 2026-11-23. It shares no code with the product.
"""

import asyncio
import itertools
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from tests.simulators.platform import Platform
from tests.simulators.wecom_rules import Request, Shown
from tests.simulators.wecom_server import BOT, HOOK_KEY, SECRET, WecomServer
from tests.simulators.wecom_wire import Json, seal, signature, unseal

TOKEN, AES_KEY = "jiedao_test_token_2026", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
NAME = "预约 助手"


@dataclass(frozen=True, slots=True)
class Called:
    """What a callback was answered: the HTTP status, and the JSON that was sealed in it."""

    status: int
    answer: Json


class FakeWecom(Platform):
    """One robot. `callback_url` set: it calls there; else callbacks go over the line."""

    def __init__(
        self, *, now: Callable[[], float] = time.time, hook_group: str = "wrCHAT1"
    ) -> None:
        self.server = WecomServer(now, hook_group)
        super().__init__(self.server)
        self.now = now
        self.chats, self.requests = self.server.chats, self.server.requests
        self.seen = self.server.seen
        self.callback_url = ""
        self._numbers = itertools.count(1)

    def environment(self, *, hook: bool = False, called: bool = False) -> dict[str, str]:
        """The variables of a server with this robot."""
        ways = {"BOT_ID": BOT, "SECRET": SECRET}
        if called:
            ways = {"TOKEN": TOKEN, "AES_KEY": AES_KEY, "TRANSPORT": "url"}
        ways |= {"WEBHOOK_KEY": HOOK_KEY} if hook else {}
        ways |= {
            "API": self.server.url,
            "SOCKET": self.server.url.replace("http", "ws", 1) + "/line",
        }
        return {f"MENTING_WECOM_{key}": value for key, value in {**ways, "NAME": NAME}.items()}

    def shown(self, chat_id: str) -> list[Shown]:
        """What stands in a chat, oldest first."""
        return self.chats.of(chat_id).shown

    async def until(self, is_so: Callable[["FakeWecom"], bool], seconds: float = 5.0) -> None:
        """Wait for something to have happened here."""
        async with asyncio.timeout(seconds):
            while not is_so(self):
                self.server.changed.clear()
                await self.server.changed.wait()

    async def connected(self, times: int = 1) -> None:
        """Wait until a server has subscribed so often."""
        await self.until(lambda me: me.seen["subscribe"] >= times)

    async def hears(self, chat_id: str, *words: str, seconds: float = 5.0) -> Shown:
        """The first thing the robot said there with all these words in it."""

        def found(me: "FakeWecom") -> list[Shown]:
            said = (each for each in me.shown(chat_id) if each.by in ("robot", "answer", "hook"))
            return [each for each in said if all(word in each.text for word in words)]

        await self.until(lambda me: bool(found(me)), seconds)
        return found(self)[0]

    async def says(self, chat_id: str, member: str, text: str, **more: object) -> Called | None:
        """A member calls the robot in a group; `more` are other fields (quote …)."""
        self._speak(chat_id, member, text)
        body = {"msgtype": "text", "text": {"content": f"@{NAME} {text}"}, **more}
        return await self._deliver(chat_id, member, body)

    async def writes(self, member: str, text: str) -> Called | None:
        """A member writes to the robot alone."""
        self._speak(member, member, text)
        return await self._deliver(member, member, {"msgtype": "text", "text": {"content": text}})

    async def presses(self, chat_id: str, member: str, shown: Shown, button: str) -> Called | None:
        """A member presses a button of a card."""
        assert shown.card is not None
        pressed = {
            "card_type": "button_interaction",
            "event_key": shown.buttons[button],
            "task_id": shown.card["task_id"],
            "selected_items": {"selected_item": []},
        }
        event = {"eventtype": "template_card_event", "template_card_event": pressed}
        words: Json = {"msgtype": "event", "create_time": int(self.now()), "event": event}
        return await self._deliver(chat_id, member, words, shown)

    async def deliver(self, body: Json, shown: Shown | None = None) -> Called | None:
        """A callback as it is, over the line or to the address."""
        number = f"req-{next(self._numbers)}"
        chat_id = str(body.get("chatid") or _member(body))
        if self.callback_url:
            body = {
                **body,
                "response_url": f"{self.server.url}/cgi-bin/aibot/response?response_code={number}",
            }
        self.requests.put(number, Request(chat_id, self.now(), shown))
        if self.callback_url:
            return await self._call(body, shown)
        cmd = "aibot_event_callback" if body["msgtype"] == "event" else "aibot_msg_callback"
        assert self.server.line is not None
        await self.server.line.send_json({"cmd": cmd, "headers": {"req_id": number}, "body": body})
        return None

    async def cut(self) -> None:
        """The line breaks."""
        assert self.server.line is not None
        with suppress(ConnectionError):
            await self.server.line.close(code=1012)

    def signed(
        self, sealed: str, at: float | None = None, nonce: str = "1234567890"
    ) -> dict[str, str]:
        """The query of a callback."""
        timestamp = str(int(self.now() if at is None else at))
        given = signature(TOKEN, timestamp, nonce, sealed)
        return {"msg_signature": given, "timestamp": timestamp, "nonce": nonce}

    def _speak(self, chat_id: str, member: str, text: str) -> None:
        chat = self.chats.of(chat_id)
        chat.spoke = True
        chat.shown.append(Shown(member, text, self.now()))

    async def _deliver(
        self, chat_id: str, member: str, words: Json, shown: Shown | None = None
    ) -> Called | None:
        place = {"chattype": "single"}
        if chat_id != member:
            place = {"chattype": "group", "chatid": chat_id}
        number = f"M{next(self._numbers)}"
        about: Json = {"msgid": number, "aibotid": BOT, "from": {"userid": member}}
        return await self.deliver({**about, **place, **words}, shown)

    async def _call(self, body: Json, shown: Shown | None) -> Called:
        sealed = seal(AES_KEY, json.dumps(body, ensure_ascii=False).encode())
        query = self.signed(sealed)
        async with self.http.post(
            self.callback_url, json={"encrypt": sealed}, params=query
        ) as answer:
            raw = await answer.read()
            if answer.status != 200 or not raw:
                return Called(answer.status, {})
            said = json.loads(raw)
        assert said["nonce"] == query["nonce"]
        given = signature(TOKEN, str(said["timestamp"]), said["nonce"], said["encrypt"])
        assert said["msgsignature"] == given
        words = unseal(AES_KEY, said["encrypt"])
        if shown is not None:
            card = words["template_card"]
            assert isinstance(card, dict)
            assert self.chats.update(shown, card) == 0
        else:
            assert words["msgtype"] == "stream"
            chat_id = str(body.get("chatid") or _member(body))
            assert self.chats.show(chat_id, "answer", words) == 0
        self.server.changed.set()
        return Called(answer.status, words)


def _member(body: Json) -> str:
    writer = body["from"]
    assert isinstance(writer, dict)
    return str(writer.get("userid"))
