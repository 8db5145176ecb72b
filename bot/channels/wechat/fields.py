"""Values of a template notice, cut to what their kind allows (sheet of 2026-11-23, section 11)."""

import re

_LENGTHS = {
    "thing": 20,
    "character_string": 32,
    "number": 32,
    "letter": 32,
    "phrase": 5,
    "name": 10,
    "phone_number": 17,
    "car_number": 8,
}
_FORBIDDEN = {
    "phrase": re.compile(r"[^\u4e00-\u9fff]"),
    "character_string": re.compile(r"[^\x21-\x7e]"),
    "number": re.compile(r"[^0-9.]"),
    "phone_number": re.compile(r"[^0-9+\- ]"),
}
_SPACES = re.compile(r"\s+")


def fitted(key: str, value: str) -> str:
    """`value` on one line, as the platform takes it under `key` (`thing4`: 20 characters)."""
    kind = key.rstrip("0123456789")
    text = _SPACES.sub(" ", value).strip()
    if kind in _FORBIDDEN:
        text = _FORBIDDEN[kind].sub("", text)
    length = _LENGTHS.get(kind)
    if length is None or len(text) <= length:
        return text
    return text[: length - 1] + "…" if kind == "thing" else text[:length]
