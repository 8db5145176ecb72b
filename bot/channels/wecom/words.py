"""Texts of WeCom: what was said to us behind an @, what may stand in ours, and the codes in both.

A quote there bears no message id, only the quoted words (sheet section 3), so what we said is found
again by the codes that stand in it.
"""

import re

from bot.channels.parts.fitting import cut_bytes
from bot.domain.characters import clean

MAX_MARKDOWN = 4096
MAX_WEBHOOK_TEXT = 2048
MAX_HEARD = 2000
UNKNOWN_QUOTE = "?"
_MOST_CODES = 6
_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Z][0-9]{1,9}(?![A-Za-z0-9])")
_CALL = re.compile(r"\s*@\S+\s*")
# What markdown would eat or act on: a resident's words must stay what they are, and nobody is to be
# called or led elsewhere by them.
_LITERAL = str.maketrans({"*": "＊", "`": "｀", "<": "＜", ">": "＞", "[": "［", "]": "］"})
_HEADING = re.compile(r"^#+", re.MULTILINE)


def heard(text: str, name: str, *, in_group: bool) -> str:
    """What was said, without the call to the robot; `name` may hold blanks, "" = not known."""
    said = clean(text[: 2 * MAX_HEARD])
    if in_group and name and f"@{name}" in said:
        said = said.replace(f"@{name}", " ", 1)
    elif in_group:
        said = _CALL.sub("", said, count=1) if said.lstrip().startswith("@") else said
    return said.strip()[:MAX_HEARD]


def signature(text: str) -> str:
    """The codes in `text`, which find it again when it is quoted; "" = it has none."""
    return ",".join(dict.fromkeys(_CODE.findall(text)[:_MOST_CODES]))


def literal(text: str) -> str:
    """`text` in markdown that says just this."""
    plain = clean(text).translate(_LITERAL)
    return _HEADING.sub(lambda found: "＃" * len(found.group()), plain)


def markdown(text: str, member: str = "") -> str:
    """`text` in at most MAX_MARKDOWN bytes; `member` is called first."""
    called = f"<@{member}> " if member else ""
    return called + cut_bytes(literal(text), MAX_MARKDOWN - len(called.encode()))
