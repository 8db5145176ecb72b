"""Passive replies: what fits, how it is cut, and the exact XML."""

from xml.etree import ElementTree

import pytest

from bot.channels.wechat.fields import fitted
from bot.channels.wechat.replies import MAX_BYTES, cut, fits, text_reply

GOLDEN = (
    "<xml><ToUserName><![CDATA[oTestOpenId0001]]></ToUserName>"
    "<FromUserName><![CDATA[gh_0123456789ab]]></FromUserName>"
    "<CreateTime>1767225600</CreateTime><MsgType><![CDATA[text]]></MsgType>"
    "<Content><![CDATA[已为您记下]]></Content></xml>"
)


def test_a_text_reply_looks_exactly_like_this() -> None:
    reply = text_reply("oTestOpenId0001", "gh_0123456789ab", "已为您记下", 1767225600)
    assert reply == GOLDEN


def test_nothing_breaks_out_of_the_content() -> None:
    evil = "a]]><MsgType>image</MsgType><![CDATA[b]]]]>"
    root = ElementTree.fromstring(text_reply("o", "g", cut(evil), 1))  # noqa: S314
    assert root.findtext("Content") == evil
    assert [child.tag for child in root].count("MsgType") == 1


@pytest.mark.parametrize("odd", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_what_xml_cannot_carry_is_left_out(odd: str) -> None:
    assert cut(f"您{odd}好\t🙂") == "您好\t🙂"


def test_a_short_text_is_not_touched() -> None:
    assert cut("第一行\n第二行") == "第一行\n第二行"


def test_a_long_text_is_cut_at_a_line_end() -> None:
    lines = [f"{number}、" + "约" * 40 for number in range(40)]
    kept = cut("\n".join(lines)).split("\n")
    assert kept[-1] == "…"
    assert kept[:-1] == lines[: len(kept) - 1]
    assert MAX_BYTES - 200 < len("\n".join(kept).encode()) <= MAX_BYTES


@pytest.mark.parametrize("filler", ["约", "é", "🙂", "a"])
def test_an_over_long_line_is_cut_between_characters(filler: str) -> None:
    kept = cut("短行\n" + filler * 3000)
    assert kept.endswith(f"{filler}…")
    assert MAX_BYTES - 6 < len(kept.encode()) <= MAX_BYTES


def test_only_whole_texts_are_counted_as_fitting() -> None:
    assert fits(()) == 0
    assert fits(("您好", "请问贵姓？")) == 2
    assert fits(("约" * 400, "约" * 400)) == 1
    assert fits(("约" * 5000, "后面的")) == 1


def test_texts_that_fill_the_reply_to_the_last_byte_fit() -> None:
    texts = ("a" * 999, "b" * 999)
    assert fits(texts) == 2
    assert cut("\n\n".join(texts)) == "\n\n".join(texts)
    assert fits(("a" * 999, "b" * 1000)) == 1


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("thing4", "居住证签注", "居住证签注"),
        ("thing4", "长" * 25, "长" * 19 + "…"),
        ("thing1", "两行\n变一行", "两行 变一行"),
        ("phrase2", "预约成功了吗！", "预约成功了"),
        ("character_string1", "A102（号）", "A102"),
        ("time3", "2026年11月28日 09:00", "2026年11月28日 09:00"),
        ("name1", "阿卜杜热西提·买买提明江", "阿卜杜热西提·买买提"),
    ],
)
def test_template_values_are_cut_to_their_kind(key: str, value: str, shown: str) -> None:
    assert fitted(key, value) == shown
