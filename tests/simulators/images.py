"""What platforms look at in a picture: its base64, its kind, its size; read without the product.

The upload over WeCom's line is here too: three calls, then the picture has a media_id.
"""

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass, field
from itertools import count

from tests.simulators.wecom_wire import Json

LARGEST, CHUNK, MOST_CHUNKS = 2 * 1024 * 1024, 512 * 1024, 100
BAD_PARAMETER, BAD_TYPE, BAD_SIZE, BAD_MD5 = 40058, 40005, 40009, 301019
_PNG = b"\x89PNG\r\n\x1a\n"
_ONEBOT = "base64://"


class NoPicture(ValueError):
    """The platform does not take it; `code` is WeCom's."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG, as its first chunk says."""
    assert picture.startswith(_PNG)
    assert picture[12:16] == b"IHDR"
    assert picture.rstrip()[-8:-4] == b"IEND", "it was cut off"
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def decoded(text: object) -> bytes:
    """Strict base64, and a PNG. Raises NoPicture."""
    if not isinstance(text, str) or not text:
        raise NoPicture(BAD_PARAMETER)
    try:
        picture = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise NoPicture(BAD_PARAMETER) from error
    if not picture.startswith(_PNG):
        raise NoPicture(BAD_TYPE)
    return picture


def of_onebot(file: str) -> bytes:
    """The `file` of an image segment; only what needs no address and no path of ours."""
    if not file.startswith(_ONEBOT):
        raise NoPicture(BAD_PARAMETER)
    return decoded(file.removeprefix(_ONEBOT))


def of_wecom(image: object) -> bytes:
    """The `image` of a push address: base64, and md5 of what it holds, at most 2 MB."""
    assert isinstance(image, dict)
    picture = decoded(image.get("base64"))
    if len(picture) > LARGEST:
        raise NoPicture(BAD_SIZE)
    if hashlib.md5(picture, usedforsecurity=False).hexdigest() != image.get("md5"):
        raise NoPicture(BAD_MD5)
    return picture


@dataclass(slots=True)
class _Upload:
    size: int
    chunks: int
    md5: str
    parts: dict[int, bytes] = field(default_factory=dict)


class Uploads:
    """The pictures a robot uploaded, by media_id. `refuses`: the errcode of every call, 0 = none;
    `stop_at`: the only call that is refused with it, "" = all."""

    def __init__(self) -> None:
        self.media: dict[str, bytes] = {}
        self.refuses, self.stop_at = 0, ""
        self._open: dict[str, _Upload] = {}
        self._numbers = count(1)

    def do(self, cmd: str, body: Json) -> tuple[int, Json]:
        """One call: its errcode and what comes back."""
        if self.refuses and self.stop_at in ("", cmd):
            return self.refuses, {}
        if cmd == "aibot_upload_media_init":
            return self._begin(body)
        upload = self._open.get(str(body["upload_id"]))
        if upload is None:
            return BAD_PARAMETER, {}
        if cmd == "aibot_upload_media_chunk":
            return self._take(upload, body), {}
        assert cmd == "aibot_upload_media_finish", cmd
        return self._finish(upload)

    def _begin(self, body: Json) -> tuple[int, Json]:
        assert body["type"] == "image"
        assert str(body["filename"]).endswith(".png")
        size, chunks = body["total_size"], body["total_chunks"]
        assert isinstance(size, int)
        assert isinstance(chunks, int)
        if size <= 5 or not 1 <= chunks <= MOST_CHUNKS:
            return BAD_SIZE, {}
        number = f"upload-{next(self._numbers)}"
        self._open[number] = _Upload(size, chunks, str(body["md5"]))
        return 0, {"upload_id": number}

    def _take(self, upload: _Upload, body: Json) -> int:
        index = body["chunk_index"]
        assert isinstance(index, int)
        part = base64.b64decode(str(body["base64_data"]), validate=True)
        if not 0 <= index < upload.chunks or not 0 < len(part) <= CHUNK:
            return BAD_SIZE
        upload.parts[index] = part
        return 0

    def _finish(self, upload: _Upload) -> tuple[int, Json]:
        whole = b"".join(upload.parts[index] for index in sorted(upload.parts))
        if len(upload.parts) != upload.chunks or len(whole) != upload.size:
            return BAD_SIZE, {}
        if hashlib.md5(whole, usedforsecurity=False).hexdigest() != upload.md5:
            return BAD_MD5, {}
        number = f"media-{next(self._numbers)}"
        self.media[number] = whole
        return 0, {"type": "image", "media_id": number}
