"""The three shapes of a OneBot message and its segments (platform sheet onebot.md section 5)."""

import re
from base64 import b64encode
from collections.abc import Mapping

from msgspec import Struct, field

from bot.channels.parts.wire import JsonObject, is_number, object_in, text_in
from bot.domain.characters import clean

_CODE = re.compile(r"\[CQ:([^,\[\]]+)((?:,[^\[\]]*)?)\]")


class Segment(Struct, frozen=True):
    """One piece of a message: text, at, reply, image …; the values of `data` are strings."""

    type: str
    data: Mapping[str, str] = field(default_factory=dict)


def read_message(message: object) -> tuple[Segment, ...]:
    """The segments of an array, of one object, or of a CQ string; anything else has none."""
    if isinstance(message, str):
        return _read_codes(message)
    items = message if isinstance(message, list) else [message]
    return tuple(_read_segment(item) for item in items if isinstance(item, dict))


def unescape(text: str) -> str:
    """CQ text without its escapes; `&amp;` is last, so that `&amp;#91;` stays literal `&#91;`."""
    return text.replace("&#91;", "[").replace("&#93;", "]").replace("&amp;", "&")


def unescape_parameter(value: str) -> str:
    """A CQ parameter value without its escapes: the comma is escaped there too."""
    return unescape(value.replace("&#44;", ","))


def compose(text: str, mention: str | None) -> list[JsonObject]:
    """`text` as segments, never as a CQ string: what a resident wrote must stay literal.

    `mention` is a QQ number to call by name first; anything else (`all` above all) is not called.
    """
    if mention is None or not is_number(mention):
        return [{"type": "text", "data": {"text": clean(text)}}]
    at: JsonObject = {"type": "at", "data": {"qq": mention}}
    return [at, {"type": "text", "data": {"text": " " + clean(text)}}]


def illustrated(caption: str, png: bytes) -> list[JsonObject]:
    """A title and a picture in one message; the file travels in the frame (sheet section 5)."""
    file = "base64://" + b64encode(png).decode()
    return [*compose(caption, None), {"type": "image", "data": {"file": file}}]


def _read_segment(item: JsonObject) -> Segment:
    data = object_in(item, "data")
    return Segment(text_in(item, "type"), {key: text_in(data, key) for key in data})


def _read_codes(message: str) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    end = 0
    for code in _CODE.finditer(message):
        segments += _read_text(message[end : code.start()])
        segments.append(Segment(code[1], _read_parameters(code[2])))
        end = code.end()
    return tuple(segments + _read_text(message[end:]))


def _read_text(text: str) -> list[Segment]:
    return [Segment("text", {"text": clean(unescape(text))})] if text else []


def _read_parameters(parameters: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in parameters.split(",") if part)
    return {name: clean(unescape_parameter(value)) for name, _, value in pairs}
