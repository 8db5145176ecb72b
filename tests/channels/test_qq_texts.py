"""What fits into one QQ message, and how a long one is cut."""

from bot.channels.qq.texts import cut, fits


def test_a_reply_takes_as_many_texts_as_fit() -> None:
    assert fits(()) == 0
    assert fits(("约" * 2000, "二")) == 1
    assert fits(("约" * 700, "约" * 798)) == 2
    assert fits(("约" * 700, "约" * 799)) == 1


def test_one_long_line_after_a_short_one_is_cut_within_it() -> None:
    said = cut("您好：\n" + "约" * 3000)
    assert len(said) == 1500
    assert said.endswith("约…")


def test_a_short_text_stays_as_it_is() -> None:
    assert cut(" 您好\n🙂 ") == "您好\n🙂"
