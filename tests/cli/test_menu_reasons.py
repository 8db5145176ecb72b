"""Why the menu could not be put there, in words an administrator can act on."""

import pytest

from bot.cli.wechat_menu import spelled


@pytest.mark.parametrize(
    ("word", "remedy"),
    [
        ("40028", "登录公众平台打开"),
        ("40164", "白名单"),
        ("48001", "认证"),
        ("40125", "MENTING_WECHAT_SECRET"),
        ("no_connection", "检查网络"),
        ("99999", "99999"),
    ],
)
def test_a_refusal_is_told_with_its_remedy(word: str, remedy: str) -> None:
    assert remedy in spelled(word)
