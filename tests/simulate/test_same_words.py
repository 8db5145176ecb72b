"""The same words in, the same appointment out: every talk on every channel (mission section 3)."""

import shutil
from pathlib import Path

import pytest

from bot.channels.rehearsal import CHANNELS
from tests.simulate.house import Simulated

TALKS = {
    "all in one sentence": (
        "我妈想周六上午十点半办社保卡激活，姓刘，电话13812345678",
        "确认",
    ),
    "digits only": ("1", "1", "1", "1", "1", "王小明", "13812345678", "1"),
    "one question at a time": (
        "你好",
        "我要办居住证",
        "下周三下午",
        "2",
        "我叫王小明",
        "13812345678",
        "确认",
    ),
    "corrected, asked between": (
        "想约社保卡激活，周四上午九点",
        "要带什么材料",
        "不对，改成周五上午十点",
        "李秀英，13912345678",
        "电话打错了，是13712345678",
        "确认",
    ),
    "cancelled": ("我要办居住证，下周二上午十点，王小明13812345678", "确认", "取消预约", "1"),
    "moved": ("我要办居住证，下周二上午十点，王小明13812345678", "确认", "改到下周四上午十点", "1"),
}
FACTS = ("status", "service", "date", "time", "end", "name", "phone", "kind")
PRIVATE = tuple(channel for channel in CHANNELS if channel != "qq_group")


async def outcome(
    centre: Simulated, talk: tuple[str, ...], channel: str
) -> list[dict[str, object]]:
    """What the tickets of the centre are after a talk, but for where it was held."""
    for words in talk:
        await centre.say(words, user="somebody", channel=channel)
    return [{fact: ticket[fact] for fact in FACTS} for ticket in await centre.tickets()]


@pytest.mark.parametrize("name", TALKS)
async def test_every_channel_leads_to_the_same_ticket(
    name: str, tmp_path: Path, sqlite_template: Path
) -> None:
    found = {}
    for channel in PRIVATE:
        file = shutil.copy(sqlite_template, tmp_path / f"{channel}.db")
        centre = Simulated.at(f"sqlite:///{file}")
        found[channel] = await outcome(centre, TALKS[name], channel)
        await centre.house.close()

    assert len(found["wechat"]) == 1, found["wechat"]
    assert dict.fromkeys(PRIVATE, found["wechat"]) == found


async def test_each_ticket_knows_its_channel(centre: Simulated) -> None:
    for number, channel in enumerate(PRIVATE):
        hour, phone = (9, 10, 11, 14, 15, 16)[number], f"1381234567{number}"
        await centre.say(f"周四{hour}点办居住证，姓王，电话{phone}", "somebody", channel)
        await centre.say("确认", "somebody", channel)

    assert sorted(ticket["channel"] for ticket in await centre.tickets()) == sorted(PRIVATE)
