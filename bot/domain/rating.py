"""The six grades of the counter devices: three levels and three reasons on one list (mission 2)."""

import re
from enum import StrEnum


class Grade(StrEnum):
    """Exactly the words on the devices, because the statistics of both are added up."""

    VERY_SATISFIED = "很满意"
    SATISFIED = "满意"
    FAIR = "一般"
    TOO_LONG = "时间长"
    RUDE = "态度差"
    UNSKILLED = "业务差"


REASONS = frozenset({Grade.TOO_LONG, Grade.RUDE, Grade.UNSKILLED})
"""What went wrong: staff hear of it at once."""

# The reasons first: who names one means it, whatever else is said.
_WORDS = (
    (Grade.RUDE, r"态度.{0,4}(?:差|不好|恶劣|不行|孬)|服务.{0,3}(?:差|不好)"),
    (Grade.UNSKILLED, r"业务.{0,4}(?:差|不熟|生疏|不行)|不专业"),
    (Grade.TOO_LONG, r"时间.{0,3}(?:长|久)|(?:等|排).{0,4}(?:久|半天)|太慢|慢得很"),
    (None, r"不(?:太|是很|怎么|大)?满意|差评|很差|太差"),
    (
        Grade.VERY_SATISFIED,
        r"(?:很|非常|十分|特别|挺|太|相当)满意|满意得很|满意极了|很好|非常好|好评",
    ),
    (Grade.FAIR, r"一般|还行|还可以|凑合|马马虎虎"),
    (Grade.SATISFIED, r"满意"),
)


def grade_of(text: str, choice: int | None) -> Grade | None:
    """The grade a resident named by its number or in words; None = none was named."""
    grades = tuple(Grade)
    if choice is not None:
        return grades[choice - 1] if 1 <= choice <= len(grades) else None
    found = (grade for grade, words in _WORDS if re.search(words, text))
    return next(found, None)
