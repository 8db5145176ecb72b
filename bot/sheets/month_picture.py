"""What stands in the picture of a month, before it is painted; no fonts and no colours."""

from msgspec import Struct

EMPTY, WEAK = "empty", "weak"
"""In the legend, beside the kinds of shift: nobody there, and something else wrong."""


class Block(Struct, frozen=True):
    """One shift in a day: its short word, who serves (the lead first), or what is missing.

    `kind` as ShiftKind; `gap` "" = somebody is there; `is_weak`: but not all that is needed.
    """

    kind: str
    word: str
    people: tuple[str, ...]
    gap: str = ""
    is_weak: bool = False


class DayBox(Struct, frozen=True):
    """One day: `kind` as DayKind; `word` its holiday or "", `mark` 班, 休 or ""; `note`: why it is
    open or closed otherwise than usual; `is_open` False: the doors stay shut all day."""

    number: int
    kind: str
    word: str = ""
    mark: str = ""
    note: str = ""
    is_today: bool = False
    is_open: bool = True
    blocks: tuple[Block, ...] = ()


class MonthPicture(Struct, frozen=True):
    """A whole month in words. Equal ones look the same: what was painted is kept by it.

    `blanks`: days of the first week before the first; `banner`: a warning above all, "" = none;
    `today_word` marks the day it is; `legend`: the colours of shifts (kind, words) that occur;
    `notes`: lines below.
    """

    title: str
    centre: str
    weekdays: tuple[str, ...]
    blanks: int
    days: tuple[DayBox, ...]
    banner: str
    today_word: str
    legend: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def weeks(self) -> tuple[tuple[DayBox | None, ...], ...]:
        """The days in rows of seven; None where a day belongs to another month."""
        cells = (*(None,) * self.blanks, *self.days)
        cells += (None,) * (-len(cells) % 7)
        return tuple(cells[at : at + 7] for at in range(0, len(cells), 7))
