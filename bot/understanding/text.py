"""The same text in one plain form: half width, lower case, simplified; one code point for each."""

import unicodedata

from bot.understanding.traditional import SIMPLIFIED

LONGEST = 1000  # code points read of one message; what follows is not understood
HEAD, TAIL = 300, 100
"""Of a longer text only its beginning and end are understood: there people say what they want. In
all of it are numbers found, to be masked, and danger."""


class _Plain(dict[int, str]):
    """Code point → its plain form; found out when it is first met, as `str.translate` asks."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        folded = unicodedata.normalize("NFKC", character).lower()
        found = self.get(ord(folded), folded) if len(folded) == 1 else character
        if point <= _COMMON_POINTS:  # nobody fills our memory with what is never written
            self[point] = found
        return found


_PLAIN = _Plain(SIMPLIFIED)
_PLAIN.update({ord("﹣"): "-", ord("—"): "-", ord("–"): "-", ord("−"): "-", ord("～"): "~"})
_PLAIN.update({ord("\u3000"): " ", ord("\xa0"): " ", ord("\t"): " ", ord("\n"): " "})
_PLAIN.update({ord("\r"): " "})
_COMMON_POINTS = 0xFFFF


def plain(text: str) -> str:
    """`text`, at most LONGEST code points, character by character in its plain form: offsets stay
    those of the message."""
    found = text[:LONGEST].translate(_PLAIN)
    return text if found == text else found  # most are plain: an index keeps no second one


def as_said(text: str, found: str) -> str:
    """`found`, which was read in the plain form of `text`, as it stands in `text` itself."""
    said = plain(text)
    start = said.find(found.lower())
    if start < 0:
        start = said.find(found.replace("，", ","))
    return text[start : start + len(found)] if start >= 0 else found


def gist(text: str) -> str:
    """A plain text with blanks between its beginning and its end; places stay what they are."""
    if len(text) <= HEAD + TAIL:
        return text
    return text[:HEAD] + " " * (len(text) - HEAD - TAIL) + text[-TAIL:]


def blank(text: str, spans: tuple[tuple[int, int], ...], mark: str = "\u25a1") -> str:
    """`text` with every span overwritten by `mark`, as long as before."""
    for start, stop in spans:
        text = text[:start] + mark * (stop - start) + text[stop:]
    return text
