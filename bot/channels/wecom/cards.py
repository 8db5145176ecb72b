"""Cards with buttons: made of our own card texts, and what a pressed button says (sheet, 3).

Only fields that the sheet names: a title with a description, up to six pairs and six buttons.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from bot.channels.parts.wire import JsonObject, object_in, text_in
from bot.domain.characters import clean

_MOST_PAIRS = 6
_PAIR = re.compile(r"(?P<name>[^：:]{1,5})[：:]\s*(?P<value>.+)")
_CODE = re.compile(r"[A-Z][0-9]{1,9}")
_LOUD, _QUIET = 1, 2


class Press(Struct, frozen=True):
    """A pressed button: the `order` on it, and the `code` of the ticket on the card."""

    order: str
    code: str


def card(text: str, code: str, buttons: Sequence[str], task_id: str, said: str = "") -> JsonObject:
    """The card of a ticket: its lines as title and pairs; `said`: what became of it."""
    title, *lines = [line for line in clean(text).splitlines() if line.strip()] or [code]
    pairs, others = _sorted(lines)
    made: dict[str, object] = {
        "card_type": "button_interaction",
        "main_title": {"title": title, "desc": "\n".join(filter(None, (said, *others)))},
        "button_list": [_button(word, code, first=not at) for at, word in enumerate(buttons)],
        "task_id": task_id,
    }
    if pairs:
        made["horizontal_content_list"] = pairs
    return made


def read_press(event: JsonObject) -> Press | None:
    """What a pressed button says; None for every other event, and for keys that are not ours."""
    if text_in(event, "eventtype") != "template_card_event":
        return None
    order, _, code = text_in(object_in(event, "template_card_event"), "event_key").partition(":")
    try:
        said = bytes.fromhex(order).decode()
    except ValueError:
        return None
    return Press(said, code) if said.strip() and _CODE.fullmatch(code) else None


def _sorted(lines: Sequence[str]) -> tuple[list[JsonObject], list[str]]:
    """Lines that are a name and a value, and the others; how to answer is for those who type."""
    pairs: list[JsonObject] = []
    others: list[str] = []
    for line in lines:
        found = _PAIR.fullmatch(line.strip())
        if found and len(pairs) < _MOST_PAIRS:
            pairs.append({"keyname": found["name"], "value": found["value"]})
        else:
            others.append(line.strip())
    return pairs, others


def _button(word: str, code: str, *, first: bool) -> JsonObject:
    """The key is in ASCII: the sheet shows no other."""
    style = _LOUD if first else _QUIET
    return {"text": word, "style": style, "key": f"{word.encode().hex()}:{code}"}
