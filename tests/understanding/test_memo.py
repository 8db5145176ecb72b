"""Short messages are read once a day or a minute: the same answers, nobody's numbers kept."""

from datetime import datetime, timedelta

import pytest

from bot.domain.calendar import CHINA
from bot.understanding import Knowledge, Memo, read

NOW = datetime(2026, 11, 23, 9, 59, 30, tzinfo=CHINA)
SENTENCES = ("1", "确认", "我要办居住证", "今天上午十点", "明天下午", "我叫王小明", "13812345678")


@pytest.mark.parametrize("text", SENTENCES)
def test_a_second_time_is_answered_as_the_first(text: str, knowledge: Knowledge) -> None:
    memo = Memo()
    first = memo.read(text, NOW, knowledge)

    assert first == read(text, NOW, knowledge)
    assert memo.read(text, NOW + timedelta(seconds=9), knowledge) == first


def test_the_next_minute_is_read_anew(knowledge: Knowledge) -> None:
    memo = Memo()
    today = memo.read("明天", NOW, knowledge).time
    tomorrow = memo.read("明天", NOW + timedelta(days=1), knowledge).time

    assert today is not None
    assert tomorrow is not None
    assert tomorrow.start == (today.start or NOW) + timedelta(days=1)


@pytest.mark.parametrize("text", ["马上", "国庆来", "国庆不得空", "今晚球赛哪个赢了", "下周"])
def test_what_may_name_a_time_is_not_kept_for_the_day(text: str, knowledge: Knowledge) -> None:
    memo = Memo()
    morning, evening = NOW, NOW + timedelta(hours=10)
    memo.read(text, morning, knowledge)

    assert memo.read(text, evening, knowledge) == read(text, evening, knowledge)


def test_a_service_is_read_once_a_day(knowledge: Knowledge) -> None:
    memo = Memo()
    morning = memo.read("我要办居住证", NOW, knowledge)

    assert memo.read("我要办居住证", NOW + timedelta(hours=10), knowledge) is morning
    assert memo.read("我要办居住证", NOW + timedelta(days=1), knowledge) is not morning


def test_what_only_one_person_would_write_is_not_kept(knowledge: Knowledge) -> None:
    memo = Memo()
    shared = memo.read("确认", NOW, knowledge)
    own = memo.read("13812345678", NOW, knowledge)

    assert memo.read("确认", NOW, knowledge) is shared
    assert memo.read("13812345678", NOW, knowledge) is not own


@pytest.mark.parametrize("phone", ["13812345678", "13000000000", "15920261123", "19919900101"])
def test_any_mobile_number_alone_is_read_as_itself(phone: str, knowledge: Knowledge) -> None:
    memo = Memo()
    memo.read("18699990000", NOW, knowledge)

    assert memo.read(phone, NOW, knowledge) == read(phone, NOW, knowledge)
