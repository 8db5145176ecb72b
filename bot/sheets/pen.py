"""Words on a picture: how wide they are, how small they must be, where they break."""

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from bot.sheets.fonts import open_font

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

_LEADING, _BOLD = 1.25, 0.6


class Words(Struct, frozen=True):
    """Words to be written at `spot`: the middle of their line, on its left unless `anchor` says
    otherwise (l, m, r)."""

    spot: tuple[int, int]
    text: str
    size: int
    ink: str
    anchor: str = "l"
    is_bold: bool = False


def line_height(size: int) -> int:
    """Of a line of this size."""
    return round(size * _LEADING)


class Pen:
    """Writes with one font in any size, and knows how wide and how high words are."""

    def __init__(self, font: Path) -> None:
        self._font = font
        self._sizes: dict[int, FreeTypeFont] = {}

    def font(self, size: int) -> "FreeTypeFont":
        """The font in this size."""
        if size not in self._sizes:
            self._sizes[size] = open_font(self._font, size)
        return self._sizes[size]

    def write(self, image: "Image", words: Words) -> None:
        """Put them onto `image`; bold is drawn with a thicker stroke, few fonts come in two."""
        from PIL import ImageDraw

        stroke = _BOLD if words.is_bold else 0
        font, anchor = self.font(words.size), f"{words.anchor}m"
        paper = ImageDraw.Draw(image)
        paper.text(words.spot, words.text, words.ink, font, anchor=anchor, stroke_width=stroke)

    def width(self, words: str, size: int) -> int:
        """In pixels."""
        return round(self.font(size).getlength(words))

    def fitting(self, words: str, size: int, most: int, least: int = 18) -> int:
        """The size, at most `size`, in which `words` are at most so wide."""
        while size > least and self.width(words, size) > most:
            size -= 1
        return size

    def lines(self, words: str, size: int, most: int) -> list[str]:
        """`words` broken where they would be wider than `most`; between parts, else anywhere."""
        found = [""]
        for part in words.split(" "):
            joined = f"{found[-1]} {part}".strip()
            if self.width(joined, size) <= most:
                found[-1] = joined
                continue
            found.append("")
            for sign in part:
                if found[-1] and self.width(found[-1] + sign, size) > most:
                    found.append("")
                found[-1] += sign
        return [line for line in found if line]
