"""Names: said with a cue, or bare in an answer."""

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.understanding.cue import Cue
from bot.understanding.cues_names import LATIN, NAMED, NO_LATIN
from bot.understanding.names import (
    CALLED,
    NOT_AT_HEAD,
    NOT_NAMES,
    PARTICLE,
    SURNAMED,
    TITLED,
    full_name,
    is_whole,
    one_dot,
    rare_name,
    who_i_am,
)
from bot.understanding.surnames import (
    AFTER_A_WEEKDAY,
    DOTTED,
    DOUBTFUL,
    HAN,
    MINORITY,
    NO_NAME,
    ROLE,
    SURNAME,
    SURNAMES,
    TITLE,
)
from bot.understanding.taken_back import may_take_back, taken_back
from bot.understanding.text import plain

_MARKUP = Cue(
    r"<[^>]{0,200}>?|[\[\]{}<>&;#*_`|\\/\"=$%^~@]|[0-9]{3,}|"
    r"[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]"
)
_LEAD = Cue(
    r"^(?:您好|你好|嗯|哦|好的?|我?就?叫|名字叫?|姓名|我是|叫我|喊我|我姓|免贵姓|免贵|姓|叫|"
    r"是|就写|写|那就|称呼我?)[ ,，:：]{0,2}"
)
_TAIL = Cue(
    r"(?:就行了?|就可以了?|就好了?|就是了?|嘛|哈|吧|呢|啊|哦|哇|"
    r"(?<=[\u4e00-\u9fff]{3})三|嘞|的|呀|哟|噻)$"
)
MOST_CUES = 30
"""How often one text may try to name somebody."""
_HESITANT = Cue(r"^(?:(?:那个|这个|就是|[嗯呃额诶哎噢哦]+)[ ,，.。、·…—-]+)+")
_PARTS = re.compile(r"[ ,，。.;；、!！\n]+")
_FESTIVE = Cue(
    rf"(?<!{HAN})(?:(?:我叫|我是|我|叫|名字|姓名|本人)(?:是|叫)?)?"
    rf"(?P<name>{SURNAME}(?:国庆|元旦|中秋|端午|清明|"
    rf"立[春夏秋冬]|春分|谷雨|冬至|小雪|大雪|元宵|重阳|七夕|春节|除夕))(?!{HAN}{{0,2}}[节假前后])"
)
_WEEKDAY_NAMED = Cue(  # 周一诺 is no Monday
    rf"(?:^|(?<=[叫名写找])|(?<=我是))(?P<name>周[一二三四五六日天]"
    rf"(?!{AFTER_A_WEEKDAY}){HAN})(?=$|[ ,，。.!！]|{TITLE})"
)
_PLAIN_CUE = Cue("我叫|我?的?名字(?:是|叫)|姓名")
_WEAK_CUE = Cue("(?<![我字名])叫做?$|[叫喊]我$")
_NEVER = ("方便", "什么", "单位", "成都", "温江")
_SPACED = Cue(rf"(^|[:：,，叫是名])({SURNAME}) ({HAN}{{1,2}})(?!{HAN})")
_SPELLED = Cue(rf"(?:{HAN}{{2}}|{HAN}{{2,4}}的)({SURNAME})[ ,，、]{{1,2}}(?P<name>\1{HAN}{{1,2}})$")
_LIKE_A_NAME = Cue(rf"(?![{DOUBTFUL}])(?:[老小]?{SURNAME}|{SURNAME}{HAN}{{1,2}})")


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
    if plain_name := found["e"] or found["k"] or found["q"]:
        return plain_name
    if titled := found["d"]:
        return _in_full(titled, text[found.end() :]) if _is_titled(titled) else None
    if found["a"]:
        name = _after_cue(found)
        if name == found["a"]:
            return name
    elif found["b"]:
        name = who_i_am(found["b"])
    else:
        name = found["f"] or found["g"] or found["h"] or found["i"] or found["n"]
        is_word = NO_NAME.match(name) or (found["i"] and ROLE.match(name))
        name = None if is_word or not _LIKE_A_NAME.fullmatch(name) else name
    is_name = name and (is_whole(name) or CALLED.fullmatch(name) or _fits(name))
    return name if is_name else None


def _is_titled(said: str) -> bool:
    is_word = said[0] in DOUBTFUL or "的" in said or NO_NAME.match(said)
    return not is_word and bool(TITLED.fullmatch(said.lstrip("老小")))


def _in_full(titled: str, after: str) -> str:
    """赵大爷，大名赵国良 is 赵国良."""
    surname = SURNAMED.match(titled.lstrip("老小"))
    cue = "(?:大名|全名|真名|本名|名字)?(?:是|叫)?"
    whole = re.match(rf"[ ,，]+{cue}({surname and surname[0]}{HAN}{{1,2}})(?!{HAN})", after)
    return whole[1] if whole else titled


