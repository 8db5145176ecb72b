"""Whatever surrounds them: no ID number and no phone is left where Reading promises none."""

import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.domain.masking import mask_id_numbers, mask_numbers
from bot.understanding import Reading
from bot.understanding.phones import is_id_number
from bot.understanding.text import plain

Understand = Callable[[str], Reading]
_WORDS = st.lists(
    st.sampled_from(
        [
            *"我妈姓王李，。、 ：:（）-abx*□😊",
            *("电话", "身份证", "我叫", "刘桂芳", "办居住证", "明天上午九点", "3个人", "5号窗口"),
            *(
                "住光华村1组2号",
                "不是",
                "改成",
                "帮",
                "邻居",
                "黃美玲",
                "A102",
                "2026-11-28",
                "两份",
            ),
            *("<b>", "转801", "打", "女儿", "他", "嗯", "然后", "是", "联系人", "微信同号"),
        ]
    ),
    max_size=8,
).map("".join)
_SPELLINGS = (
    "0123456789",
    "０１２３４５６７８９",
    "零一二三四五六七八九",
    "洞幺两三四五六拐八勾",
)
_SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _check(digits: str) -> str:
    return digits + next(last for last in "0123456789x" if is_id_number(digits + last))


_IDS = st.one_of(
    st.builds(
        lambda place, day, order: _check(f"51011{place}{day:%Y%m%d}{order:03}"),
        st.integers(1, 9),
        st.dates(date(1930, 1, 1), date(2026, 11, 1)),
        st.integers(0, 999),
    ),
    st.builds(
        lambda day, order: f"510115{day:%y%m%d}{order:03}",
        st.dates(date(1930, 1, 1), date(1999, 12, 31)),
        st.integers(0, 999),
    ),
)
_PHONES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@st.composite
def _spelled(draw: st.DrawFn, numbers: st.SearchStrategy[str]) -> str:
    """A number as somebody writes it: in groups, full width, or spoken; the digits are kept."""
    number, spelling = draw(numbers), draw(st.sampled_from(_SPELLINGS))
    written = "".join(spelling[int(c)] if c.isdigit() else c for c in number)
    cuts = sorted(draw(st.sets(st.integers(1, len(number) - 1), max_size=4)))
    gap = draw(st.sampled_from([" ", "-", "－"]))
    bounds = [0, *cuts, len(number)]
    return gap.join(written[a:b] for a, b in pairwise(bounds))


def _bare(text: str) -> str:
    return re.sub(r"[ \-－]", "", plain(text))


@given(before=_WORDS, number=_spelled(_IDS), after=_WORDS)
@example(before="转801", number="5101 15990101000", after="")  # its end looks like a mobile number
@_SETTINGS
def test_no_id_number_survives(
    understand: Understand, before: str, number: str, after: str
) -> None:
    reading = understand(f"{before}，{number}，{after}")
    assert reading.has_id_number
    assert len(reading.masked) == len(reading.text)
    for kept in (reading.masked, reading.anonymous, reading.nameless):
        assert _bare(number)[3:] not in _bare(kept)


@given(before=_WORDS, number=_spelled(_PHONES), after=_WORDS)
@_SETTINGS
def test_no_phone_survives_where_nobody_may_see_it(
    understand: Understand, before: str, number: str, after: str
) -> None:
    reading = understand(f"{before}，{number}，{after}")
    assert _bare(number) not in _bare(reading.anonymous)
    assert _bare(number) not in _bare(reading.nameless)


@given(before=_WORDS, number=_spelled(_IDS.filter(lambda digits: len(digits) == 18)), after=_WORDS)
@settings(max_examples=150, deadline=None)
def test_staff_see_no_id_number_either(before: str, number: str, after: str) -> None:
    said = f"{before}号{number}号{after}"
    assert _bare(number)[3:] not in _bare(mask_id_numbers(said))
    assert _bare(number)[3:] not in _bare(mask_numbers(said))


@given(said=_WORDS, more=_WORDS)
@_SETTINGS
def test_names_and_addresses_stand_in_the_text(
    understand: Understand, said: str, more: str
) -> None:
    reading = understand(f"{said}我叫王小明{more}")
    text = plain(reading.text).replace(" ", "")
    for name in filter(None, (reading.name, reading.own_name)):
        assert name.lower().replace(" ", "") in text
    if reading.home_address:
        assert reading.home_address.replace("，", ",").replace(" ", "") in text
