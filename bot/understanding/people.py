"""Names: said with a cue, or bare in an answer."""

import re
from functools import lru_cache

from bot.understanding.cue import Cue
from bot.understanding.cues_names import LATIN, NAMED, NO_LATIN
from bot.understanding.surnames import (
    COMPOUND,
    DOTTED,
    HAN,
    MINORITY,
    NO_NAME,
    ROLE,
    SURNAME,
    SURNAMES,
    TITLE,
)
from bot.understanding.text import plain

_NOT_NAMES = Cue(
    r"想|要|来|办|问|的|了|吗|请|预约|可以|什么|哪|怎么|谁|是不|不|说|一个|在|有|住|从|本人|"
    r"社区|小区|居民|老人|退休|业主|电话|手机|您|你|好|去|今天|明天|和|跟|外地|四川|成都|"
    r"温江|没|给|代|帮"
    r"|已|都|就|还|咋|啥|个体|残疾|低保|这|那|先|能|会|到|为|把|被|用|公司|企业|开|学生|家长|"
    r"孩子|女儿|儿子|昨|周|星期|号|约|申请|咨询"
)
_MARKUP = re.compile(
    r"<[^>]{0,200}>?|[\[\]{}<>&;#*_`|\\/\"=$%^~@]|[0-9]{3,}|"
    r"[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]"
)
_LEAD = re.compile(
    r"^(?:您好|你好|嗯|哦|好的?|我就?叫|名字叫?|姓名|我是|叫我|喊我|我姓|免贵姓|免贵|姓|叫|"
    r"是|就写|写|那就|称呼我?)[ ,，:：]{0,2}"
)
_TAIL = re.compile(
    r"(?:就行了?|就可以了?|就好了?|就是了?|嘛|哈|吧|呢|啊|哦|哇|"
    r"(?<=[\u4e00-\u9fff]{3})三|嘞|的|呀|哟|噻)$"
)
_PARTICLE = re.compile(r"(?:就行|就是|就可以|就好)?[了嘛哈吧呢啊哦哇嘞呀哟噻喔]*$")
_NOT_AT_HEAD = re.compile(
    r"什么|怎么|可以|不|没|我|你|您|这|那个|那么|那就|为什么|凭|"
    r"预约|取消|人工|转|算了|好|要|再|等|办|问|必须|需要|非要|一定|哪个|"
    r"随便|谢谢|周[一二三四五六日末]?$|明天|今天|后天|下周|上午|"
    r"下午|返回|重新|帮助|确认|继续|投诉|社保|"
    r"医保|居住|身份|星期|老师|你好|在吗|哈|嗯|哦|啊|呵|电话|手机|保密|匿名|改|换|退|先|叫|喊"
)
_LONGEST = 12
MOST_CUES = 30
"""How often one text may try to name somebody."""
_PARTS = re.compile(r"[ ,，。.;；、!！\n]+")
_FESTIVE = Cue(
    rf"(?<!{HAN})(?:(?:我叫|我是|我|叫|名字|姓名|本人)(?:是|叫)?)?"
    rf"(?P<name>{SURNAME}(?:国庆|元旦|中秋|端午|清明|"
    rf"立[春夏秋冬]|春分|谷雨|冬至|小雪|大雪|元宵|重阳|七夕|春节|除夕))(?!{HAN}{{0,2}}[节假前后])"
)
_SURELY_NO_NAME = re.compile(
    r"[想要办问请的了吗不是在住老电您你我他她今昨查约改]|预约|社区|公司|居民|退休|明天|龄"
)
_PLAIN_CUE = re.compile("我叫|我?的?名字(?:是|叫)|姓名")
_NEVER = ("方便", "什么", "单位", "成都", "温江")
_PLACES = ("社区", "小区", "公司", "企业")
_SPACED = re.compile(rf"(^|[:：,，叫是名])({SURNAME}) ({HAN}{{1,2}})(?!{HAN})")
_SPELLED = re.compile(
    rf"(?:{HAN}{{2}}|{HAN}{{2,4}}的)({SURNAME})[ ,，、]{{1,2}}(?P<name>\1{HAN}{{1,2}})$"
)
_SURNAMED = re.compile(SURNAME)
_TITLED = re.compile(rf"{SURNAME}{HAN}{{0,2}}?{TITLE}")
_WHOLE = re.compile(rf"{SURNAME}{HAN}{{1,2}}")
_LIKE_A_NAME = re.compile(rf"[老小]?{SURNAME}|{SURNAME}{HAN}{{1,2}}")
_CALLED = re.compile(rf"[老小阿]{SURNAME}|{SURNAME}想")


