"""From an HTTP request to the JSON in it: every check before it is read (sheet weibo.md 2, 8)."""

from collections.abc import Mapping

from bot.channels.parts.callbacks import Refused, check_fresh, required
from bot.channels.parts.replays import Replays
from bot.channels.parts.sealing import is_signed
from bot.channels.parts.wire import JsonObject, parse_object, text_in
from bot.channels.weibo.credentials import Credentials

MAX_BODY = 64 * 1024
BODY_SECONDS = 4.0  # the platform gives up after five (sheet section 3)
_LAST_THREE = 3  # the timestamp is in milliseconds


class Opener:
    """Opens the callbacks of one account."""

    def __init__(self, credentials: Credentials) -> None:
        self._secret, self._uid = credentials.app_secret, credentials.uid
        self._replays = Replays()

    def echo(self, query: Mapping[str, str]) -> str:
        """The answer to a verification of the address. Raises Refused."""
        self._check_signature(query)
        return required(query, "echostr")

    def check_query(self, query: Mapping[str, str], now: float) -> None:
        """Before the body is read: signed and fresh; `now` in unix seconds. Raises Refused."""
        timestamp = required(query, "timestamp")
        check_fresh(timestamp[:-_LAST_THREE], now)
        self._check_signature(query)

    def open(self, body: bytes, query: Mapping[str, str], now: float) -> JsonObject:
        """The message, meant for this account; the same query with another body is a forgery.

        Raises Refused.
        """
        message = parse_object(body)
        if message is None:
            raise Refused(400, "no_json_object")
        if text_in(message, "receiver_id") != self._uid:
            raise Refused(403, "receiver")
        self._replays.admit((query["timestamp"], query["nonce"]), body, now)
        return message

    def _check_signature(self, query: Mapping[str, str]) -> None:
        signed = (self._secret, required(query, "timestamp"), required(query, "nonce"))
        if not is_signed(required(query, "signature"), *signed):
            raise Refused(403, "signature")
