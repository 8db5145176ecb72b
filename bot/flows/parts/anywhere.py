"""Words that work everywhere in a talk: stop, back, again, help, a person (mission 3.4)."""

import re
from enum import StrEnum

from bot.understanding.cue import Cue
from bot.understanding.reading import Intent, Reading


class Anywhere(StrEnum):
    """What the resident wants, whatever the open question is."""

    STOP = "stop"
    BACK = "back"
    RESTART = "restart"
    REPEAT = "repeat"
    HELP = "help"
    HUMAN = "human"
    WAIT = "wait"


SURELY = 0.6
_PUNCTUATION = Cue(r"[\s，。！？、~～…,.!?]+")
_TAIL = r"(?:了|吧|嘛|哈|哦|啊|呀|一下|谢谢)*"
_WORDS = (
    (
        Anywhere.STOP,
        r"(?:我?没(?:有)?约过?[啊呀嘛哦的]*)?(?:(?:还是|哦|哎呀?|唉|好|那|就|我)*(?:算了|算咯|算球|取消|不办了?|不约了?|不搞了?|不弄了?|不预约了?|不[去来]了|退出|结束|停止|停"
        r"|先不(?:办|约|预约|弄)了?|改天再?(?:说|来|办|约|问|弄)|(?:下次|明天|回头|过几天|以后)再说|不想(?:办|约)了)"
        r"(?:吧|嘛|哈|哦|啊)*){1,3}(?:我?自己(?:来|去|弄)(?:办|弄|问)?|太?麻烦)?",
    ),
    (Anywhere.BACK, r"(?:返回|上一步|退回|回到?上一步|返回上一步|倒回去)"),
    (Anywhere.RESTART, r"(?:重新来|重新开始|重来|从头来|从头开始|重新来过|重新预约)"),
    (
        Anywhere.REPEAT,
        r"(?:9|再说一遍|再说一次|再说下|重复|重复一遍|没听清楚?|没看清楚?|再讲一遍|你说啥子?)",
    ),
    (
        Anywhere.WAIT,
        r"(?:(?:你|您|请|让我|容我|我|先|再|那|好|嗯)*"
        r"(?:(?:等|稍等|等等|慢点|莫急|别急|不急)(?:会儿?|下|哈|一)*"
        r"|想想|再想|想一?[下哈]|考虑(?:考虑|一?下)|商量(?:商量|一?[下哈])|看一?[下哈]|看看"
        r"|(?:去|回去)?问(?:问|一?[下哈])?我?(?:家里|屋头|家人|老公|老婆|爱人|媳妇|老伴|妈妈?|爸爸?"
        r"|儿子|女儿|老汉儿?|他们?|她们?))){1,2}",
    ),
    (
        Anywhere.HELP,
        r"(?:帮助|菜单|主菜单|help|怎么用|功能|目录|[你您](?:能|会|可以)(?:帮我)?(?:做|干|办)(?:什么|啥子?|些什么|些啥子?|哪些事?)|你是干(?:什么|啥子?|嘛)的)",
    ),
    (
        Anywhere.HUMAN,
        r"(?:0|人工|转人工|人工服务|人工客服|找人工|客服|真人|我要人工|找人|找个人|找工作人员|人呢|有没有人(?:管|理|在)?)",
    ),
)
_ANY = re.compile(
    "|".join(f"(?P<{word}>{pattern}{_TAIL})" for word, pattern in _WORDS), re.IGNORECASE
)
STOP_WORDS = Cue(dict(_WORDS)[Anywhere.STOP])
"""Without these nothing is a STOP."""
STAYS_AWAY = Cue("不[去来]了")
"""A STOP that gives up an appointment, but in the middle of a booking."""
LONGEST = 12


def anywhere(reading: Reading) -> Anywhere | None:
    """The word that works everywhere, when the whole message is one; or a plain call for a person
    (打我爱人139… may be the answer to the open question)."""
    is_call = reading.intent is Intent.HUMAN and reading.intent_scores[Intent.HUMAN] >= SURELY
    is_call = is_call and not reading.yes  # 确人
    return spelled_out(reading) or (Anywhere.HUMAN if is_call else None)


def spelled_out(reading: Reading) -> Anywhere | None:
    """The same, but no other words that may ask for a person."""
    if reading.choice == 0:
        return Anywhere.HUMAN
    text = _PUNCTUATION.sub("", reading.text)
    found = _ANY.fullmatch(text) if len(text) <= LONGEST else None
    return Anywhere(found.lastgroup or "") if found else None
