"""Pictures in WeCom: whole at the group's push address, uploaded first over the line.

The sheet (wecom.md, 3.2) names the three calls of an upload and their limits; the fields are those
that several public clients agree on, so whatever is answered otherwise means: say it in words.
"""

import hashlib
from base64 import b64encode

from bot.channels.parts.calls import NotTaken, OutcomeUnknown
from bot.channels.parts.wire import JsonObject, text_in
from bot.channels.wecom.connection import Connection

LARGEST_PICTURE = 2 * 1024 * 1024
"""In bytes, before base64 (sheet section 2)."""

_CHUNK = 512 * 1024
_NAME = "roster.png"


def pictured(png: bytes) -> JsonObject:
    """The `image` of a push address."""
    return {"base64": b64encode(png).decode(), "md5": _md5(png)}


async def upload(connection: Connection, png: bytes) -> str:
    """The media_id of a picture; "" where there is none. Nobody sees anything of it yet."""
    try:
        return await _upload(connection, png)
    except (NotTaken, OutcomeUnknown):
        return ""


async def _upload(connection: Connection, png: bytes) -> str:
    parts = [png[at : at + _CHUNK] for at in range(0, len(png), _CHUNK)]
    size: JsonObject = {"total_size": len(png), "total_chunks": len(parts), "md5": _md5(png)}
    about: JsonObject = {"type": "image", "filename": _NAME, **size}
    code, answer = await connection.ask("aibot_upload_media_init", about)
    number = text_in(answer, "upload_id")
    if code != 0 or not number:
        return ""
    for index, part in enumerate(parts):
        data = b64encode(part).decode()
        piece: JsonObject = {"upload_id": number, "chunk_index": index, "base64_data": data}
        if await connection.call("aibot_upload_media_chunk", piece) != 0:
            return ""
    code, answer = await connection.ask("aibot_upload_media_finish", {"upload_id": number})
    return text_in(answer, "media_id") if code == 0 else ""


def _md5(png: bytes) -> str:
    return hashlib.md5(png, usedforsecurity=False).hexdigest()
