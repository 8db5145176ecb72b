"""What we ask the protocol end to do and what its answers mean (sheet onebot.md section 6)."""

import json
from uuid import uuid4

from msgspec import Struct

from bot.channels.base import SendOutcome, SendResult
from bot.channels.onebot.segments import compose, illustrated
from bot.channels.parts.wire import JsonObject, is_number, number_in, object_in, text_in
from bot.domain.messages import GROUP_PREFIX

ASYNC = 1
# An action threw: a send that timed out inside QQ lands here too, and may have been delivered.
THREW = (1200, 200)


class Action(Struct, frozen=True):
    """One call; `echo` finds its answer, `group` is the group it speaks in, or ""."""

    name: str
    params: JsonObject
    echo: str
    group: str = ""

    def frame(self) -> str:
        """The JSON text of the call."""
        call = {"action": self.name, "params": self.params, "echo": self.echo}
        return json.dumps(call, ensure_ascii=False)


def say(address: str, text: str, mention: str | None) -> Action | None:
    """The action that says `text` where it belongs; None if the address is no QQ number.

    `mention`: a QQ number to be called in the group.
    """
    return _send(address, compose(text, mention if address.startswith(GROUP_PREFIX) else None))


def show(address: str, caption: str, png: bytes) -> Action | None:
    """The same with a picture below a title."""
    return _send(address, illustrated(caption, png))


def _send(address: str, segments: list[JsonObject]) -> Action | None:
    number = address.removeprefix(GROUP_PREFIX)
    if not is_number(number):
        return None
    if address == number:
        params: JsonObject = {"user_id": int(number), "message": segments}
        return Action("send_private_msg", params, uuid4().hex)
    params = {"group_id": int(number), "message": segments}
    return Action("send_group_msg", params, uuid4().hex, number)


def read_result(reply: JsonObject) -> SendResult:
    """What an answer to a send means for the message."""
    retcode = number_in(reply, "retcode")
    if reply.get("status") == "async" or retcode == ASYNC:
        return SendResult(SendOutcome.UNKNOWN, reason="async")
    if retcode == 0 or (retcode is None and reply.get("status") == "ok"):
        return SendResult(SendOutcome.SENT, text_in(object_in(reply, "data"), "message_id"))
    if retcode is None or retcode in THREW:
        return SendResult(SendOutcome.UNKNOWN, reason=str(retcode or "bad_answer"))
    return SendResult(SendOutcome.UNREACHABLE, reason=str(retcode))
