"""The picture of a month: its size, its colours, what it does with long names and bad fonts."""

import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.sheets.day_boxes import EMPTY_COLOURS, SHIFT_COLOURS, TODAY
from bot.sheets.fonts import NoPictures, find_font
from bot.sheets.month_picture import Block
from bot.sheets.painting import WIDTH, stamped
from tests.sheets.painted import FONT, Painted, day, month
from tests.simulators.images import LARGEST, size_of

EARLY = Block("early", "早间", ("王芳", "张敏"))
EMPTY = Block("noon", "午间", (), "没有人")
FULL = [
    day(n, EARLY, Block("noon", "午间", ("李四",)), Block("late", "傍晚", ("陈静",)))
    for n in range(1, 32)
]


def test_it_is_a_png_as_wide_as_a_phone_shows_well_and_not_blank() -> None:
    picture = Painted(month(*FULL))
    width, height = size_of(picture.png)
    assert width == WIDTH
    assert 1000 < height < 3 * width
    assert len(picture.image.getcolors(1 << 20) or ()) > 50
    assert len(picture.png) < LARGEST


@pytest.mark.parametrize("kind", list(SHIFT_COLOURS))
def test_every_kind_of_shift_has_its_colour_in_its_own_column(kind: str) -> None:
    picture = Painted(month(day(1, Block(kind, "早间", ("王芳",)))))
    assert SHIFT_COLOURS[kind][1] in picture.below(1)
    assert SHIFT_COLOURS[kind][1] not in picture.below(2)


def test_an_empty_shift_is_red_and_nobody_elses_colour() -> None:
    colours = Painted(month(day(1, EARLY, EMPTY))).below(1)
    assert EMPTY_COLOURS[1] in colours
    assert SHIFT_COLOURS["noon"][1] not in colours


def test_a_shift_that_lacks_something_keeps_its_colour_and_has_a_red_frame() -> None:
    weak = Block("early", "早间", ("王芳",), is_weak=True)
    picture = Painted(month(day(1, weak)))
    assert SHIFT_COLOURS["early"][1] in picture.below(1)
    assert EMPTY_COLOURS[1] in picture.below(1, at=60)
    assert EMPTY_COLOURS[1] not in Painted(month(day(1, EARLY))).below(1, at=60)


def test_today_is_framed_and_no_other_day() -> None:
    picture = Painted(month(day(1, EARLY), day(2, EARLY, is_today=True), day(3, EARLY)))
    framed = [column for column in range(7) if TODAY in picture.below(column, at=3)]
    assert framed == [2]


def test_the_kinds_of_day_look_different_and_a_closed_day_is_grey() -> None:
    grounds = {
        kind: Painted(month(day(1, kind=kind))).below(1, at=145)
        for kind in ("workday", "makeup", "weekend", "holiday")
    }
    closed = Painted(month(day(1, is_open=False))).below(1, at=145)
    looks = {tuple(each) for each in (*grounds.values(), closed)}
    assert len(looks) == 5


def test_long_names_and_many_people_make_a_day_higher_and_never_wider() -> None:
    people = ("古丽巴哈尔·买买提", "李四 12:00-13:00", "欧阳修远", *["王芳"] * 9)
    long = Painted(month(day(1, Block("early", "早间", people)), day(2)))
    short = Painted(month(day(1, EARLY), day(2)))
    assert size_of(long.png)[0] == WIDTH
    assert size_of(long.png)[1] > size_of(short.png)[1]
    assert set(long.below(2, at=4)) == set(short.below(2, at=4))  # nothing ran over the edge


def test_a_warning_stands_above_the_calendar() -> None:
    plain, warned = month(day(1)), month(day(1), banner="2027年放假安排尚未公布。" * 5)
    assert size_of(Painted(warned).png)[1] > size_of(Painted(plain).png)[1]


def test_the_time_it_was_made_changes_one_corner_only() -> None:
    picture = Painted(month(day(1, EARLY)))
    made = stamped(picture.png, "11月23日 09:12 制表", FONT)
    with Image.open(BytesIO(made)) as opened:
        whole = opened.convert("RGB")
    assert whole.size == picture.image.size
    right, below = (WIDTH // 2, 0, WIDTH, 60), (0, 60, *whole.size)
    assert whole.crop(right).tobytes() != picture.image.crop(right).tobytes()
    assert whole.crop(below).tobytes() == picture.image.crop(below).tobytes()


def test_a_font_that_was_named_is_taken() -> None:
    assert find_font(str(FONT)) == FONT


def test_without_pillow_the_reason_is_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(NoPictures, match="library"):
        find_font(str(FONT))


def test_a_font_that_is_not_there_or_writes_no_chinese_is_refused(tmp_path: Path) -> None:
    no_font = tmp_path / "words.ttf"
    no_font.write_text("no font")
    for named in (tmp_path / "gone.ttf", no_font):
        with pytest.raises(NoPictures, match="named"):
            find_font(str(named))
