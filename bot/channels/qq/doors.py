"""From an HTTP request to the event in it: every check before it is read (sheet section 3)."""

import hmac
from collections import deque
from collections.abc import Mapping

from msgspec import Struct

from bot.channels.parts.callbacks import Refused, check_fresh
from bot.channels.parts.wire import JsonObject, object_in, parse_object, text_in
from bot.channels.qq.signing import BotKey, may_be_signed

MAX_BODY = 128 * 1024
BODY_SECONDS = 5.0
_LARGEST_CHALLENGE = 1024  # all that is parsed without a signature
_CHALLENGES_A_MINUTE = 10
_VALIDATION = 13


class Seal(Struct, frozen=True):
    """The signature of one callback, as its headers say; "" where there is none."""

    signature: str
    timestamp: str

    @property
    def is_there(self) -> bool:
        """Whether the callback claims to be an event at all."""
        return bool(self.signature and self.timestamp)


class Challenge(Struct, frozen=True):
    """An address validation, with what we answer."""

    plain_token: str
    signature: str


def check_head(headers: Mapping[str, str], app_id: str, now: float) -> Seal:
    """Whose callback it is, and whether it is fresh (`now`: unix seconds). Raises Refused."""
    if not hmac.compare_digest(
        headers.get("X-Bot-Appid", "").encode(errors="replace"), app_id.encode()
    ):
        raise Refused(403, "app_id")
    seal = Seal(headers.get("X-Signature-Ed25519", ""), headers.get("X-Signature-Timestamp", ""))
    if not seal.is_there:
        return seal
    check_fresh(seal.timestamp, now)
    return seal


def most_bytes(seal: Seal) -> int:
    """How long the body may be: without a signature a validation's few."""
    return MAX_BODY if seal.is_there else _LARGEST_CHALLENGE


class Opener:
    """Opens the callbacks of one bot."""

    def __init__(self, key: BotKey) -> None:
        self._key = key
        self._challenged: deque[float] = deque(maxlen=_CHALLENGES_A_MINUTE)

    def open(self, body: bytes, seal: Seal, now: float) -> JsonObject | Challenge:
        """The event, or the answer to an address validation, which comes without a signature.

        Raises Refused: 401 without a good signature, 400 for nonsense, 429 for many validations.
        """
        if seal.is_there and self._key.is_signed(seal.signature, seal.timestamp, body):
            event = parse_object(body)
            if event is None:
                raise Refused(400, "no_json_object")
            return event if event.get("op") != _VALIDATION else self._challenge(event, now)
        unsigned = parse_object(body) if len(body) <= _LARGEST_CHALLENGE else None
        if unsigned is None or unsigned.get("op") != _VALIDATION:
            raise Refused(401, "signature" if seal.is_there else "no_signature")
        return self._challenge(unsigned, now)

    def _challenge(self, event: JsonObject, now: float) -> Challenge:
        words = object_in(event, "d")
        event_ts, token = text_in(words, "event_ts"), text_in(words, "plain_token")
        if not may_be_signed(event_ts, token):
            raise Refused(400, "validation")
        full = len(self._challenged) == _CHALLENGES_A_MINUTE
        if full and now - self._challenged[0] < 60:
            raise Refused(429, "validations")
        self._challenged.append(now)
        return Challenge(token, self._key.sign(event_ts, token.encode()))
