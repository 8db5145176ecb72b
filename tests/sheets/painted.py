"""A painted month for tests: where its days are, which colours stand in them."""

from functools import cached_property
from io import BytesIO
from pathlib import Path

from PIL import Image

from bot.sheets.day_boxes import COLUMN
from bot.sheets.month_picture import Block, DayBox, MonthPicture
from bot.sheets.painting import WIDTH, paint

FONT = Path(__file__).with_name("fonts") / "few-signs.otf"
MARGIN = (WIDTH - 7 * COLUMN) // 2


def month(*days: DayBox, blanks: int = 1, banner: str = "") -> MonthPicture:
    """A month of these days, the first of them on a Tuesday."""
    return MonthPicture(
        title="2026年12月值班安排",
        centre="柳城街道市民服务中心",
        weekdays=("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
        blanks=blanks,
        days=days,
        banner=banner,
        today_word="今天",
        legend=(("early", "早间延时 08:00-09:00"), ("empty", "没有人值班")),
        notes=("全月共 2 个班。",),
    )


def day(number: int, *blocks: Block, kind: str = "workday", **more: object) -> DayBox:
    """One day."""
    return DayBox(number, kind, blocks=blocks, **more)  # type: ignore[arg-type]


class Painted:
    """A picture to look at."""

    def __init__(self, shown: MonthPicture, font: Path = FONT) -> None:
        self.png = paint(shown, font)

    @cached_property
    def image(self) -> Image.Image:
        """It, as a program sees it."""
        with Image.open(BytesIO(self.png)) as opened:
            assert opened.format == "PNG"
            return opened.convert("RGB")

    def below(self, column: int, at: int = 8) -> list[str]:
        """The colours from top to bottom, `at` pixels right of the edge of a column of days."""
        left = MARGIN + column * COLUMN + at
        pixels = (self.image.getpixel((left, y)) for y in range(self.image.height))
        spelled = [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in pixels]  # type: ignore[misc]
        return [now for now, before in zip(spelled, ["", *spelled], strict=False) if now != before]
