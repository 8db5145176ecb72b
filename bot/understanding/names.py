"""Which words are a name, and where in them it ends."""

import re

from bot.understanding.cue import Cue
from bot.understanding.surnames import (
    COMPOUND,
    DOTTED,
    HAN,
    MINORITY,
    NO_NAME,
    ROLE,
    SURNAME,
    TITLE,
)

NOT_NAMES = Cue(
    r"想|要|来|办|问|的|了|吗|请|预约|可以|什么|哪|怎么|谁|是不|不|说|一个|在|有|住|从|本人|"
    r"社区|小区|居民|老人|退休|业主|电话|手机|您|你|好|去|今天|明天|和|跟|外地|四川|成都|"
    r"温江|没|给|代|帮"
    r"|已|都|就|还|咋|啥|个体|残疾|低保|这|那|先|能|会|到|为|把|被|用|公司|企业|开|学生|家长|"
    r"孩子|女儿|儿子|昨|周|星期|号|约|申请|咨询"
)
PARTICLE = Cue(r"(?:就行|就是|就可以|就好)?[了嘛哈吧呢啊哦哇嘞呀哟噻喔]*$")
NOT_AT_HEAD = Cue(
    r"[急气烦累笑]死|什么|怎么|可以|不|没|我|你|您|这|那个|那么|那就|为什么|凭|"
    r"预约|取消|人工|转|算了|好|要|再|等|办|问|必须|需要|非要|一定|哪个|"
    r"随便|谢谢|周[一二三四五六日末]?$|明天|今天|后天|下周|上午|"
    r"下午|返回|重新|帮助|确认|继续|投诉|社保|"
    r"医保|居住|身份|星期|老师|你好|在吗|哈|嗯|哦|啊|呵|电话|手机|保密|匿名|改|换|退|先|叫|喊|"
    r"[晚早晏迟]一?[点些上]|往[前后]|有点|啥|咋|[两三几]个|居民|户主|本人"
)
_LONGEST = 12
_SURELY_NO_NAME = Cue(
    r"[想要办问请的了吗不是在住老电您你我他她今昨查约改]|预约|社区|公司|居民|退休|明天|龄"
)
_PLACES = ("社区", "小区", "公司", "企业")
SURNAMED = Cue(SURNAME)
TITLED = Cue(rf"{SURNAME}{HAN}{{0,2}}?{TITLE}")
_ABLE = Cue(rf"{SURNAME}能(?:[来去要想])?(?:$|[,，。 ]|约|办|预约|申请)(?!吗|不)")  # 刘能约一下
_WHOLE = Cue(rf"{SURNAME}{HAN}{{1,2}}")
CALLED = Cue(rf"[老小阿]{SURNAME}|{SURNAME}想")


def one_dot(name: str) -> str | None:
    """A minority name with one kind of dot."""
    name = name.strip(" ,，。!！.")
    return re.sub("[•・.]", "·", name)[:_LONGEST]


def full_name(said: str) -> str | None:
    """The name at the head of what followed a cue ("刘芳想办…" → 刘芳)."""
    if re.fullmatch(DOTTED, said):
        return one_dot(said)
    said = PARTICLE.sub("", said) or said
    if CALLED.fullmatch(said):
        return said
    stop = NOT_NAMES.search(said, 2 if _ABLE.match(said) else 1)
    before = said[: stop.start()] if stop else said
    if MINORITY.fullmatch(before) or (stop is None and MINORITY.fullmatch(said)):
        return before
    if NO_NAME.match(said) or not SURNAMED.match(said):
        return None
    if titled := TITLED.match(said):
        return None if said.startswith("的", titled.end()) else titled[0]
    if is_whole(said):
        return said
    longest = 4 if re.match(COMPOUND, said) else 3
    if stop and stop.start() <= longest and stop[0] in _PLACES:
        return None
    head = _head(before, longest)
    return head if len(head) >= 2 else None


def _head(said: str, longest: int) -> str:
    """What of it is the name: all that is short enough, or what stands before a common word."""
    if len(said) <= longest:
        return said
    cut = (length for length in range(longest, 1, -1) if NO_NAME.match(said[length:]))
    return said[: next(cut, longest)]


def who_i_am(said: str) -> str | None:
    """我是王芳 is a name; 我是单位的, 我是温江人, 我是王芳的女儿 are none."""
    name = full_name(said)
    rest = PARTICLE.sub("", said[len(name) :]) if name else ""
    is_cut = not rest or NOT_NAMES.match(rest) or NO_NAME.match(rest) or rest.startswith("我")
    is_kind = rest.startswith(("的", "人", "这边", "那边")) or bool(ROLE.match(name or ""))
    return None if is_kind or not is_cut else name


def rare_name(said: str) -> str | None:
    """我叫黎小满: after a plain cue two to four characters alone, whatever the first is."""
    said = PARTICLE.sub("", said)
    is_name = len(said) in (2, 3, 4) and not NOT_NAMES.search(said)
    is_word = NOT_AT_HEAD.match(said) or _SURELY_NO_NAME.search(said) or NO_NAME.match(said)
    return said if is_name and not is_word else None


def is_whole(said: str) -> bool:
    """A surname with a given name (also 蒋大为, 张和平) or a title, and nothing else."""
    if TITLED.fullmatch(said):
        return True
    return _WHOLE.fullmatch(said) is not None and _SURELY_NO_NAME.search(said, 1) is None
