"""What staff may see of residents, and ID numbers that must not be kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.masking import (
    mask_id_numbers,
    mask_name,
    mask_numbers,
    mask_person,
    mask_phone,
    title_name,
)

# Numbers made up with a check digit that fits; the second is the example of GB 11643-1999.
ID, ID_X = "510115199003078518", "11010519491231002X"


@pytest.mark.parametrize(
    ("phone", "seen"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("+86-138-1234-5678", "138****5678"),
        ("008613812345678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("028-87654321", "028****4321"),
        ("(010) 8765 4321", "010****4321"),
        ("0831-2345678", "0831****5678"),
        ("87654321", "****4321"),
        ("4001234567", "****4567"),
        ("110", "****"),
        ("", ""),
    ],
)
def test_a_phone_number_shows_its_ends_only(phone: str, seen: str) -> None:
    assert mask_phone(phone) == seen


@pytest.mark.parametrize(
    ("name", "masked", "shown"),
    [
        ("刘晓梅", "刘**", "刘**"),
        ("刘梅", "刘*", "刘*"),
        ("刘", "刘", "刘"),
        ("欧阳娜", "欧阳*", "欧阳*"),
        ("欧阳娜娜", "欧阳**", "欧阳**"),
        ("欧阳", "欧阳", "欧阳"),
        ("阿卜杜拉·买买提", "阿**", "阿**"),
        ("John Smith", "J**", "J**"),
        (" 刘女士 ", "刘**", "刘女士"),
        ("刘晓梅女士", "刘**", "刘女士"),
        ("欧阳先生", "欧阳**", "欧阳先生"),
        ("王嬢嬢", "王**", "王嬢嬢"),
        ("老李", "老*", "老李"),
        ("女士", "女*", "女*"),
        ("", "", ""),
    ],
)
def test_staff_see_a_surname_and_the_title_that_was_said(
    name: str, masked: str, shown: str
) -> None:
    assert mask_name(name) == masked
    assert title_name(name) == shown


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"身份证{ID}", "身份证510***************"),
        (f"身份证{ID_X}，谢谢", "身份证110***************，谢谢"),
        (ID_X.lower(), "110***************"),
        ("５１０１１５１９９００３０７８０７Ｘ", "５１０***************"),
        ("510115 19900307 8515", "510*** ******** ****"),
        ("510115-1990-0307-8515", "510***-****-****-****"),
        ("51011519900307807 X", "510************** *"),
        ("5 1 0 1 1 5 1 9 9 0 0 3 0 7 8 5 1 5", "5 1 0 * * * * * * * * * * * * * * *"),
        ("510115900307851", "510************"),
        ("510115 900307 851", "510*** ****** ***"),
        (f"13812345678 {ID}", "13812345678 510***************"),
        (f"{ID} 13812345678", "510*************** 13812345678"),
        (f"{ID} {ID_X}", "510*************** 110***************"),
        ("510115199013458515", "510***************"),
        ("五一零一一五一九九零零三零七八五一八", "五一零***************"),
        ("五幺洞幺幺五 幺九九洞洞三洞七 八五幺八", "五幺洞*** ******** ****"),
        ("51011519900307851八", "510***************"),
        ("51011519900307807叉", "510***************"),
    ],
)
def test_an_id_number_is_masked_however_it_is_written(text: str, kept: str) -> None:
    assert mask_id_numbers(text) == kept
    assert mask_id_numbers(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "我的电话13812345678，周六上午10点",
        "13812345678 2026",
        "13801012345 1030",
        "13810112345 2026-11-28 09:30",
        "13812345678 13987654321",
        "订单 1234567890123456789",
        f"9{ID}",
        f"{ID}0",
        "1234567X 8901234567",
        "1234567890123X4",
        "34567890123412X",
        "没有数字",
        "",
    ],
)
def test_phones_dates_and_longer_numbers_stay(text: str) -> None:
    assert mask_id_numbers(text) == text


def test_an_id_number_split_into_a_piece_that_looks_like_a_mobile_goes_by_its_check_digit() -> None:
    assert mask_id_numbers("13010119900 3078527") == "130******** *******"
    assert mask_id_numbers("13010119900 3078528") == "13010119900 3078528"


digits = "0123456789"


@given(st.text(digits + "xX -１２３４５号码", max_size=80))
def test_masking_changes_digits_only_and_never_twice(text: str) -> None:
    once = mask_id_numbers(text)
    assert len(once) == len(text)
    assert all(new in (old, "*") for old, new in zip(text, once, strict=True))
    assert mask_id_numbers(once) == once


@given(st.text("你好，电话是 \n", max_size=20), st.integers(0, 15), st.sampled_from(["", " ", "-"]))
def test_a_valid_id_number_never_survives_in_running_text(around: str, cut: int, gap: str) -> None:
    text = f"{around}{ID[:cut]}{gap if cut else ''}{ID[cut:]}{around}"
    assert sum(letter.isdigit() for letter in mask_id_numbers(text)) == 3


def test_a_very_long_number_is_read_quickly_and_left_alone() -> None:
    assert mask_id_numbers("1" * 2000) == "1" * 2000
    assert len(mask_id_numbers("1 " * 1000)) == 2000


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("欧阳娜娜的材料要盖章", "欧阳**的材料要盖章"),
        ("刘晓梅替刘晓来，13812345678", "刘**替刘*来，138****5678"),
        ("住桂花巷7号，不用来", "住桂花巷*号，不用来"),
        ("刘女士说改天", "刘女士说改天"),
        ("王府井路口", "王府井路口"),
        ("", ""),
    ],
)
def test_what_is_written_about_a_person_names_nobody(said: str, seen: str) -> None:
    names = ("欧阳娜娜", "刘晓", "刘晓梅", "刘女士", "王", "")
    assert mask_person(said, names, " 桂花巷7号 ") == seen


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("打13987654321或028-87654321", "打139****4321或028****4321"),
        ("+86 139 8765 4321。", "139****4321。"),
        ("8613987654321", "139****4321"),
        ("１３９８７６５４３２１哈", "139****4321哈"),
        ("0831 2345678，02887654321", "0831****5678，028****4321"),
        ("来电 028-0000-1234", "来电 028-0000-1234"),
        ("打一三九 八七六五四三二一", "打139****4321"),
        ("卡号6217003810012345678", "卡号****5678"),
        ("工行6222 0202 0001 1234 567扣钱", "工行****4567扣钱"),
        ("护照E12345678，港澳证C1234567", "护照E********，港澳证C*******"),
        ("订单SF1234567890123，A102", "订单SF1234567890123，A102"),
        ("2026-11-28 10:00，A102，编号20261128001", "2026-11-28 10:00，A102，编号20261128001"),
    ],
)
def test_every_phone_in_a_text_is_masked_and_nothing_else(said: str, seen: str) -> None:
    assert mask_numbers(said) == seen
