"""JSON from a platform, read tolerantly: what is missing or of another type is empty."""

import json
from collections.abc import Mapping

from bot.domain.characters import clean

JsonObject = Mapping[str, object]


def parse_object(raw: str | bytes) -> JsonObject | None:
    """The JSON object in `raw`, or None for anything else. Never raises."""
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def object_in(parent: JsonObject, key: str) -> JsonObject:
    """The object under `key`, or an empty one."""
    value = parent.get(key)
    return value if isinstance(value, dict) else {}


def objects_in(parent: JsonObject, key: str) -> tuple[JsonObject, ...]:
    """The objects in the list under `key`."""
    value = parent.get(key)
    return tuple(one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def text_in(parent: JsonObject, key: str) -> str:
    """The string or whole number under `key` as clean text, or "": platforms mix the two."""
    value = parent.get(key)
    if isinstance(value, str):
        return clean(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def number_in(parent: JsonObject, key: str) -> int | None:
    """The whole number (or its digits) under `key`, or None."""
    text = text_in(parent, key).strip()
    digits = text.removeprefix("-")
    return int(text) if is_number(digits) and len(digits) < 20 else None


def is_number(text: str) -> bool:
    """Whether `text` is digits alone, as QQ and group numbers are."""
    return text.isascii() and text.isdigit()
