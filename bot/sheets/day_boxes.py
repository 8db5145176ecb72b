"""Paints one day of the picture of a month: its date, its shifts, its note."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from bot.sheets.month_picture import Block, DayBox
from bot.sheets.pen import Pen, Words, line_height

if TYPE_CHECKING:
    from PIL.Image import Image

COLUMN, STRIP = 152, 46
"""How wide a day is and how high its date, in pixels."""

SHIFT_COLOURS = {
    "early": ("#e3effb", "#2f74c0"),
    "noon": ("#fff1cf", "#9a6410"),
    "late": ("#ebe6f9", "#6b4fc4"),
    "holiday": ("#dff2e3", "#24784a"),
}
"""The ground and the edge of a shift."""

EMPTY_COLOURS = ("#fbd5d2", "#b71c1c")
"""The same of a shift that nobody serves; its edge also frames one that lacks something."""

TODAY, LINE, INK, PAPER = "#1565c0", "#c3cbc7", "#1d2623", "#ffffff"
_DAYS = {"workday": "#ffffff", "makeup": "#fff6e6", "weekend": "#f1f5f2", "holiday": "#fdeeee"}
_MARKS = {"workday": INK, "makeup": "#b85c00", "weekend": INK, "holiday": "#b71c1c"}
_SHUT, _OUTSIDE, _NOTE = "#e2e5e4", "#f7f8f7", "#8a4b00"
_BETWEEN, _PAD, _BAR, _TODAY_WIDTH = 5, 6, 6, 5
_NUMBER, _NAME, _LEAST_NAME, _WORD, _LABEL, _LEAST = 32, 30, 25, 24, 21, 14
_ROOM = COLUMN - 2 * _BETWEEN - _BAR - _PAD - 2


class _Line(NamedTuple):
    text: str
    size: int
    is_bold: bool = False


class DayPainter:
    """Paints days onto `image`; a `day` is as high as `height` says or higher."""

    def __init__(self, pen: Pen, today_word: str) -> None:
        self._pen, self._today_word = pen, today_word

    def height(self, day: DayBox) -> int:
        """What the day needs, in pixels."""
        blocks = sum(self._block_height(block) + _BETWEEN for block in day.blocks)
        return STRIP + blocks + len(self._note(day)) * line_height(_LABEL) + _TODAY_WIDTH + 1

    def paint(self, image: "Image", box: tuple[int, int, int, int], day: DayBox | None) -> None:
        """Fill `box` (left, top, right, bottom) with the day; None is one of another month."""
        from PIL import ImageDraw

        draw, (left, top, _, _) = ImageDraw.Draw(image), box
        if day is None:
            draw.rectangle(box, _OUTSIDE, LINE)
            return
        draw.rectangle(box, _DAYS[day.kind] if day.is_open else _SHUT, LINE)
        self._paint_date(image, (left, top), day)
        top += STRIP
        for block in day.blocks:
            bottom = top + self._block_height(block)
            self._paint_block(
                image, (left + _BETWEEN, top, left + COLUMN - _BETWEEN, bottom), block
            )
            top = bottom + _BETWEEN
        for line in self._note(day):
            middle = top + line_height(_LABEL) // 2
            self._pen.write(image, Words((left + _PAD, middle), line, _LABEL, _NOTE))
            top += line_height(_LABEL)
        if day.is_today:
            inner = (box[0] + 1, box[1] + 1, box[2] - 1, box[3] - 1)
            draw.rectangle(inner, outline=TODAY, width=_TODAY_WIDTH)

    def _paint_date(self, image: "Image", corner: tuple[int, int], day: DayBox) -> None:
        """The number, the holiday or 今天, and 班 or 休 in a coloured square."""
        from PIL import ImageDraw

        draw, middle = ImageDraw.Draw(image), corner[1] + STRIP // 2
        left, right = corner[0] + _PAD + 2, corner[0] + COLUMN - _PAD - 2
        number, ink = str(day.number), PAPER if day.is_today else _MARKS[day.kind]
        end = left + self._pen.width(number, _NUMBER)
        if day.is_today:
            draw.rounded_rectangle((left - 5, middle - 19, end + 5, middle + 19), 8, TODAY)
        self._pen.write(image, Words((left, middle), number, _NUMBER, ink, is_bold=True))
        if day.mark:
            square = (right - 32, middle - 16, right, middle + 16)
            draw.rounded_rectangle(square, 6, _MARKS[day.kind])
            self._pen.write(image, Words((right - 16, middle), day.mark, _WORD, PAPER, "m"))
            right -= 36
        word = day.word or (self._today_word if day.is_today else "")
        size = self._pen.fitting(word, _WORD, right - end - 9, _LEAST)
        ink = _MARKS[day.kind] if day.word else TODAY
        self._pen.write(image, Words((end + 9, middle), word, size, ink))

    def _paint_block(self, image: "Image", box: tuple[int, int, int, int], block: Block) -> None:
        """One shift: its word, then who serves, or what is missing."""
        from PIL import ImageDraw

        draw, (left, top, _, bottom) = ImageDraw.Draw(image), box
        ground, edge = EMPTY_COLOURS if block.gap else SHIFT_COLOURS[block.kind]
        draw.rectangle(box, ground)
        if block.is_weak or block.gap:
            draw.rectangle(box, outline=EMPTY_COLOURS[1], width=3)
        draw.rectangle((left, top, left + _BAR - 1, bottom), edge)
        left, top = left + _BAR + _PAD, top + 4
        for number, line in enumerate(self._lines(block)):
            middle = top + line_height(line.size) // 2
            ink = edge if block.gap or number == 0 else INK
            words = Words((left, middle), line.text, line.size, ink, is_bold=line.is_bold)
            self._pen.write(image, words)
            top += line_height(line.size)

    def _block_height(self, block: Block) -> int:
        return 8 + sum(line_height(line.size) for line in self._lines(block))

    def _lines(self, block: Block) -> list[_Line]:
        """What stands in a shift; short names share a line."""
        lines = [_Line(block.word, self._pen.fitting(block.word, _LABEL, _ROOM, _LEAST))]
        if block.gap:
            size = self._pen.fitting(block.gap, _NAME, _ROOM)
            return [*lines, _Line(block.gap, size, is_bold=True)]
        for number, person in enumerate(block.people):
            own = self._of_person(person, is_lead=number == 0 and len(block.people) > 1)
            joined = f"{lines[-1].text} {person}"
            is_alike = number > 0 and [lines[-1][1:]] == [line[1:] for line in own]
            if is_alike and self._pen.width(joined, own[0].size) <= _ROOM:
                own = [own[0]._replace(text=joined)]
                lines.pop()
            lines += own
        return lines

    def _of_person(self, person: str, *, is_lead: bool) -> list[_Line]:
        """A name, which may need two lines, and below it the hours of a part of the shift."""
        return list(self._broken(*person.split(" ", 1), is_lead=is_lead))

    def _broken(self, name: str, hours: str = "", *, is_lead: bool) -> Iterator[_Line]:
        size = self._pen.fitting(name, _NAME, _ROOM, _LEAST_NAME)
        for line in self._pen.lines(name, size, _ROOM):
            yield _Line(line, size, is_lead)
        if hours:
            yield _Line(hours, self._pen.fitting(hours, _LABEL, _ROOM, _LEAST))

    def _note(self, day: DayBox) -> list[str]:
        return self._pen.lines(day.note, _LABEL, COLUMN - 2 * _PAD) if day.note else []
