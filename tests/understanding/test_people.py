"""Names, phones, ID numbers, addresses, codes and short answers."""

from collections.abc import Callable

import pytest

from bot.understanding import Reading, Signal, bare_name

Understand = Callable[[str], Reading]


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("电话是138-1234-5678", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("我电话幺三八零零一三八零零零", "13800138000"),
        ("０２８－８２７２２３４５", "028-82722345"),
        ("电话打错了，是13912345678", "13912345678"),
        ("13812345678 28号上午", "13812345678"),
        ("138 1234 5678 3个人", "13812345678"),
        ("电话13812345678,11-28上午9点", "13812345678"),
        ("周六 10:30 138-1234-5678", "13812345678"),
        ("周一13812345678", "13812345678"),
        ("13812345678 13912345678", "13912345678"),
    ],
)
def test_a_phone_is_read_however_it_is_written(
    understand: Understand, text: str, phone: str
) -> None:
    assert understand(text).phone == phone


def test_a_wrong_phone_is_told_apart_from_none(understand: Understand) -> None:
    assert understand("电话1381234567").phone_invalid
    assert not understand("我要办居住证").phone_invalid


@pytest.mark.parametrize("number", ["510123199001011239", "51012319900101123X", "510123900101123"])
def test_an_id_number_is_never_kept(understand: Understand, number: str) -> None:
    reading = understand(f"身份证{number}，电话13812345678")
    assert reading.has_id_number
    assert number[:6] not in reading.masked
    assert reading.phone == "13812345678"


@pytest.mark.parametrize("around", ["sfz{}", "{}abc", "1{}", "{}13812345678", "号{}号"])
def test_an_id_number_is_hidden_whatever_stands_around_it(
    understand: Understand, around: str
) -> None:
    reading = understand(around.format("510123199001011239"))
    assert "19900101" not in reading.masked


def test_a_date_beside_a_phone_is_still_a_date(understand: Understand) -> None:
    reading = understand("13812345678 28号上午")
    assert reading.time is not None
    assert reading.time.start is not None
    assert (reading.time.start.month, reading.time.start.day) == (11, 28)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫刘芳想办社保卡", "刘芳"),
        ("我叫欧阳娜娜", "欧阳娜娜"),
        ("我是阿依古丽·买买提，想办居住证", "阿依古丽·买买提"),
        ("联系人：张伟", "张伟"),
        ("姓刘，电话13812345678", "刘"),
        ("刘芳 13800138000 周六上午", "刘芳"),
        ("李阿姨", "李阿姨"),
        ("叫我小王吧", "小王"),
        ("我叫王小明", "王小明"),
        ("王小明，13812345678", "王小明"),
        ("我是来办事的", None),
        ("我是外地人", None),
        ("我是刘女士的女儿", None),
    ],
)
def test_a_name_is_read_where_one_was_given(
    understand: Understand, text: str, name: str | None
) -> None:
    assert understand(text).name == name


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("刘芳", "刘芳"),
        ("我姓王", "王"),
        ("王女士", "王女士"),
        ("<b>刘芳</b>", "刘芳"),
        ("不想说", None),
        ("什么意思", None),
        ("13812345678", None),
    ],
)
def test_a_bare_answer_can_be_a_name(answer: str, name: str | None) -> None:
    assert bare_name(answer) == name


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("我妈想办老年证", "母亲"),
        ("代母亲办理养老认证", "母亲"),
        ("帮我爸问一下", "父亲"),
        ("给娃儿办", "孩子"),
        ("我老汉八十岁了", "父亲"),
        ("我想办居住证", None),
    ],
)
def test_who_it_is_for_is_said_in_one_word(
    understand: Understand, text: str, who: str | None
) -> None:
    assert understand(text).beneficiary == who


def test_a_home_address_is_no_date(understand: Understand) -> None:
    reading = understand("住在柳城街道南熏大道三段88号2栋1单元501")
    assert reading.home_address == "柳城街道南熏大道三段88号2栋1单元501"
    assert reading.time is None


@pytest.mark.parametrize("text", ["A102", "ａ 102", "a-102 取消"])
def test_a_ticket_code_is_read_as_it_is_written_on_phones(
    understand: Understand, text: str
) -> None:
    assert understand(text).ticket_code == "A102"


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), ("第二个", 2), ("②", 2), ("二", 2), ("选3", 3), ("0", 0), ("9", 9), ("28号", None)],
)
def test_a_choice_is_a_digit_or_a_word(
    understand: Understand, text: str, number: int | None
) -> None:
    assert understand(text).choice == number


@pytest.mark.parametrize(
    "text", ["好", "要得嘛", "可以", "对头", "嗯嗯", "确认", "是的，没错", "OK", "行"]
)
def test_yes_has_many_words(understand: Understand, text: str) -> None:
    reading = understand(text)
    assert reading.yes
    assert not reading.no


@pytest.mark.parametrize("text", ["不", "不要", "不对", "算了", "莫得", "不行", "不用了"])
def test_no_has_many_words(understand: Understand, text: str) -> None:
    reading = understand(text)
    assert reading.no
    assert not reading.yes


def test_urgency_haste_and_indifference_are_told_apart(understand: Understand) -> None:
    assert understand("急用，今天必须办").urgent
    assert not understand("不急，慢慢来").urgent
    assert understand("随便哪天都可以").any_time
    assert understand("不对，改成周日").correction


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("不想活了", Signal.DANGER),
        ("我被老公打了", Signal.DANGER),
        ("着火了", Signal.DANGER),
        ("要去上访", Signal.PETITION),
        ("殡葬补贴怎么领", None),
    ],
)
def test_danger_and_petitions_are_heard_first(
    understand: Understand, text: str, signal: Signal | None
) -> None:
    assert understand(text).signal == signal
