"""A fake QQ platform for one official bot: phones, groups, signed pushes, the API, its rules.

    async with FakeQq(callback_url="http://127.0.0.1:8080/qq") as qq:
        await qq.say("U0001", "我想约居住证")
        print(qq.phone("U0001")[-1].text)

Platform sheet of 2026-11-23. It shares no code with the product.
"""

import itertools
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.simulators.platform import Platform
from tests.simulators.qq_api import PlatformApi, Trouble
from tests.simulators.qq_gateway import FakeGateway
from tests.simulators.qq_rules import Bubble, Chats, Fault

__all__ = ["Account", "Bubble", "Delivery", "FakeQq", "Fault", "Push", "Trouble"]

OFFICIAL_TOKEN = "Arq0D5A61EgUu4OxUvOp"
_BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Account:
    """A bot as the console shows it; the secret is the one of the sheet's test vector."""

    app_id: str = "102000001"
    secret: str = "DG5g3B4j9X2KOErG"


@dataclass(frozen=True, slots=True)
class Push:
    """One POST to the callback address, signed or not."""

    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one push: HTTP status, the JSON that was answered, and the event."""

    status: int
    answer: object
    push: Push


class FakeQq(Platform):
    """One bot on the platform. `now`: unix seconds."""

    def __init__(
        self,
        account: Account | None = None,
        *,
        callback_url: str = "",
        now: Callable[[], float] = time.time,
    ) -> None:
        self.account = account or Account()
        self.callback_url = callback_url
        self._now = now
        self._chats = Chats(now)
        self.api = PlatformApi((self.account.app_id, self.account.secret), self._chats, now)
        super().__init__(self.api)
        self.gateway = FakeGateway(self.api.tokens, lambda: self.api.url)
        self.api.extra_routes = self.gateway.routes()
        self._numbers = itertools.count(1)

    def environment(self) -> dict[str, str]:
        """The variables a server of this bot needs."""
        return {
            "MENTING_QQ_APP_ID": self.account.app_id,
            "MENTING_QQ_SECRET": self.account.secret,
            "MENTING_QQ_API": self.api.url,
            "MENTING_QQ_TOKEN_URL": f"{self.api.url}/app/getAppAccessToken",
        }

    def phone(self, user: str) -> list[Bubble]:
        """The private chat of a user with the bot, oldest first."""
        return list(self._chats.of("users", user).bubbles)

    def group(self, group: str) -> list[Bubble]:
        """What stands in a group, oldest first."""
        return list(self._chats.of("groups", group).bubbles)

    def allow_push(self, kind: str, openid: str, *, allowed: bool) -> None:
        """Turn the switch in the QQ client; `kind`: users or groups. Sends no event."""
        self._chats.of(kind, openid).allows_push = allowed

    def hear_all(self, group: str, *, on: bool = True) -> None:
        """The owner lets the bot read everything in the group, or only what calls it."""
        self._chats.of("groups", group).hears_all = on

    def leave(self, kind: str, openid: str) -> None:
        """The bot is thrown out. Sends no event."""
        self._chats.of(kind, openid).is_open = False

    async def say(self, user: str, text: str, **more: object) -> Delivery:
        """A user writes to the bot; `more` are other fields of `d` (attachments …)."""
        return await self.push(self.private_message(user, text, **more))

    def private_message(self, user: str, text: str, **more: object) -> dict[str, object]:
        """The C2C_MESSAGE_CREATE of what a user writes now."""
        number = self._number()
        self._chats.of("users", user).bubbles.append(Bubble(user, text, self._now(), number))
        self._chats.ask("users", user, number)
        author = {"id": user, "user_openid": user, "union_openid": "", "bot": False}
        return self._event(
            "C2C_MESSAGE_CREATE", {"id": number, "author": author, "content": text, **more}
        )

    async def group_say(
        self, group: str, member: str, text: str, *, called: bool = True, **more: object
    ) -> Delivery:
        """A member writes in a group; `called`: with an @ of the bot."""
        event = "GROUP_AT_MESSAGE_CREATE" if called else "GROUP_MESSAGE_CREATE"
        return await self.push(self.group_message(event, group, member, text, **more))

    def group_message(
        self, event: str, group: str, member: str, text: str, **more: object
    ) -> dict[str, object]:
        """The event of what a member writes now."""
        number = self._number()
        self._chats.of("groups", group).bubbles.append(Bubble(member, text, self._now(), number))
        self._chats.ask("groups", group, number)
        author = {"id": member, "member_openid": member, "member_role": "member", "bot": False}
        about = {"group_openid": group, "group_id": group, "author": author, "mentions": []}
        return self._event(event, {"id": number, **about, "content": text, **more})

    async def tap(self, data: str, *, user: str = "", group: str = "", kind: int = 11) -> Delivery:
        """A button is tapped, in the private chat of `user` or by `user` in `group`."""
        number = self._number()
        self.api.taps[number] = self._now()
        who = {"group_openid": group, "group_member_openid": user} if group else {}
        event = self._event(
            "INTERACTION_CREATE",
            {
                "id": number,
                "type": kind,
                "scene": "group" if group else "c2c",
                "data": {"resolved": {"button_data": data, "button_id": "b1"}},
                **(who or {"user_openid": user}),
            },
        )
        chat = ("groups", group) if group else ("users", user)
        self._chats.ask(*chat, str(event["id"]), "INTERACTION_CREATE")
        return await self.push(event)

    async def happen(self, event: str, **body: object) -> Delivery:
        """Any other event, e.g. FRIEND_ADD with `openid`, GROUP_ADD_ROBOT with `group_openid`."""
        made = self._event(event, {"timestamp": int(self._now()), **body})
        if user := body.get("openid"):
            self._chats.ask("users", str(user), str(made["id"]), event)
        if group := body.get("group_openid"):
            self._chats.ask("groups", str(group), str(made["id"]), event)
        return await self.push(made)

    async def validate(
        self, plain_token: str = OFFICIAL_TOKEN, event_ts: str = "1725442341"
    ) -> Delivery:
        """Save the address in the console (op 13)."""
        words = {"op": 13, "id": "v1", "d": {"plain_token": plain_token, "event_ts": event_ts}}
        body = json.dumps(words).encode()
        headers = {"User-Agent": "QQBot-Callback", "X-Bot-Appid": self.account.app_id}
        return await self.deliver(Push(body, headers))

    async def push(self, event: Mapping[str, object]) -> Delivery:
        """Deliver an event, signed."""
        return await self.deliver(self.signed(json.dumps(event, ensure_ascii=False).encode()))

    def signed(self, body: bytes, at: float | None = None) -> Push:
        """The POST of `body`, signed at unix second `at` (now)."""
        timestamp = str(int(self._now() if at is None else at))
        seed = (self.account.secret * 32).encode()[:32]
        key = Ed25519PrivateKey.from_private_bytes(seed)
        headers = {
            "User-Agent": "QQBot-Callback",
            "X-Bot-Appid": self.account.app_id,
            "X-Signature-Timestamp": timestamp,
            "X-Signature-Ed25519": key.sign(timestamp.encode() + body).hex(),
        }
        return Push(body, headers)

    async def deliver(self, push: Push) -> Delivery:
        """POST it; what the server said."""
        headers = {"Content-Type": "application/json", **push.headers}
        async with self.http.post(self.callback_url, data=push.body, headers=headers) as answer:
            body = await answer.read()
            said = json.loads(body) if answer.content_type == "application/json" else body.decode()
            return Delivery(answer.status, said, push)

    def _number(self) -> str:
        return f"ROBOT1.0_{next(self._numbers)}"

    def _event(self, event: str, body: dict[str, object]) -> dict[str, object]:
        number = next(self._numbers)
        at = datetime.fromtimestamp(self._now(), _BEIJING).isoformat()
        body = {"timestamp": at, **body}
        return {"id": f"{event}:e{number}", "op": 0, "s": number, "t": event, "d": body}
