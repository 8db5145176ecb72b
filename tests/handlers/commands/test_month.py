"""本月排班 in the staff group: which month is shown as a picture, and when words are wanted."""

import pytest

from tests.handlers.commands.group_house import StaffGroup


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("本月排班", "2026-11"),
        ("看一下下个月的排班表", "2026-12"),
        ("下月排班", "2026-12"),
        ("10月值班表", "2026-10"),
        ("发一下这个月的值班表图片", "2026-11"),
        ("2027年2月排班", "2027-02"),
        ("这个月怎么排的", "2026-11"),
    ],
)
async def test_a_month_comes_with_its_picture_and_with_the_words(
    group: StaffGroup, said: str, month: str
) -> None:
    answer = await group.hear("王芳", said)
    assert answer is not None
    assert answer.picture == month
    assert "值班安排" in answer.text


@pytest.mark.parametrize("said", ["本月排班 文字", "下月排班文字版", "12月值班表，要文字的"])
async def test_who_wants_words_gets_words(group: StaffGroup, said: str) -> None:
    answer = await group.hear("王芳", said)
    assert answer is not None
    assert answer.picture == ""
    assert "【早间延时班】" in answer.text


async def test_other_answers_have_no_picture(group: StaffGroup) -> None:
    for said in ("今天谁值班", "排班缺口", "帮助"):
        answer = await group.hear("王芳", said)
        assert answer is not None
        assert answer.picture == ""
