"""What is asked for by its name is the aspect, in every centre's list of services."""

from datetime import datetime

import pytest

from bot.domain.calendar import CHINA
from bot.understanding import read
from tests.sample import snapshot

NOW = datetime(2026, 11, 25, 10, tzinfo=CHINA)


@pytest.mark.parametrize("service", ["居住证", "低保", "公租房", "残疾证"])
@pytest.mark.parametrize(
    ("asked", "aspect"),
    [
        ("{}需要什么条件", "eligibility"),
        ("{}要啥子条件", "eligibility"),
        ("{}的条件是什么", "eligibility"),
        ("申请{}要满足哪些资格", "eligibility"),
        ("{}有什么要求", "eligibility"),
        ("多大岁数可以办{}", "eligibility"),
        ("{}照片有什么要求", "materials"),
        ("{}的流程是什么", "how_to"),
        ("{}要走什么程序", "how_to"),
        ("{}进度怎么查", "progress"),
        ("{}要带什么材料", "materials"),
    ],
)
def test_what_is_asked_for_by_its_name_is_the_aspect(service: str, asked: str, aspect: str) -> None:
    assert read(asked.format(service), NOW, snapshot().knowledge).topic == aspect


@pytest.mark.parametrize("said", ["好，约", "行，约吧", "要得，那就约一个", "可以，帮我约"])
def test_who_agrees_to_book_says_no_thanks(said: str) -> None:
    assert read(said, NOW, snapshot().knowledge).intent == "book"
