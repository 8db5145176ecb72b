"""How long understanding takes: `read` over mixed sentences, and building its index."""

from datetime import datetime
from time import perf_counter

from bench.figures import Line, at_most
from bot.config.model import Config
from bot.domain.calendar import CHINA
from bot.understanding import Knowledge, read

ROUNDS = 40
_SENTENCES = (
    "我妈想周六上午十点半办社保卡激活，姓刘，电话13812345678",
    "你好，我要办居住证续签",
    "12月9日下午",
    "下周三下午三点以后都行",
    "不对，改成周日",
    "电话打错了，是13987654321",
    "2",
    "王小明",
    "13912345678",
    "确认",
    "社保",
    "办高龄津贴要带什么材料",
    "你们周末上班吗",
    "我的预约是几点",
    "取消预约",
    "帮我找个人工",
    "住在东街社区，腿脚不方便，能不能上门办残疾人证",
    "今天天气真好",
    "生育登记要多久能办下来，收不收钱？我想明天上午来，孩子刚出生，老公在外地，证件都在我这里",
    "谢谢",
)


def reading(config: Config) -> list[Line]:
    """Build the index three times, read every sentence many times."""
    builds = []
    for _ in range(3):
        started = perf_counter()
        knowledge = Knowledge.build(config)
        builds.append(1000 * (perf_counter() - started))
    times = sorted(_times(knowledge))
    middle, tail = times[len(times) // 2], times[int(0.99 * len(times))]
    return [
        Line("understanding, index built in", f"{min(builds):.0f} ms"),
        Line("understanding, p50 of a sentence", f"{middle:.2f} ms"),
        at_most("understanding, p99 of a sentence", tail, 5, "ms"),
    ]


def _times(knowledge: Knowledge) -> list[float]:
    now, found = datetime.now(CHINA), []
    for _ in range(ROUNDS):
        for sentence in _SENTENCES:
            started = perf_counter()
            read(sentence, now, knowledge)
            found.append(1000 * (perf_counter() - started))
    return found
