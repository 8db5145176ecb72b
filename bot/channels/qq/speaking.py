"""Saying something on QQ: as a reply while that is possible, else unasked (sheet qq.md, 6)."""

import logging
from collections.abc import Awaitable, Callable

from msgspec import Struct
from msgspec.structs import replace

from bot.channels.base import SendOutcome, SendResult
from bot.channels.parts.calls import NotTaken, OutcomeUnknown
from bot.channels.parts.fitting import JOINT
from bot.channels.parts.tokens import NoToken
from bot.channels.parts.wire import JsonObject, object_in, text_in
from bot.channels.qq.api import ApiRefusal
from bot.channels.qq.client import Client
from bot.channels.qq.events import OPENID
from bot.channels.qq.keyboard import with_buttons
from bot.channels.qq.limits import Limits
from bot.channels.qq.outcomes import (
    GROUP_PUSH_IS_OFF,
    MINUTE,
    MUTED,
    NO_BUTTONS,
    NO_LINKS,
    OUT,
    PUSH_IS_OFF,
    REPLY_IS_OVER,
    SAID_BEFORE,
    SOON,
    TOO_LONG,
    judged,
    retry,
)
from bot.channels.qq.texts import MAX_CHARACTERS, SHORTER, calling, cut, unlinked
from bot.channels.qq.threads import Thread, Threads
from bot.domain.messages import (
    GROUP_PREFIX,
    MEMBER_PREFIX,
    OutboundMessage,
    Purpose,
    Route,
    is_member_only,
)

log = logging.getLogger(__name__)
_OVER = "reply_is_over"
_TRIES = 2
_LOOK_AGAIN = 10.0  # seconds: somebody may write in the group, then it goes as a reply
# The msg_seq of the answer at once; a message of the outbox has its own, the same in every process
# and at every try, so that the platform refuses a double and nothing but a double.
_AT_ONCE = 1
_UNPERMITTED = frozenset({PUSH_IS_OFF, GROUP_PUSH_IS_OFF})
_MENDABLE = frozenset({GROUP_PUSH_IS_OFF, OUT, MUTED})
"""What keeps us from a group until somebody changes it; the staff group's messages wait."""

Unasked = Callable[[OutboundMessage], Awaitable[SendResult]]


class Manner(Struct, frozen=True):
    """How we speak: `staff_group` is its address if it is on QQ, else ""; `verbs` are the orders
    that a card offers as buttons."""

    staff_group: Callable[[], str]
    verbs: Callable[[], tuple[str, ...]]


