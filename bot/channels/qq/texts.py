"""The text of a QQ message: what may stand in it, and how much (sheet qq.md section 6)."""

import re

from bot.channels.parts import fitting
from bot.domain.characters import clean

MAX_CHARACTERS = 1500
SHORTER = 700
"""Once more, after the platform found MAX_CHARACTERS too long: it publishes no limit."""
_ELLIPSIS = "…"
_DOT = re.compile(r"(?<=[A-Za-z0-9_-])\.(?=[A-Za-z0-9_-])")
_CALL = re.compile(r"<(?=qqbot-|@)")


def fits(texts: tuple[str, ...]) -> int:
    """How many of the leading `texts` go whole into one message."""
    return fitting.fits(texts, MAX_CHARACTERS)


def cut(text: str, limit: int = MAX_CHARACTERS, *, is_literal: bool = False) -> str:
    """`text` in at most `limit` characters: cut at a line end, else in the line, with a ….

    `is_literal`: it was made literal before, calls in it are ours."""
    whole = (text if is_literal else literal(text)).strip()
    if len(whole) <= limit:
        return whole
    kept = whole[: limit - len(_ELLIPSIS)]
    lines = kept.rpartition("\n")[0].rstrip()
    # one very long line after a short one is worth more cut than left out
    is_better = 2 * len(lines) > len(kept) and len(lines) + 2 <= limit
    return (f"{lines}\n" if is_better else kept.rstrip()) + _ELLIPSIS


def literal(text: str) -> str:
    """`text` in which nobody is called: what a resident wrote must stay what it is."""
    return _CALL.sub("＜", clean(text))


def unlinked(text: str) -> str:
    """`text` in which no web address is one any more, but people can still read it."""
    return _DOT.sub("。", text.replace("://", "：／／"))


def calling(openid: str, text: str) -> str:
    """`text` with a member of the group called first; `text` must be literal already."""
    return f'<qqbot-at-user id="{openid}" /> {text}'
