"""The passive reply: what fits into it, and its XML (sheet of 2026-11-23, sections 4 and 8)."""

import os
import re

from bot.channels.parts import fitting
from bot.channels.parts.sealing import MessageCipher, sign

MAX_BYTES = 2000
_UNSENDABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def fits(texts: tuple[str, ...]) -> int:
    """How many of the leading `texts` go whole into one message."""
    return fitting.fits(texts, MAX_BYTES, fitting.bytes_of)


def cut(text: str, limit: int = MAX_BYTES) -> str:
    """`text` in at most `limit` bytes of UTF-8: cut at a line end, else in the line, with a …."""
    return fitting.cut_bytes(sendable(text), limit)


def sendable(text: str) -> str:
    """Without what XML cannot carry."""
    return _UNSENDABLE.sub("", text)


def text_reply(to: str, sender: str, content: str, at: int) -> str:
    """The XML of a text reply at unix second `at`.

    Ours, because wechatpy's TextReply lets `]]>` break out of CDATA (sheet section 18)."""
    return (
        f"<xml><ToUserName>{_cdata(to)}</ToUserName><FromUserName>{_cdata(sender)}</FromUserName>"
        f"<CreateTime>{at}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content>{_cdata(content)}</Content></xml>"
    )


def seal_reply(xml: str, cipher: MessageCipher, app_id: str, signed: tuple[str, int]) -> str:
    """The encrypted reply; `signed` are our token and the unix second of the reply."""
    token, at = signed
    nonce = os.urandom(8).hex()
    sealed = cipher.seal(xml.encode(), app_id)
    signature = sign(token, str(at), nonce, sealed)
    return (
        f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt>"
        f"<MsgSignature><![CDATA[{signature}]]></MsgSignature>"
        f"<TimeStamp>{at}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
    )


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
