"""The answer in the callback: what fits into it, and its JSON (sheet weibo.md section 4)."""

import json
from urllib.parse import quote

from bot.channels.parts import fitting
from bot.channels.parts.wire import JsonObject
from bot.domain.characters import clean

MAX_CHARACTERS = 299  # under 300


def fits(texts: tuple[str, ...]) -> int:
    """How many of the leading `texts` go whole into one answer; 0: staff paste all of it, because
    half an answer would be a wrong one."""
    count = fitting.fits(texts, MAX_CHARACTERS)
    return 0 if count == 1 and len(texts[0]) > MAX_CHARACTERS else count


def text_reply(fields: JsonObject, text: str) -> JsonObject:
    """The roles swap: the office's account is the sender now."""
    words = json.dumps({"text": clean(text)}, ensure_ascii=False)
    return {
        "result": True,
        "sender_id": fields.get("receiver_id"),
        "receiver_id": fields.get("sender_id"),
        "type": "text",
        "data": quote(words, safe=""),
    }
