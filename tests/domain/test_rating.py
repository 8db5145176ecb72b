"""The six grades, by number and in residents' words."""

import pytest

from bot.domain.rating import Grade, grade_of


@pytest.mark.parametrize(
    ("text", "choice", "grade"),
    [
        ("1", 1, Grade.VERY_SATISFIED),
        ("6", 6, Grade.UNSKILLED),
        ("7", 7, None),
        ("非常满意", None, Grade.VERY_SATISFIED),
        ("满意", None, Grade.SATISFIED),
        ("还行吧", None, Grade.FAIR),
        ("一般般", None, Grade.FAIR),
        ("等了好久哦", None, Grade.TOO_LONG),
        ("态度太差了", None, Grade.RUDE),
        ("业务不熟", None, Grade.UNSKILLED),
        ("人很好，就是等得太久", None, Grade.TOO_LONG),
        ("不满意", None, None),
        ("我要办居住证", None, None),
    ],
)
def test_a_grade_is_heard_as_a_number_or_in_words(
    text: str, choice: int | None, grade: Grade | None
) -> None:
    assert grade_of(text, choice) is grade
