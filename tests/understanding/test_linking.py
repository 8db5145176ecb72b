"""Wishes to link accounts and to manage a family member's appointments, and their look-alikes."""

import pytest

from bot.understanding.linking import LinkWish, Wish, find_wish


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("绑定", Wish.LINK),
        ("关联另一个账号", Wish.LINK),
        ("我换微信了", Wish.LINK),
        ("我换了微信，以前的预约怎么办", Wish.LINK),
        ("把我的微信和QQ绑定在一起", Wish.LINK),
        ("怎么綁定", Wish.LINK),
        ("合并账号", Wish.LINK),
        ("解除绑定", Wish.PART),
        ("不绑定了", Wish.PART),
        ("把QQ和微信分开", Wish.PART),
        ("绑定了哪些账号", Wish.WHO),
        ("谁能看我的预约", Wish.WHO),
        ("我在帮谁管预约", Wish.WHO),
        ("取消代管", Wish.END),
        ("家人代管", Wish.HOW),
    ],
)
def test_what_is_wished(text: str, wish: Wish) -> None:
    assert find_wish(text) == LinkWish(wish)


@pytest.mark.parametrize(
    ("text", "wish", "who"),
    [
        ("帮我妈管预约", Wish.MANAGE, "母亲"),
        ("我想帮我妈管理她的预约", Wish.MANAGE, "母亲"),
        ("替我老汉管一下预约", Wish.MANAGE, "父亲"),
        ("我来管我妈的预约", Wish.MANAGE, "母亲"),
        ("让我儿子帮我管预约", Wish.LET, "儿子"),
        ("请女儿帮我管理预约", Wish.LET, "女儿"),
    ],
)
def test_whose_appointments_are_to_be_managed(text: str, wish: Wish, who: str) -> None:
    assert find_wish(text) == LinkWish(wish, who)


@pytest.mark.parametrize(
    "text",
    ["不帮我妈管预约了", "不让儿子管我的预约了", "我不想再管我妈的预约了", "不用女儿管我的预约了"],
)
def test_managing_is_ended_in_plain_words(text: str) -> None:
    found = find_wish(text)
    assert found is not None
    assert found.wish is Wish.END


@pytest.mark.parametrize(
    ("text", "code", "is_bare"),
    [
        ("绑定 123456", "123456", False),
        ("绑定１２３４５６", "123456", False),
        ("同意123 456", "123456", False),
        ("验证码是123456。", "123456", False),
        ("123456", "123456", True),
        ("绑定 12345", "12345", False),
    ],
)
def test_a_code_that_was_typed(text: str, code: str, is_bare: bool) -> None:
    assert find_wish(text) == LinkWish(Wish.CODE, code=code, is_bare=is_bare)


@pytest.mark.parametrize(
    "text",
    [
        "社保卡怎么绑定微信",
        "医保电子凭证绑定家人",
        "绑定亲情账户",
        "绑定银行卡",
        "我换手机号了",
        "换绑手机号",
        "帮我妈预约",
        "帮我妈查一下预约",
        "帮我妈取消预约",
        "给我爸约明天上午",
        "我想让我妈帮我预约",
        "我的预约",
        "不用预约了",
        "合并两个预约",
        "不管了",
        "分开约",
        "13812345678",
        "A102",
        "明天10点",
        "企业关联查询",
    ],
)
def test_other_matters_are_not_taken_for_it(text: str) -> None:
    assert find_wish(text) is None


@pytest.mark.parametrize("text", ["想要" * 29, "我的微信号" * 11 + "绑x", "不" * 50 + "管预约x"])
def test_no_message_takes_long(text: str) -> None:
    assert find_wish(text) is None
