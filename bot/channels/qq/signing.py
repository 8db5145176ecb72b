"""Ed25519 as the QQ platform uses it: one key from the secret, for both sides (sheet section 3)."""

import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_SEED_BYTES = 32
_SIGNATURE = re.compile(r"[0-9a-fA-F]{128}")
# What may be signed for whoever saves our address in the console. A body of an event cannot be
# such a token: it needs braces. Without this rule anybody could have an event signed by us.
_EVENT_TS = re.compile(r"[0-9]{1,16}")
_PLAIN_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,128}")


class BotKey:
    """The key of one bot, from its secret repeated to 32 bytes. ValueError: an empty secret."""

    def __init__(self, secret: str) -> None:
        if not secret:
            raise ValueError("an empty secret makes no key")
        seed = secret.encode() * _SEED_BYTES
        self._private = Ed25519PrivateKey.from_private_bytes(seed[:_SEED_BYTES])
        self._public = self._private.public_key()

    def sign(self, timestamp: str, text: bytes) -> str:
        """The signature of `timestamp` and `text`, in hex."""
        return self._private.sign(timestamp.encode() + text).hex()

    def is_signed(self, signature: str, timestamp: str, body: bytes) -> bool:
        """Whether `signature` (hex) is the platform's for exactly these bytes."""
        if _SIGNATURE.fullmatch(signature) is None:
            return False
        given = bytes.fromhex(signature)
        if given[63] & 224:  # not in canonical form (sheet section 3)
            return False
        try:
            self._public.verify(given, timestamp.encode() + body)
        except InvalidSignature:
            return False
        return True


def may_be_signed(event_ts: str, plain_token: str) -> bool:
    """Whether the words of an address validation are harmless to sign."""
    return bool(_EVENT_TS.fullmatch(event_ts) and _PLAIN_TOKEN.fullmatch(plain_token))
