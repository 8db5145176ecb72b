"""A fake WeChat platform: residents' phones, pushes to our server, and the API, by the real rules.

    async with FakeWeChat(callback_url="http://127.0.0.1:8080/wechat") as wechat:
        await wechat.say("oResident1", "我想约居住证")
        print(wechat.phone("oResident1")[-1].text)

Platform sheet of 2026-11-23. It shares no code with the product.
"""

import asyncio
import itertools
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp

from tests.simulators.platform import MovableClock, Platform
from tests.simulators.wechat_api import PlatformApi, Trouble
from tests.simulators.wechat_consents import answers_xml, sent_xml
from tests.simulators.wechat_rules import Bubble, Residents
from tests.simulators.wechat_wire import (
    Account,
    BadReply,
    Push,
    make_push,
    read_reply,
    signature_of,
)

__all__ = ["UNAVAILABLE", "Account", "Bubble", "Delivery", "FakeWeChat", "MovableClock", "Trouble"]

UNAVAILABLE = "该公众号暂时无法提供服务，请稍后再试"
TRIES = 3
_FIRST_ID = 24681357902468135


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one push: the HTTP status of each try (0 = none within the time), the text
    that appeared, if any, and the MsgId ("" for events)."""

    statuses: tuple[int, ...]
    text: str | None
    message_id: str = ""


class FakeWeChat(Platform):
    """One account on the platform. `timeout`: seconds for one try; `now`: unix seconds.

    `pause`: seconds between the tries of one push.
    """

    def __init__(
        self,
        account: Account | None = None,
        *,
        callback_url: str = "",
        now: Callable[[], float] = time.time,
        timeout: float = 5.0,
    ) -> None:
        self.account = account or Account()
        self.callback_url = callback_url
        self.mode = "safe"
        self.timeout = timeout
        self.pause = 0.0
        self._now = now
        self._residents = Residents(now)
        self.api = PlatformApi(self.account, self._residents, now)
        super().__init__(self.api)
        self._message_ids = itertools.count(_FIRST_ID)
        self._last: dict[str, tuple[str, str]] = {}

    @property
    def api_url(self) -> str:
        """For MENTING_WECHAT_API."""
        return self.api.url

    def environment(self) -> dict[str, str]:
        """The variables a server of this account needs."""
        account = self.account
        return {
            "MENTING_WECHAT_TOKEN": account.token,
            "MENTING_WECHAT_AES_KEY": account.aes_key,
            "MENTING_WECHAT_APP_ID": account.app_id,
            "MENTING_WECHAT_SECRET": account.secret,
            "MENTING_WECHAT_API": self.api_url,
        }

    def phone(self, openid: str) -> list[Bubble]:
        """Everything the resident's phone shows, oldest first."""
        return list(self._residents.of(openid).phone)

    def address(self) -> str:
        """Where the next try of a push goes; a load balancer says something else each time."""
        return self.callback_url

    async def verify_url(self) -> bool:
        """Save the address in the console: true when the server echoes exactly."""
        timestamp, nonce, echo = str(int(self._now())), "1234567890", secrets.token_hex(9)
        signature = signature_of(self.account.token, timestamp, nonce)
        query = {"signature": signature, "timestamp": timestamp, "nonce": nonce, "echostr": echo}
        async with self.http.get(self.address(), params=query) as answer:
            return answer.status == 200 and await answer.read() == echo.encode()

    async def say(self, openid: str, text: str, *, mode: str | None = None) -> Delivery:
        """The resident types `text`."""
        return await self.send_message(openid, "text", {"Content": text}, mode=mode)

    async def send_message(
        self, openid: str, kind: str, fields: dict[str, str], *, mode: str | None = None
    ) -> Delivery:
        """The resident sends a message of `kind` (MsgType) with its own `fields`."""
        self._residents.show(openid, "me", fields.get("Content", f"[{kind}]"))
        self._residents.act(openid, said="bizmsgmenuid" not in fields)
        number = {"MsgId": str(next(self._message_ids))}
        return await self._push(openid, self._xml(openid, kind, fields | number), mode)

    async def send_event(
        self, openid: str, event: str, key: str | None = None, *, mode: str | None = None
    ) -> Delivery:
        """An event as the sheet's section 6 spells it (CLICK, SCAN, subscribe …)."""
        if event in ("CLICK", "SCAN", "subscribe", "scancode_push", "scancode_waitmsg"):
            self._residents.act(openid, said=False)
        fields = {"Event": event} | ({} if key is None else {"EventKey": key})
        return await self._push(openid, self._xml(openid, "event", fields), mode)

    async def follow(self, openid: str, scene: str = "") -> Delivery:
        """The resident follows, through a poster with `scene` or without."""
        self._residents.of(openid).follows = True
        return await self.send_event(openid, "subscribe", f"qrscene_{scene}" if scene else "")

    async def unfollow(self, openid: str) -> Delivery:
        """The resident leaves."""
        self._residents.of(openid).follows = False
        return await self.send_event(openid, "unsubscribe", "")

    async def scan(self, openid: str, scene: str) -> Delivery:
        """A follower scans a poster."""
        return await self.send_event(openid, "SCAN", scene)

    async def click(self, openid: str, key: str) -> Delivery:
        """The resident taps a button of the menu."""
        return await self.send_event(openid, "CLICK", key)

    async def answers(self, openid: str, choices: dict[str, bool]) -> Delivery:
        """The resident answers a subscription box: by template id, whether they allow a notice."""
        for template, accepts in choices.items():
            self.api.subscriptions.answer(openid, template, accepts=accepts)
        lists = answers_xml(choices, "SubscribeMsgPopupEvent")
        return await self._push_lists(openid, "subscribe_msg_popup_event", lists)

    async def says_sent(self, openid: str, template: str, number: int, code: int = 0) -> Delivery:
        """The platform tells what became of a subscription notice."""
        lists = sent_xml(template, number, code)
        return await self._push_lists(openid, "subscribe_msg_sent_event", lists)

    async def _push_lists(self, openid: str, event: str, lists: str) -> Delivery:
        xml = self._xml(openid, "event", {"Event": event})
        return await self._push(openid, xml.replace("</xml>", f"{lists}</xml>"), None)

    async def repeat(self, openid: str) -> Delivery:
        """Deliver the resident's last push again, as the platform does when it is unsure."""
        xml, mode = self._last[openid]
        return await self._push(openid, xml, mode)

    def make(self, openid: str, text: str, *, mode: str | None = None) -> Push:
        """The POST of one text message, unsent: for load tests and forgeries."""
        number = {"MsgId": str(next(self._message_ids))}
        xml = self._xml(openid, "text", {"Content": text} | number)
        return make_push(self.account, xml, mode or self.mode, self._now())

    def _xml(self, openid: str, kind: str, fields: dict[str, str]) -> str:
        head = {"ToUserName": self.account.gh_id, "FromUserName": openid, "MsgType": kind}
        own = "".join(f"<{tag}>{_cdata(text)}</{tag}>" for tag, text in (head | fields).items())
        return f"<xml>{own}<CreateTime>{int(self._now())}</CreateTime></xml>"

    async def _push(self, openid: str, xml: str, mode: str | None) -> Delivery:
        mode = mode or self.mode
        self._residents.of(openid)  # from now on the account may address this resident
        self._last[openid] = (xml, mode)
        statuses: list[int] = []
        for number in range(TRIES):
            await asyncio.sleep(self.pause if number else 0)
            status, body = await self._post(make_push(self.account, xml, mode, self._now()))
            statuses.append(status)
            if status == 200:
                return Delivery(tuple(statuses), self._shown(openid, mode, body), _number(xml))
        self._residents.show(openid, "system", UNAVAILABLE)
        return Delivery(tuple(statuses), UNAVAILABLE, _number(xml))

    async def _post(self, push: Push) -> tuple[int, bytes]:
        try:
            async with (
                asyncio.timeout(self.timeout),
                self.http.post(
                    self.address(),
                    params=push.query,
                    data=push.body,
                    headers={"Content-Type": "text/xml"},
                ) as answer,
            ):
                return answer.status, await answer.read()
        except (TimeoutError, aiohttp.ClientError):
            return 0, b""

    def _shown(self, openid: str, mode: str, body: bytes) -> str | None:
        try:
            text = read_reply(self.account, mode, openid, body)
        except BadReply:
            return self._residents.show(openid, "system", UNAVAILABLE).text
        return None if text is None else self._residents.show(openid, "passive", text).text


def _number(xml: str) -> str:
    return xml.partition("<MsgId><![CDATA[")[2].partition("]]>")[0]


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
