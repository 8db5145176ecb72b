"""What the linear models look at: grams of the text without its particulars, and what was found."""

import re
from collections.abc import Iterator, Mapping
from operator import add

from bot.understanding.text import blank

SERVICE, PERSON = "\u25c6", "\u25c7"  # what stands for any service, any name; TIME for any time
_SEVERAL = re.compile("([\u25a0\u25c6\u25c7\u25a1])(?:[ ,，、]*\\1)+")
_PAUSE = re.compile(r"[\s,，。.、;；:：…~\-—]+")
_LAUGHTER = re.compile(r"(.)\1{2,}")
_TOKENS = re.compile(r"[a-z]+|.")
_NUMBERS = re.compile(r"[0-9]+")
_START, _STOP = "^", "$"
_LENGTHS = (1, 2, 4, 7, 11, 16, 24, 36, 60, 100)
MOST_POINTS = 6

Spans = tuple[tuple[int, int], ...]


def spelled(clear: str, spans: Mapping[str, Spans], name: str | None) -> str:
    """A plain text with one mark for each place of `spans` (mark → places) and for the `name`: what
    is left reads alike in every centre."""
    for mark, places in spans.items():
        clear = blank(clear, places, mark)
    if name:
        clear = clear.replace(name, PERSON)
    clear = _SEVERAL.sub(r"\1", clear)
    return _PAUSE.sub(",", _LAUGHTER.sub(r"\1\1", clear)).strip(",")


def grams(text: str) -> set[str]:
    """The 1-, 2- and 3-grams of the characters; Latin words and numbers are one character each."""
    tokens = [_START, *_TOKENS.findall(_NUMBERS.sub("0", text)), _STOP]
    pairs = list(map(add, tokens, tokens[1:]))
    return {*tokens[1:-1], *pairs, *map(add, pairs, tokens[2:])}


def steps(points: Mapping[str, float]) -> Iterator[str]:
    """How strongly the rules speak for each label, as one feature for each point reached."""
    for label, value in points.items():
        for step in range(1, min(int(value), MOST_POINTS) + 1):
            yield f"+{label}{step}"


def lengths(text: str) -> Iterator[str]:
    """How long a text is, as one feature for each of the marks it passes."""
    return (f"+long{mark}" for mark in _LENGTHS if len(text) >= mark)
