"""Danger, distress and petitions: looked for before anything else."""

from bot.understanding.cue import Cue
from bot.understanding.reading import Signal

_DANGER = Cue(
    r"自杀|不想活|想死|活不下去|活起没意思|不想活了|跳楼|跳河|割腕|轻生|喝农药|吃安眠药|"
    r"寻短见|结束生命|结束自己|救命|着火|起火|失火|燃起来了|煤气泄漏|漏煤气|闻到煤气"
    r"|被(?:人|老公|丈夫|他|家暴|爸|妈|男友|前夫|儿子)?(?:家暴|打了|打我|殴打|砍|杀|囚禁|"
    r"关起来|绑架|抢劫|抢了|威胁)|家暴|"
    r"(?<!电话)(?<!手机)(?<!号码)打我(?!.{0,10}(?:电话|手机|座机|号码|微信|[0-9]{7}))|"
    r"杀人|砍人|要杀|要砍|有人晕倒|晕倒了|昏倒|昏迷|"
    r"心脏病(?:发|犯)|喘不过气|大出血|出人命|溺水|触电|车祸|摔(?:倒)?(?:了)?(?:起不来|"
    r"爬不起来|流血)|活着没意思|了结(?:自己|算了)|绝望了|不如死|死了算|同归于尽|炸了你们|"
    r"爆炸"
)
_NOT_DANGER = Cue(
    r"救命(?:稻草|钱|药|恩人)|火化|笑死|累死|气死|急死|烦死|热死|冷死|想死(?:你|他)|"
    r"电动车.{0,4}着火.{0,4}怎么(?:预防|办)|消防|丧葬"
)
_PETITION = Cue(
    r"信访|上访|去北京告|集体.{0,4}讨说法|讨说法|拉横幅|静坐|告(?:御状|你们到)|"
    r"群体.{0,4}维权|找(?:市|省)?政府闹|到省里(?:告|反映)|缠访|堵门"
)


def find_signal(text: str) -> Signal | None:
    """Danger first, then petition; None in ordinary talk."""
    if _DANGER.search(text) and not _NOT_DANGER.search(text):
        return Signal.DANGER
    return Signal.PETITION if _PETITION.search(text) else None
