"""The frames of the gateway: what we say, and what a close code means (sheet qq.md section 4)."""

import json
from enum import StrEnum

from bot.channels.parts.wire import JsonObject
from bot.channels.qq.sessions import GatewaySession

DISPATCH, HEARTBEAT, IDENTIFY, RESUME = 0, 1, 2, 6
RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 9, 10, 11
MEMBERS, MESSAGES, INTERACTIONS = 1 << 24, 1 << 25, 1 << 26
ALL_INTENTS = MEMBERS | MESSAGES | INTERACTIONS
FEWER_INTENTS = MESSAGES | INTERACTIONS
NOT_ENTITLED = 4014

_ANEW = frozenset({4006, 4007, *range(4900, 4914)})
_FATAL = frozenset({4001, 4002, *range(4010, 4015), 4914, 4915})


class Next(StrEnum):
    """What to do after a connection ended."""

    RESUME = "resume"
    IDENTIFY = "identify"
    FEWER = "fewer"
    STOP = "stop"


def after_close(code: int | None, intents: int) -> Next:
    """What a close code asks for; an ordinary loss of the connection is resumed."""
    if code == NOT_ENTITLED and intents == ALL_INTENTS:
        return Next.FEWER
    if code in _FATAL:
        return Next.STOP
    return Next.IDENTIFY if code in _ANEW else Next.RESUME


def opening(token: str, session: GatewaySession | None, intents: int) -> str:
    """The first frame of ours: identify, or resume an old session."""
    bearer = f"QQBot {token}"
    if session is not None:
        return _frame(RESUME, {"token": bearer, "session_id": session.id, "seq": session.seq})
    words: JsonObject = {"token": bearer, "intents": intents, "shard": [0, 1], "properties": {}}
    return _frame(IDENTIFY, words)


def heartbeat(session: GatewaySession | None) -> str:
    """The sign of life, with the number of the last event."""
    return _frame(HEARTBEAT, session.seq if session is not None else None)


def _frame(op: int, words: object) -> str:
    return json.dumps({"op": op, "d": words})
