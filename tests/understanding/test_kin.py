"""Who speaks for whom: two names kept apart, and words that only look like names."""

from collections.abc import Callable

import pytest

from bot.understanding import Reading
from bot.understanding.kin import titled

Understand = Callable[[str], Reading]


@pytest.mark.parametrize(
    ("text", "name", "own"),
    [
        ("我爸李大山要办高龄津贴，我是他女儿李娟", "李大山", "李娟"),
        ("给我爸李大山约周五上午十点，我是他女儿李娟", "李大山", "李娟"),
        ("我妈叫刘桂芳，我叫王小明", "刘桂芳", "王小明"),
        ("申请人是我父亲陈德福，联系人陈军", "陈德福", "陈军"),
        ("给我家娃儿杨子涵办生育登记", "杨子涵", None),
        ("我叫黎小满", "黎小满", "黎小满"),
        ("我叫Rebiya", "Rebiya", "Rebiya"),
        ("我叫张国庆，周四上午9点居住证", "张国庆", "张国庆"),
        ("叫骆宾，13811112222", "骆宾", None),
        ("叫我李姐就行", "李姐", None),
        ("我是她侄孙女婿小涂", "小涂", "小涂"),
        ("我是村里文书老耿", "老耿", "老耿"),
        ("我是工地材料员小冉，三个工友办居住证", "小冉", "小冉"),
        ("我是物业客服小邓，帮业主问", "小邓", "小邓"),
        ("我是敬老院的院长胡敏", "胡敏", "胡敏"),
        ("我是快递员张一山，周五办居住证", "张一山", "张一山"),
    ],
)
def test_the_writer_and_the_one_they_speak_for_are_kept_apart(
    understand: Understand, text: str, name: str, own: str | None
) -> None:
    reading = understand(text)
    assert (reading.name, reading.own_name) == (name, own)


@pytest.mark.parametrize(
    "text",
    [
        "我妈马上要办高龄津贴",
        "我妈高血压来不了",
        "我是单位的",
        "我是温江人",
        "我是王芳的女儿",
        "来领居民养老金",
        "等了四个小时",
        "社区喊我来街道开证明",
        "本人来激活不得行",
        "我妈白血病，想申请救助",
        "谢谢老师",
        "窗口喊错名字两次",
        "快帮我叫个救护车",
        "我要办生育登记，明天上午十点",
        "老人家来电，想办残疾证",
    ],
)
def test_words_that_begin_like_a_surname_are_no_names(understand: Understand, text: str) -> None:
    assert understand(text).name is None


def test_a_name_like_a_festival_is_no_date(understand: Understand) -> None:
    assert understand("张国庆").time is None
    reading = understand("我叫张国庆，周四上午9点居住证")
    assert reading.time is not None
    assert reading.time.start is not None
    assert (reading.time.start.day, reading.time.start.hour) == (26, 9)


def test_who_comes_together_is_no_proxy(understand: Understand) -> None:
    assert understand("我和我老公都要办居住证").beneficiary is None
    assert understand("帮我婆婆约社保卡激活").beneficiary == "婆婆"


def test_what_is_said_exactly_stands_for_the_wide_time_around_it(understand: Understand) -> None:
    reading = understand("我儿子周末放假，周六上午10点来办社保卡激活")
    assert reading.time is not None
    assert reading.time.start is not None
    assert (reading.time.start.day, reading.time.start.hour) == (28, 10)


def test_traditional_characters_are_read_as_simplified(understand: Understand) -> None:
    assert understand("確認").yes
    assert understand("我想預約明天辦理居住證").service == "居住证办理"


def test_an_address_of_a_village_keeps_group_and_number(understand: Understand) -> None:
    assert understand("桥头村12组36号").home_address == "桥头村12组36号"


@pytest.mark.parametrize(
    ("name", "kin", "called"),
    [
        ("刘", "母亲", "刘女士"),
        ("欧阳", "爷爷", "欧阳先生"),
        ("刘", "孩子", "刘"),
        ("刘", "丈夫", "刘"),
        ("刘", "亲戚", "刘"),
        ("刘桂芳", "母亲", "刘桂芳"),
        ("刘老师", "母亲", "刘老师"),
    ],
)
def test_a_mere_surname_is_called_as_the_kin_is(name: str, kin: str, called: str) -> None:
    assert titled(name, kin) == called


@pytest.mark.parametrize(
    ("text", "who"),
    [("不是外婆 是奶奶", "奶奶"), ("不是给我爸，是给我妈办", "母亲"), ("奶奶叫钱秀珍", "奶奶")],
)
def test_whom_it_is_for_is_corrected_in_a_word(understand: Understand, text: str, who: str) -> None:
    assert understand(text).beneficiary == who
