"""What cannot be seen is not part of what somebody wrote."""

import pytest

from bot.domain.characters import clean, visible


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("\u202d138 0013 8000\u202c", "138 0013 8000"),
        ("我叫\u202e张三", "我叫张三"),
        ("人\u200b工", "人工"),
        ("人\u200d工", "人工"),
        ("\ufeff你好\u2060", "你好"),
        ("\u2068A101\u2069\u200e\u200f", "A101"),
        ("\u3164\u115f\u00ad", ""),
    ],
)
def test_unseen_characters_are_gone(written: str, seen: str) -> None:
    assert visible(written) == seen


@pytest.mark.parametrize(
    "written",
    [
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\U0001f3f3\ufe0f\u200d\U0001f308",
        "我想约\n周一",
        "",
    ],
)
def test_emoji_and_line_ends_stay(written: str) -> None:
    assert visible(written) == written


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("\x00我\x0b想\x7f\x85约\r\n", "我想约\n"),
        ("周六\t十点", "周六\t十点"),
        ("\u202d138\u200b", "138"),
        ("好\ud83d", "好?"),
        ("好\U0001f44d", "好\U0001f44d"),
    ],
)
def test_what_comes_in_is_without_controls_and_half_emoji(written: str, kept: str) -> None:
    assert clean(written) == kept