def _after_cue(found: re.Match[str]) -> str | None:
    """Rare names (黎小满, 高兴) and doubtful ones (成龙) are believed after 叫 and 是 only."""
    cue, said = found[0].removesuffix(found["a"]).strip(" ,，"), found["a"]
    name = who_i_am(said) if _WEAK_CUE.search(cue) else full_name(said)
    if name and said[0] in DOUBTFUL and not cue.endswith(("叫", "是", ":")):
        return None
    is_clear = cue.endswith(("叫", "是", ":", "成"))
    return name or (is_clear and (rare_name(said) or _word_name(found))) or None


def _word_name(found: re.Match[str]) -> str | None:
    """我叫高兴: a common word, but nothing else follows."""
    is_name = (
        _PLAIN_CUE.match(found[0]) and SURNAMED.match(found["a"]) and len(found["a"]) in (2, 3)
    )
    return found["a"] if is_name and not found["a"].startswith(_NEVER) else None


def _fits(name: str) -> bool:
    return "·" in name or not NOT_NAMES.search(name, 1) or bool(MINORITY.fullmatch(name))


def _surnamed(surname: str, given: str, after: str) -> str:
    """What 姓 is followed by: 蔡, 蔡大江, and of 免贵姓蔡，蔡大江 the whole."""
    if whole := re.match(rf"[ ,，]({surname}{HAN}{{1,2}})(?!{HAN})", after):
        return whole[1]
    given = PARTICLE.sub("", given)
    if given.startswith(surname) and len(given) > 1 and is_whole(given):  # 我姓黄黄桂花
        return given
    is_given = given and not NOT_NAMES.search(given) and len(given) <= 2
    return surname + given if is_given else surname


def festive_names(text: str) -> tuple[tuple[int, int], ...]:
    """Where people called like a festival (张国庆) or a weekday (周一诺) are named: no dates."""
    found = (*_FESTIVE.finditer(text), *_WEEKDAY_NAMED.finditer(text))
    return tuple(each.span("name") for each in found)


def lone_name(text: str) -> str | None:
    """明天上午9点办居住证，马超: a name between commas, in a message that says what and when."""
    for part in _PARTS.split(text):
        if is_whole(part) and not NO_NAME.match(part) and not NOT_AT_HEAD.match(part):
            return part
    return None


def whole_name(text: str) -> str | None:
    """The name when a message is nothing but a surname with a given name or a title."""
    said = text.strip(" ,，。.!！~～")
    return said if lone_name(said) == said else None


def put_right(after: Sequence[str]) -> str | None:
    """我叫王小明，不对，是王晓明: the name right behind what took another one back."""
    heads = (_PARTS.split(each)[0].removeprefix("叫") for each in after)
    return next(filter(None, map(whole_name, heads)), None)


@lru_cache(maxsize=1024)
def bare_name(text: str) -> str | None:
    """The name in an answer to 怎么称呼; None when it cannot be one.

    Markup, politeness and what is too long are cut: show it back for confirmation."""
    stripped = _MARKUP.sub(" ", text[:60]).strip()
    if "<" in text and re.search(HAN, stripped):
        stripped = re.sub(r"[a-zA-Z0-9()]+", " ", stripped).strip()
    said = _HESITANT.sub("", plain(stripped))
    if may_take_back(said) and (name := put_right(taken_back(said))):
        return name
    if cued := find_name(said):
        return cued
    if spelled := _SPELLED.match(said):
        return spelled["name"]
    said = _SPACED.sub(_joined, said)
    for _ in range(3):
        said = _TAIL.sub("", _LEAD.sub("", said)).strip(" ,，。!！?？'")
    latin = re.fullmatch(rf"[a-z][a-z.'-]{{1,20}}|{LATIN}", said)
    return said.title() if latin else _bare(re.split(r"[ ,，。!！;；(（\n]", said)[0])


def name_beside(text: str) -> str | None:
    """The name in an answer to 怎么称呼 that stands beside a phone number, where nothing else is
    said: 毛不易, too."""
    said = text.strip(" ,，。.!！")
    is_name = _LIKE_A_NAME.fullmatch(said) and not NO_NAME.match(said)
    return bare_name(text) or (said if is_name and not NOT_AT_HEAD.match(said) else None)


def _bare(head: str) -> str | None:
    """A Chinese name alone."""
    if re.fullmatch(DOTTED, head):
        return one_dot(head)
    if not re.fullmatch(rf"{HAN}{{1,5}}", head) or NOT_AT_HEAD.match(head):
        return None
    if MINORITY.fullmatch(head):
        return head
    if NOT_NAMES.search(head, 1) and not is_whole(head) and not CALLED.fullmatch(head):
        return None
    if len(head) == 1 and head not in SURNAMES:
        return None
    is_long = len(head) > 4 and head[0] not in SURNAMES and not re.search(TITLE, head)
    return None if is_long else head