def _clean(name: str) -> str | None:
    """A minority name with one kind of dot."""
    name = name.strip(" ,，。!！.")
    return re.sub("[•・.]", "·", name)[:_LONGEST]


def full_name(said: str) -> str | None:
    """The name at the head of what followed a cue ("刘芳想办…" → 刘芳)."""
    if re.fullmatch(DOTTED, said):
        return _clean(said)
    said = _PARTICLE.sub("", said) or said
    if _CALLED.fullmatch(said):
        return said
    stop = _NOT_NAMES.search(said, 1)
    before = said[: stop.start()] if stop else said
    if MINORITY.fullmatch(before) or (stop is None and MINORITY.fullmatch(said)):
        return before
    if NO_NAME.match(said) or not _SURNAMED.match(said):
        return None
    if titled := _TITLED.match(said):
        return None if said.startswith("的", titled.end()) else titled[0]
    if _is_whole(said):
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


def _who_i_am(said: str) -> str | None:
    """我是王芳 is a name; 我是单位的, 我是温江人, 我是王芳的女儿 are none."""
    name = full_name(said)
    rest = _PARTICLE.sub("", said[len(name) :]) if name else ""
    is_cut = not rest or _NOT_NAMES.match(rest) or NO_NAME.match(rest) or rest.startswith("我")
    is_kind = rest.startswith(("的", "人", "这边", "那边")) or bool(ROLE.match(name or ""))
    return None if is_kind or not is_cut else name


def _rare_name(said: str) -> str | None:
    """我叫黎小满: after a plain cue two to four characters alone, whatever the first is."""
    said = _PARTICLE.sub("", said)
    is_name = len(said) in (2, 3, 4) and not _NOT_NAMES.search(said)
    is_word = _NOT_AT_HEAD.match(said) or _SURELY_NO_NAME.search(said) or NO_NAME.match(said)
    return said if is_name and not is_word else None


def _is_whole(said: str) -> bool:
    """A surname with a given name (also 蒋大为, 张和平) or a title, and nothing else."""
    if _TITLED.fullmatch(said):
        return True
    return _WHOLE.fullmatch(said) is not None and _SURELY_NO_NAME.search(said, 1) is None


def find_name(text: str) -> str | None:
    """A name said with a cue (我叫, 姓, 联系人, 王女士 …) in a plain text, else None."""
    text = _SPACED.sub(_joined, text)
    position = 0
    for _ in range(MOST_CUES):
        if not (found := NAMED.search(text, position)):
            return None
        if name := _cued(found, text):
            return name
        position = found.start() + 1
    return None


def _joined(spaced: re.Match[str]) -> str:
    name = spaced[2] + spaced[3]
    return spaced[0] if NO_NAME.match(name) else spaced[1] + name


