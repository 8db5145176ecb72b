"""From a callback to the JSON in it, and our answer sealed (sheet wecom.md section 3.1)."""

import json
from collections.abc import Mapping

from bot.channels.parts.callbacks import Refused, check_fresh, required
from bot.channels.parts.sealing import MessageCipher, Unreadable, is_signed, sign
from bot.channels.parts.wire import JsonObject, parse_object, text_in

MAX_BODY = 128 * 1024
BODY_SECONDS = 5.0
_RECEIVER = ""  # an enterprise's own robot has none


class Opener:
    """Opens and seals for one robot. ValueError: an AES key that is none."""

    def __init__(self, token: str, aes_key: str) -> None:
        self._token, self._cipher = token, MessageCipher(aes_key)

    def echo(self, query: Mapping[str, str]) -> str:
        """The answer to a verification of the address. Raises Refused."""
        sealed = required(query, "echostr")
        self._check(query, sealed)
        return self._unsealed(sealed).decode(errors="replace")

    def check_query(self, query: Mapping[str, str], now: float) -> None:
        """Before the body is read: everything there, and fresh. Raises Refused."""
        for name in ("msg_signature", "nonce"):
            required(query, name)
        check_fresh(required(query, "timestamp"), now)

    def open(self, body: bytes, query: Mapping[str, str]) -> JsonObject:
        """The message or event: the signature covers all of it. Raises Refused."""
        wrapped = parse_object(body)
        sealed = text_in(wrapped, "encrypt") if wrapped is not None else ""
        if not sealed:
            raise Refused(400, "no_encrypt")
        self._check(query, sealed)
        opened = parse_object(self._unsealed(sealed))
        if opened is None:
            raise Refused(400, "no_json_object")
        return opened

    def seal(self, words: JsonObject, nonce: str, at: int) -> JsonObject:
        """The sealed answer to the callback with this `nonce`; `at` in unix seconds."""
        sealed = self._cipher.seal(json.dumps(words, ensure_ascii=False).encode(), _RECEIVER)
        signature = sign(self._token, str(at), nonce, sealed)
        return {"encrypt": sealed, "msgsignature": signature, "timestamp": at, "nonce": nonce}

    def _check(self, query: Mapping[str, str], sealed: str) -> None:
        signed = (self._token, required(query, "timestamp"), required(query, "nonce"), sealed)
        if not is_signed(required(query, "msg_signature"), *signed):
            raise Refused(403, "signature")

    def _unsealed(self, sealed: str) -> bytes:
        try:
            message, receiver = self._cipher.unseal(sealed)
        except Unreadable as error:
            raise Refused(400, "undecipherable") from error
        if receiver != _RECEIVER:
            raise Refused(403, "receiver")
        return message
