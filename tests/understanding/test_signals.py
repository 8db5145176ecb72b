"""Words of danger go before everything; words that only look like them do not."""

import pytest

from bot.understanding.reading import Signal
from bot.understanding.signals import find_signal


@pytest.mark.parametrize(
    "text",
    [
        "我老公打我",
        "他又打我了怎么办",
        "打我还不让我报警",
        "被家暴了",
        "我不想活了",
        "家里着火了",
        "有人晕倒了",
        "老伴在那头等我好久了，我今晚就去寻他",
        "我走了你们就清静了",
        "早点走大家都轻松",
        "猫托给邻居了，信放在桌上",
        "睡一觉不要再醒来就好了",
        "感觉没有我大家会更好",
        "撑到今天已经够了",
        "已无牵挂",
        "早死早超生",
        "手腕上又划了几道",
        "我抱着娃站在河边",
        "我跟娃一起走了算了",
        "再不给钱我从塔吊上下去",
        "不想见明天的太阳",
        "我舅喝了一瓶除草剂",
        "孩子摔下来翻白眼了",
        "my boyfriend is beating me",
    ],
)
def test_danger_is_heard(text: str) -> None:
    assert find_signal(text) is Signal.DANGER


@pytest.mark.parametrize(
    "text",
    [
        "请打我电话13812345678",
        "打不通就打我女儿的13912345678",
        "有事电话打我",
        "麻烦打我手机",
        "打我老公的号码",
        "打我13812345678",
    ],
)
def test_asking_to_be_phoned_is_no_danger(text: str) -> None:
    assert find_signal(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "卡掉河里了，重新整一张",
        "厂头垮了没活路做了，来登记个失业",
        "弟弟车祸住院，来申请临时救助",
        "屋头去年遭火烧了，户口本没得了",
        "老太太去年晕倒过，你们上门嘛",
        "页面卡住了，提交成功没有",
        "女儿不让我出门",
        "轮胎没气了",
        "进货车堵路上了，十点的推到十一点半",
        "妈妈到点了，单位垮了没人管，来办退休",
        "我出车祸躺床上了，能派人来家里吗",
        "我走了两趟都没办成",
        "早点走不堵车，我八点来",
        "我跟娃一起走过来",
        "老两口在河边散步摔了一跤，来评残",
        "狗托给邻居，我明天来办",
    ],
)
def test_what_is_over_or_only_sounds_like_it_is_no_danger(text: str) -> None:
    assert find_signal(text) is None
