"""Paints the picture of a month: a calendar that can be read on a phone without zooming in."""

from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.sheets.day_boxes import (
    COLUMN,
    EMPTY_COLOURS,
    INK,
    LINE,
    PAPER,
    SHIFT_COLOURS,
    STRIP,
    DayPainter,
)
from bot.sheets.month_picture import EMPTY, WEAK, DayBox, MonthPicture
from bot.sheets.pen import Pen, Words, line_height

if TYPE_CHECKING:
    from PIL.Image import Image

_MARGIN = 14
WIDTH = 7 * COLUMN + 2 * _MARGIN
"""In pixels: three for each point of a phone's screen."""

_HEAD, _LEAST_WEEK, _BESIDE = 128, 150, 340
_CENTRE, _TITLE, _SMALL, _MADE, _WEEKDAY = 26, 46, 25, 22, 28
_SOFT, _BAND, _WARNING = "#5a6560", "#33473f", ("#fff1cf", "#8a4b00")
_LEGEND = SHIFT_COLOURS | {EMPTY: EMPTY_COLOURS, WEAK: (PAPER, EMPTY_COLOURS[1])}
_SWATCH, _APART = 34, 28


class _Swatch(NamedTuple):
    kind: str
    words: str
    left: int


class _Painting:
    """One month on its way onto paper."""

    def __init__(self, month: MonthPicture, pen: Pen) -> None:
        from PIL import Image, ImageDraw  # 20 ms and 5 MB: only when a picture is painted

        self._month, self._pen = month, pen
        self._days = DayPainter(pen, month.today_word)
        self._image: Image.Image = Image.new("RGB", (WIDTH, self._height()), PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def paint(self) -> "Image":
        """The whole picture but the time it was made."""
        month, pen = self._month, self._pen
        size = pen.fitting(month.centre, _CENTRE, WIDTH - 2 * _MARGIN - _BESIDE)
        pen.write(self._image, Words((_MARGIN, 32), month.centre, size, _SOFT))
        pen.write(self._image, Words((_MARGIN, 86), month.title, _TITLE, INK, is_bold=True))
        top = self._paint_weekdays(self._paint_banner(_HEAD))
        for week, height in self._weeks():
            for column, day in enumerate(week):
                left = _MARGIN + column * COLUMN
                self._days.paint(self._image, (left, top, left + COLUMN, top + height), day)
            top += height
        self._paint_foot(top + 14)
        return self._image

    def _height(self) -> int:
        banner = self._banner_height() if self._banner else 0
        weeks = sum(height for _, height in self._weeks())
        rows = len(self._legend) + len(self._notes)
        return _HEAD + banner + STRIP + weeks + 14 + rows * line_height(_SMALL) + _MARGIN

    def _weeks(self) -> Iterator[tuple[tuple[DayBox | None, ...], int]]:
        for week in self._month.weeks:
            heights = (self._days.height(day) for day in week if day is not None)
            yield week, max(_LEAST_WEEK, *heights)

    @cached_property
    def _banner(self) -> list[str]:
        words = self._month.banner
        return self._pen.lines(words, _SMALL, WIDTH - 2 * _MARGIN - 24) if words else []

    def _banner_height(self) -> int:
        return len(self._banner) * line_height(_SMALL) + 20

    def _paint_banner(self, top: int) -> int:
        """The warning; where the calendar begins below it."""
        if not self._banner:
            return top
        (ground, ink), bottom = _WARNING, top + self._banner_height()
        edge = (_MARGIN, top, WIDTH - _MARGIN, bottom - 8)
        self._draw.rounded_rectangle(edge, 8, ground)
        for number, line in enumerate(self._banner):
            middle = top + 6 + number * line_height(_SMALL) + line_height(_SMALL) // 2
            self._pen.write(self._image, Words((_MARGIN + 12, middle), line, _SMALL, ink))
        return bottom

    def _paint_weekdays(self, top: int) -> int:
        for column, word in enumerate(self._month.weekdays):
            left = _MARGIN + column * COLUMN
            self._draw.rectangle((left, top, left + COLUMN, top + STRIP), _BAND, LINE)
            size = self._pen.fitting(word, _WEEKDAY, COLUMN - 8)
            middle = (left + COLUMN // 2, top + STRIP // 2)
            self._pen.write(self._image, Words(middle, word, size, PAPER, "m"))
        return top + STRIP

    @cached_property
    def _notes(self) -> list[str]:
        room = WIDTH - 2 * _MARGIN
        return [one for note in self._month.notes for one in self._pen.lines(note, _SMALL, room)]

    @cached_property
    def _legend(self) -> list[list[_Swatch]]:
        """The legend in rows."""
        rows: list[list[_Swatch]] = []
        left = WIDTH
        for kind, words in self._month.legend:
            wide = _SWATCH + self._pen.width(words, _SMALL)
            if left + wide > WIDTH - _MARGIN:
                rows.append([])
                left = _MARGIN
            rows[-1].append(_Swatch(kind, words, left))
            left += wide + _APART
        return rows

    def _paint_foot(self, top: int) -> None:
        for row in self._legend:
            middle = top + line_height(_SMALL) // 2
            for swatch in row:
                (ground, edge), left = _LEGEND[swatch.kind], swatch.left
                self._draw.rectangle((left, middle - 12, left + 26, middle + 12), ground, edge, 3)
                words = Words((left + _SWATCH, middle), swatch.words, _SMALL, INK)
                self._pen.write(self._image, words)
            top += line_height(_SMALL)
        for line in self._notes:
            middle = top + line_height(_SMALL) // 2
            self._pen.write(self._image, Words((_MARGIN, middle), line, _SMALL, _SOFT))
            top += line_height(_SMALL)


def paint(month: MonthPicture, font: Path) -> bytes:
    """The PNG of a month without the time it was made. Raises OSError: the font is gone."""
    return _png(_Painting(month, Pen(font)).paint())


def stamped(png: bytes, made: str, font: Path) -> bytes:
    """The same picture with the words `made` in its upper right corner. Raises OSError."""
    from PIL import Image

    with Image.open(BytesIO(png)) as opened:
        image = opened.convert("RGB")
    Pen(font).write(image, Words((WIDTH - _MARGIN, 32), made, _MADE, _SOFT, "r"))
    return _png(image)


def _png(image: "Image") -> bytes:
    held = BytesIO()
    image.save(held, "PNG")
    return held.getvalue()
