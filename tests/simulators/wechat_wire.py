"""How WeChat talks to an account's server: signed and sealed pushes, and how it reads the reply.

Independent of the product: sealing is wechatpy's, so both sides check each other.
"""

import secrets
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree

from wechatpy.crypto import PrpCrypto, WeChatCrypto, _get_signature
from wechatpy.exceptions import InvalidAppIdException, InvalidSignatureException
from wechatpy.utils import WeChatSigner

MAX_REPLY_BYTES = 2048  # measured by others, sheet section 8
MODES = ("plain", "compatible", "safe")


@dataclass(frozen=True)
class Account:
    """One official account as its console shows it. The defaults are those of the test vectors."""

    token: str = "jiedao_test_token_2026"
    aes_key: str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
    app_id: str = "wx1234567890abcdef"
    secret: str = "0123456789abcdef0123456789abcdef"
    gh_id: str = "gh_0123456789ab"

    @cached_property
    def crypto(self) -> WeChatCrypto:
        """Made once: pushing must be cheap."""
        return WeChatCrypto(self.token, self.aes_key, self.app_id)

    @cached_property
    def cipher(self) -> PrpCrypto:
        """The bare cipher under `crypto`."""
        return PrpCrypto(self.crypto.key)


@dataclass(frozen=True, slots=True)
class Push:
    """One POST as the platform makes it."""

    query: dict[str, str]
    body: bytes


class BadReply(Exception):
    """What the server answered is no reply; the resident reads that the account is out of order."""


def signature_of(*parts: str) -> str:
    """sha1 over the sorted parts (sheet section 2)."""
    signer = WeChatSigner()
    signer.add_data(*parts)
    return str(signer.signature)


def make_push(account: Account, xml: str, mode: str, now: float) -> Push:
    """The query and body of one delivery of `xml` at `now` (unix seconds), with its own nonce."""
    timestamp, nonce = str(int(now)), str(secrets.randbelow(10**10))
    query = {
        "signature": signature_of(account.token, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
    }
    if mode == "plain":
        return Push(query, xml.encode())
    sealed = account.cipher.encrypt(xml, account.app_id).decode()
    query["encrypt_type"] = "aes"
    query["msg_signature"] = _get_signature(account.token, timestamp, nonce, sealed)
    encrypt = f"<Encrypt><![CDATA[{sealed}]]></Encrypt>"
    if mode == "compatible":
        return Push(query, f"{xml.removesuffix('</xml>')}{encrypt}</xml>".encode())
    receiver = f"<ToUserName><![CDATA[{account.gh_id}]]></ToUserName>"
    return Push(query, f"<xml>{receiver}{encrypt}</xml>".encode())


def read_reply(account: Account, mode: str, openid: str, body: bytes) -> str | None:
    """The text that a resident sees, None for nothing. Raises BadReply where the platform would."""
    if body in (b"", b"success"):
        return None
    fields = _fields(body)
    if "Encrypt" in fields and mode != "plain":
        fields = _fields(_unsealed(account, body, fields))
    elif mode == "safe":
        raise BadReply("a plain reply in safe mode")
    if (fields.get("ToUserName"), fields.get("FromUserName")) != (openid, account.gh_id):
        raise BadReply("to or from somebody else")
    if fields.get("MsgType") != "text" or not fields.get("CreateTime", "").isdigit():
        raise BadReply("not a text with its time")
    content = fields.get("Content", "")
    if not content or len(content.encode()) > MAX_REPLY_BYTES:
        raise BadReply("empty or over-long")
    return content


def _unsealed(account: Account, body: bytes, fields: dict[str, str]) -> bytes:
    signed = (fields.get(name, "") for name in ("MsgSignature", "TimeStamp", "Nonce"))
    try:
        plain = account.crypto.decrypt_message(body, *signed)
    except (InvalidSignatureException, InvalidAppIdException, ValueError, IndexError) as error:
        raise BadReply("not sealed for this account") from error
    return str(plain).encode()


def _fields(body: bytes) -> dict[str, str]:
    try:
        root = ElementTree.fromstring(body)  # noqa: S314  # our own server wrote it
    except ElementTree.ParseError as error:
        raise BadReply("no XML") from error
    names = [child.tag for child in root]
    if root.tag != "xml" or len(set(names)) != len(names):
        raise BadReply("not one field each")
    return {child.tag: child.text or "" for child in root}