def _cued(found: re.Match[str], text: str) -> str | None:
    """The name that one cue led to."""
    if latin := found["l"] or found["m"]:
        return None if NO_LATIN.match(latin) else latin.strip(" .").title()
    if found["c"]:
        return _surnamed(found["c"], found["c2"].removeprefix("名"), text[found.end() :])
    if plain_name := found["e"] or found["k"]:
        return plain_name
    if found["d"]:
        return found["d"] if _TITLED.fullmatch(found["d"].lstrip("老小")) else None
    if found["a"]:
        name = full_name(found["a"]) or _rare_name(found["a"]) or _word_name(found)
        if name == found["a"]:
            return name
    elif found["b"]:
        name = _who_i_am(found["b"])
    else:
        name = found["f"] or found["g"] or found["h"] or found["i"] or found["n"]
        is_word = NO_NAME.match(name) or (found["i"] and ROLE.match(name))
        name = None if is_word or not _LIKE_A_NAME.fullmatch(name) else name
    is_name = name and (_is_whole(name) or _CALLED.fullmatch(name) or _fits(name))
    return name if is_name else None


def _word_name(found: re.Match[str]) -> str | None:
    """我叫高兴: a common word, but nothing else follows."""
    is_name = _PLAIN_CUE.match(found[0]) and _SURNAMED.match(found["a"]) and len(found["a"]) == 2
    return found["a"] if is_name and found["a"] not in _NEVER else None


def _fits(name: str) -> bool:
    return "·" in name or not _NOT_NAMES.search(name, 1) or bool(MINORITY.fullmatch(name))


def _surnamed(surname: str, given: str, after: str) -> str:
    """What 姓 is followed by: 蔡, 蔡大江, and of 免贵姓蔡，蔡大江 the whole."""
    if whole := re.match(rf"[ ,，]({surname}{HAN}{{1,2}})(?!{HAN})", after):
        return whole[1]
    given = _PARTICLE.sub("", given)
    is_given = given and not _NOT_NAMES.search(given) and len(given) <= 2
    return surname + given if is_given else surname


def festive_names(text: str) -> tuple[tuple[int, int], ...]:
    """Where people called like a festival (张国庆) are named: these words are no date."""
    return tuple(found.span("name") for found in _FESTIVE.finditer(text))


def lone_name(text: str) -> str | None:
    """明天上午9点办居住证，马超: a name between commas, in a message that says what and when."""
    for part in _PARTS.split(text):
        if _is_whole(part) and not NO_NAME.match(part) and not _NOT_AT_HEAD.match(part):
            return part
    return None


def whole_name(text: str) -> str | None:
    """The name when a message is nothing but a surname with a given name or a title."""
    said = text.strip(" ,，。.!！~～")
    return said if lone_name(said) == said else None


@lru_cache(maxsize=1024)
def bare_name(text: str) -> str | None:
    """The name in an answer to 怎么称呼; None when it cannot be one.

    Markup, politeness and what is too long are cut: show it back for confirmation."""
    stripped = _MARKUP.sub(" ", text[:60]).strip()
    if "<" in text and re.search(HAN, stripped):
        stripped = re.sub(r"[a-zA-Z0-9()]+", " ", stripped).strip()
    said = plain(stripped)
    if cued := find_name(said):
        return cued
    if spelled := _SPELLED.match(said):
        return spelled["name"]
    said = _SPACED.sub(_joined, said)
    for _ in range(3):
        said = _TAIL.sub("", _LEAD.sub("", said)).strip(" ,，。!！?？'")
    latin = re.fullmatch(rf"[a-z][a-z.'-]{{1,20}}|{LATIN}", said)
    return said.title() if latin else _bare(re.split(r"[ ,，。!！;；\n]", said)[0])


def _bare(head: str) -> str | None:
    """A Chinese name alone."""
    if re.fullmatch(DOTTED, head):
        return _clean(head)
    if not re.fullmatch(rf"{HAN}{{1,5}}", head) or _NOT_AT_HEAD.match(head):
        return None
    if MINORITY.fullmatch(head):
        return head
    if _NOT_NAMES.search(head, 1) and not _is_whole(head) and not _CALLED.fullmatch(head):
        return None
    if len(head) == 1 and head not in SURNAMES:
        return None
    is_long = len(head) > 4 and head[0] not in SURNAMES and not re.search(TITLE, head)
    return None if is_long else head
