"""A picture for the channels: real PNGs, and a house that draws them."""

import struct
import zlib

from msgspec.structs import replace

from bot.channels.base import Draw
from bot.domain.messages import PICTURE, ContactRef, OutboundMessage, Purpose

WORDS = "2026年12月值班安排\n【早间延时班】\n12月1日（周二）：王芳、张敏、陈静"


def png(weight: int = 0) -> bytes:
    """A small grey PNG, heavier by so many bytes."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0\x80")), (b"tEXt", bytes(weight))]
    whole = b"".join(_chunk(*each) for each in [*chunks, (b"IEND", b"")])
    return b"\x89PNG\r\n\x1a\n" + whole


def month_letter(to: ContactRef) -> OutboundMessage:
    """本月排班 on its way to the staff group."""
    return replace(OutboundMessage(7, to, WORDS, Purpose.GROUP), fields={PICTURE: "2026-12"})


def drawing(picture: bytes) -> Draw:
    """A house that draws this."""

    async def draw(_message: OutboundMessage) -> bytes | None:
        return picture

    return draw


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