class Speaker:
    """Sends for one bot. `when_switched` hears whose push switch a send found on or off."""

    def __init__(self, client: Client, threads: Threads, limits: Limits, manner: Manner) -> None:
        self._client = client
        self.threads, self.limits = threads, limits
        self._manner = manner
        self._may_use_buttons = True
        self.when_switched: Callable[[str, bool], None] = lambda _address, _is_on: None

    async def answer(self, address: str, thread: Thread, texts: tuple[str, ...]) -> bool:
        """Reply to a message at once; False: the courier has to see to it."""
        async with thread.lock:
            if thread.said or not self.threads.is_open(thread):
                return bool(thread.said)
            thread.left -= 1
            said = _plainly(cut(JOINT.join(texts)))
            result = await self._reply(address, thread, _AT_ONCE, said)
            if result.outcome is SendOutcome.SENT:
                thread.said = texts
            elif result.outcome is SendOutcome.UNKNOWN:
                thread.unsure = texts
            return result.outcome is SendOutcome.SENT

    async def say(self, message: OutboundMessage, *, may_push: bool = True) -> SendResult:
        """Say one message of the outbox; unasked it is never tried twice, and only if it may."""
        result = await self._say(message, self._unasked if may_push else _unsaid)
        is_staff = message.to.address == self._manner.staff_group()
        return (
            retry(result.reason, _LOOK_AGAIN) if is_staff and result.reason in _MENDABLE else result
        )

    async def _say(self, message: OutboundMessage, unasked: Unasked) -> SendResult:
        address = message.to.address
        if is_member_only(message.to):
            return SendResult(SendOutcome.UNREACHABLE, reason="member_only")
        if not OPENID.fullmatch(address.removeprefix(GROUP_PREFIX)):
            return SendResult(SendOutcome.UNREACHABLE, reason="bad_address")
        thread = self.threads.last(address)
        if thread is None:
            return await unasked(message)
        async with thread.lock:
            result = await self._continue(thread, message)
            if result.reason == _OVER:
                return await unasked(message)
            return replace(result, route=Route.PASSIVE)

    async def _continue(self, thread: Thread, message: OutboundMessage) -> SendResult:
        address = message.to.address
        if message.purpose is Purpose.REPLY:
            for each in thread.chain():
                if message.text in each.unsure:
                    return await self._settle(address, each)
            if message.text in thread.said:
                return SendResult(SendOutcome.SENT)
        usable = next(filter(self.threads.is_open, thread.chain()), None)
        if usable is None:
            return retry(_OVER, 0)
        usable.left -= 1
        return await self._reply(address, usable, _AT_ONCE + message.id, self._body(message))

    async def _settle(self, address: str, thread: Thread) -> SendResult:
        """The answer of which nobody knew whether it arrived, whole, under its old number."""
        said = _plainly(cut(JOINT.join(thread.unsure)))
        result = await self._reply(address, thread, _AT_ONCE, said)
        if result.outcome is SendOutcome.SENT:
            thread.said, thread.unsure = thread.unsure, ()
        if result.reason == _OVER:
            return SendResult(SendOutcome.UNKNOWN, reason=_OVER)
        return result

    async def _reply(self, address: str, thread: Thread, seq: int, body: JsonObject) -> SendResult:
        """Twice where the outcome is unknown: the same number cannot appear twice."""
        source = thread.source
        result = retry(_OVER, 0)
        for _ in range(_TRIES):
            extra: JsonObject = {source.field: source.id, "msg_seq": seq}
            result = await self._post(address, body, extra)
            if result.outcome is not SendOutcome.UNKNOWN:
                break
        if result.reason == _OVER:
            thread.end()
        return result

    async def _unasked(self, message: OutboundMessage) -> SendResult:
        address = message.to.address
        if refusal := self.limits.refusal(address):
            return SendResult(SendOutcome.UNREACHABLE, reason=refusal)
        wait = self.limits.wait(address)
        if wait > 0:
            return retry("paced", wait)
        self.limits.count(address)
        result = await self._post(address, self._body(message), {})
        self._learn(address, result)
        return result

    def _learn(self, address: str, result: SendResult) -> None:
        """What a message unasked shows about the switch there."""
        if result.reason in _UNPERMITTED:
            self.limits.refuse(address, result.reason)
            self.when_switched(address, False)
        elif result.outcome is SendOutcome.SENT and self.limits.allow(address):
            self.when_switched(address, True)

    def _body(self, message: OutboundMessage) -> JsonObject:
        text, verbs = _worded(message), self._manner.verbs()
        is_card = message.purpose is Purpose.CARD and message.ticket
        if is_card and message.ticket and verbs and self._may_use_buttons:
            return with_buttons(text, verbs, message.ticket)
        return _plainly(text)

    async def _post(self, address: str, body: JsonObject, extra: JsonObject) -> SendResult:
        openid = address.removeprefix(GROUP_PREFIX)
        to_group = address != openid
        path = f"/v2/{'groups' if to_group else 'users'}/{openid}/messages"
        try:
            answer = await self._client.call("POST", path, {**body, **extra})
        except ApiRefusal as refusal:
            simpler = self._simpler(body, refusal)
            if simpler is not None:
                return await self._post(address, simpler, extra)
            return _told(refusal, extra, to_group=to_group)
        except NoToken as error:
            return retry(str(error), error.retry_after)
        except NotTaken as error:
            return retry(str(error), MINUTE if str(error) == "http_429" else SOON)
        except OutcomeUnknown as error:
            return SendResult(SendOutcome.UNKNOWN, reason=str(error))
        quotable = text_in(object_in(answer, "ext_info"), "ref_idx")
        return SendResult(SendOutcome.SENT, quotable or text_in(answer, "id"))

    def _simpler(self, body: JsonObject, refusal: ApiRefusal) -> JsonObject | None:
        """The same in a form that the platform may take: without buttons or links, or shorter."""
        if "keyboard" in body and refusal.code in NO_BUTTONS:
            self._may_use_buttons = False
            log.warning("qq: no buttons for this bot, %d", refusal.code)
            return _plainly(text_in(object_in(body, "markdown"), "content"))
        text = text_in(body, "content")
        if refusal.code in NO_LINKS and text and (harmless := unlinked(text)) != text:
            return _plainly(harmless)
        if refusal.code in TOO_LONG and len(text) > SHORTER:
            return _plainly(cut(text, SHORTER, is_literal=True))
        return None


def _plainly(text: str) -> JsonObject:
    return {"msg_type": 0, "content": text}


async def _unsaid(message: OutboundMessage) -> SendResult:
    """They allow replies only, and there is nothing to reply to."""
    to_group = message.to.address.startswith(GROUP_PREFIX)
    reason = GROUP_PUSH_IS_OFF if to_group else PUSH_IS_OFF
    return SendResult(SendOutcome.UNREACHABLE, reason=reason)


def _told(refusal: ApiRefusal, extra: JsonObject, *, to_group: bool) -> SendResult:
    if extra and refusal.code == SAID_BEFORE:
        return SendResult(SendOutcome.SENT)
    if extra and refusal.code in REPLY_IS_OVER:
        return retry(_OVER, 0)
    return judged(refusal, to_group=to_group)


def _worded(message: OutboundMessage) -> str:
    """The text, with the member who is meant called first."""
    called = (message.mention or "").removeprefix(MEMBER_PREFIX)
    is_member = (message.mention or "").startswith(MEMBER_PREFIX) and OPENID.fullmatch(called)
    if not (is_member and message.to.address.startswith(GROUP_PREFIX)):
        return cut(message.text)
    return calling(called, cut(message.text, MAX_CHARACTERS - 200))
