"""From an HTTP request to the XML in it: every check before it is read (sheet sections 3, 18)."""

import hmac
import re
from collections.abc import Mapping

from msgspec import Struct

from bot.channels.parts.callbacks import Refused, check_fresh, required
from bot.channels.parts.sealing import MessageCipher, Unreadable, is_signed

MAX_BODY = 128 * 1024
BODY_SECONDS = 5.0  # the platform itself gives up after that long (sheet section 7)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
# possessive throughout: nothing is tried twice, whatever a body is stuffed with
_ENCRYPT = re.compile(rb"<Encrypt>\s*+(?:<!\[CDATA\[)?+([^<]++)</Encrypt>")
# nothing between the declaration and the first element: no room for a DOCTYPE
_BEGINS_AT_ONCE = re.compile(r"\s*+(?:<\?xml\s[^<>?]*+\?>)?+\s*+<[A-Za-z]")


class Envelope(Struct, frozen=True):
    """The signed query of one callback; `msg_signature` is None in plaintext mode."""

    timestamp: str
    nonce: str
    msg_signature: str | None


class Opened(Struct, frozen=True):
    """The plain XML, and the key and AppID to seal the reply with (`cipher` None: plaintext)."""

    xml: str
    cipher: MessageCipher | None = None
    app_id: str = ""


def check_query(query: Mapping[str, str], token: str, now: float) -> Envelope:
    """Presence, freshness (300 s around `now`, unix seconds) and signature. Raises Refused."""
    timestamp, nonce = required(query, "timestamp"), required(query, "nonce")
    signature = required(query, "signature")
    check_fresh(timestamp, now)
    if not is_signed(signature, token, timestamp, nonce):
        raise Refused(403, "signature")
    # the mode is decided per request, so that a switch in the console breaks nothing
    if query.get("encrypt_type", "raw") != "aes":
        return Envelope(timestamp, nonce, None)
    return Envelope(timestamp, nonce, required(query, "msg_signature"))


def check_echo(query: Mapping[str, str], token: str) -> str:
    """The `echostr` of a URL verification (sheet section 2). Raises Refused."""
    timestamp, nonce = required(query, "timestamp"), required(query, "nonce")
    signature, echo = required(query, "signature"), required(query, "echostr")
    if not is_signed(signature, token, timestamp, nonce):
        raise Refused(403, "signature")
    return echo


class Opener:
    """Opens bodies for one account, with the current and the previous key."""

    def __init__(self, token: str, ciphers: tuple[MessageCipher, ...], app_id: str) -> None:
        self._token = token
        self._ciphers = ciphers
        self._app_id = app_id

    def open(self, body: bytes, envelope: Envelope) -> Opened:
        """Check and decrypt `body`. Raises Refused: 403 for a wrong signature or AppID, or 400."""
        if envelope.msg_signature is None:
            return Opened(_harmless(body))
        # a pattern is enough here: the signature covers exactly what it finds
        found = [_without_end(sealed) for sealed in _ENCRYPT.findall(body)]
        if not found:
            raise Refused(400, "no_encrypt")
        # in compatible mode a resident's own text may look like the field
        signed = (self._token, envelope.timestamp, envelope.nonce)
        for sealed in found:
            if is_signed(envelope.msg_signature, *signed, sealed):
                return self._unsealed(sealed)
        raise Refused(403, "msg_signature")

    def _unsealed(self, sealed: str) -> Opened:
        for cipher in self._ciphers:
            try:
                xml, app_id = cipher.unseal(sealed)
            except Unreadable:
                continue
            # without an AppID of our own the signature alone must do, and we answer to theirs
            if self._app_id and not _same(app_id, self._app_id):
                raise Refused(403, "app_id")
            return Opened(_harmless(xml), cipher, app_id)
        raise Refused(400, "undecipherable" if self._ciphers else "no_aes_key")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _without_end(sealed: bytes) -> str:
    """What the field holds, without the end of its CDATA and white space."""
    return sealed.strip().removesuffix(b"]]>").strip().decode(errors="replace")


def _harmless(xml: bytes) -> str:
    """Without the characters that XML forbids (residents do paste them); a DOCTYPE is refused, but
    not the word in what a resident wrote.

    A `str`, so that no declared encoding can hide one."""
    cleaned = xml.translate(None, _CONTROLS).decode(errors="replace")
    cleaned = cleaned.replace("\ufffe", "").replace("\uffff", "")
    if "<!DOCTYPE" in cleaned and _BEGINS_AT_ONCE.match(cleaned) is None:
        raise Refused(400, "doctype")
    return cleaned
