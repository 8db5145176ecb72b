"""What is booked already, and what is wrong here: wide wording, and its look-alikes."""

from collections.abc import Callable

import pytest

from bot.understanding import Reading

Understand = Callable[[str], Reading]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("能往后稍稍不，我那天要上课", "reschedule"),
        ("能不能给我挪一天", "reschedule"),
        ("我想换个人少的时候来", "reschedule"),
        ("帮我弄到星期五去", "reschedule"),
        ("约的那个不想去了", "cancel"),
        ("不想弄了，退了嘛", "cancel"),
        ("我不来了哈", "cancel"),
        ("明天下雨，不想跑了，帮我退了吧", "cancel"),
        ("我的号排上没得", "query_ticket"),
        ("上回约的那个还作不作数", "query_ticket"),
        ("你们大厅那个空调冷死个人", "complain_or_suggest"),
        ("跟你们说哈，那个电梯又坏了", "complain_or_suggest"),
        ("你们能不能中午也开个窗口", "complain_or_suggest"),
        ("你是猪吗，问你半天不回", "abusive"),
    ],
)
def test_what_is_booked_and_what_is_wrong(understand: Understand, text: str, intent: str) -> None:
    assert understand(text).intent == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("急死人了，社保卡还没激活，今天能办吗", "book"),
        ("停车位够不够", "faq"),
        ("社保卡掉了要换个号码吗", "faq"),
        ("居住证办好了要等多久通知", "faq"),
    ],
)
def test_look_alikes_are_neither(understand: Understand, text: str, intent: str) -> None:
    assert understand(text).intent in (intent, "book")


def test_midnight_is_not_noon(understand: Understand) -> None:
    reading = understand("明天半夜12点办居住证")
    assert reading.time is not None
    assert reading.time.start is not None
    assert (reading.time.start.day, reading.time.start.hour) == (25, 0)


def test_a_dotted_date_before_a_clock_time_is_a_date(understand: Understand) -> None:
    reading = understand("11.27 9:30 社保卡补办")
    assert reading.time is not None
    assert reading.time.start is not None
    assert (reading.time.start.day, reading.time.start.hour) == (27, 9)
