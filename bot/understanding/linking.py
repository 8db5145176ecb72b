"""Wishes about who one is here: linking accounts, managing a family member's appointments."""

import re
from enum import StrEnum
from functools import cache

from msgspec import Struct

from bot.understanding.cue import Cue
from bot.understanding.relatives import KIN, normal
from bot.understanding.text import plain

LONGEST = 60


class Wish(StrEnum):
    """What is wished. CODE: a code was typed; HOW: managing, without whose."""

    LINK = "link"
    PART = "part"
    WHO = "who"
    MANAGE = "manage"
    LET = "let"
    END = "end"
    HOW = "how"
    CODE = "code"


class LinkWish(Struct, frozen=True):
    """`who` is the normal word for the family member that was named, "" for none; `code` the digits
    that were typed, as many as there were; `is_bare`: nothing but digits was said."""

    wish: Wish
    who: str = ""
    code: str = ""
    is_bare: bool = False


_LEAD = (
    "(?:你好|您好|请问|麻烦|我|们|想|需要|要|帮|请|怎么样?|怎样|如何|咋个?|可以|可不可以|能|不能"
    "|把|将|给|来|去|再|一下|[ ,，。])*"
)
_ACCOUNT = (
    "(?:(?:我|你|您|另外?一个|另1个|其[他它]的?|别的|另外|两个|二个|几个|多个|这个|那个|新|旧|老"
    "|原来|以前|现在|自己|的)*"
    "(?:账号|帐号|账户|微信号?|qq号?|号|渠道|网页|网站|公众号|平台)(?:上|里|那边|这边|的)*)"
)
_AND = "(?:和|跟|与|同|到|在|上|、)"
_TAIL = (
    "(?:一起|到一起|起来|了|吧|嘛|吗|么|呢|啊|哈|噻|呀|可以|行|不|要得|得行|怎么[办弄做]|咋个?[办弄整]"
    "|谢谢|一下|下|[ ,，。.!！?？~])*"
)
_RELATIVE = f"(?:我|咱)?(?:们|家|屋头)?的?(?P<who>{KIN})(?:他们|她们|人)?"
_MANAGE = "(?:代管|管理|打理|照管|照看|管)(?:一?下|一哈|着|到)?"
_BOOKINGS = "(?:他|她|它|我|人家)?们?的?(?:所有|全部)?的?预约(?:的?事情?)?"
_SAID = (
    (
        Wish.PART,
        f"{_LEAD}(?:{_ACCOUNT}{_AND}?)*(?:解除|取消|不要|停止|撤销)(?:{_ACCOUNT})*(?:绑定|关联)了?的?"
        f"(?:{_ACCOUNT})*{_TAIL}|{_LEAD}(?:{_ACCOUNT})*解绑(?:{_ACCOUNT})*{_TAIL}"
        f"|{_LEAD}不(?:想|要)?(?:绑定|关联|绑)了{_TAIL}"
        f"|{_LEAD}(?:{_ACCOUNT}{_AND}?)+(?:拆开|分开){_TAIL}",
    ),
    (
        Wish.WHO,
        "我?(?:的|都|已经)*(?:查|看|查看|看看|查询)?(?:一下|下)?我?的?(?:绑定|关联|代管)了?"
        f"(?:哪些|几个|什么|多少)(?:账号|帐号|人|号|微信)?{_TAIL}"
        f"|我?的?(?:绑定|关联|代管)的?(?:情况|状态|信息|关系){_TAIL}"
        f"|(?:哪些人|谁|哪个)(?:都|能|可以|在)*(?:看|查|改|帮我管|替我管|管)(?:得?到)?我的预约{_TAIL}"
        f"|(?:哪些人|谁|哪个)(?:都|能|可以|在)*(?:帮|替)我管理?预约{_TAIL}"
        f"|我(?:在|都)?(?:帮|替)(?:谁|哪些人|哪个)管理?预约{_TAIL}",
    ),
    (
        Wish.LINK,
        f"{_LEAD}(?:{_ACCOUNT}{_AND}?)*(?:绑定|关联|绑)(?:{_AND}|一下|{_ACCOUNT})*{_TAIL}"
        f"|{_LEAD}(?:{_ACCOUNT}{_AND}?)*合并(?:{_AND}|一下)*{_ACCOUNT}{_TAIL}"
        f"|{_LEAD}(?:又|刚|最近|已经)*(?:换|改)了?(?:一?个)?新?的?(?:微信|qq|账号|帐号)号?[了啦]?"
        f"(?:[ ,，。]*.{{0,30}}预约.{{0,12}})?{_TAIL}"
        f"|{_LEAD}(?:换|改|丢|掉)了?(?:一?个)?新?(?:手机|电话)号?[了啦]?[ ,，。]*"
        "(?:我?的?(?:微信号?|qq号?|账号|帐号)?(?:也|都|跟着)*(?:换|改|变)了?)?"
        f"(?:[ ,，。]*.{{0,20}}预约.{{0,16}})?{_TAIL}"
        f"|{_LEAD}(?:在|用|从)?(?:微信|qq|网页|公众号)(?:上|里|那边)(?:也|都|还)*(?:想|要|能|可以|能不能|可不可以|怎么|咋个?)*"
        f"(?:也|都)*(?:看|查|见|收)(?:到|得到|得见|看)?(?:我|的|在|微信|qq|这里|这边|约|这个|那个)*预约{_TAIL}",
    ),
    (
        Wish.END,
        f"{_LEAD}(?:取消|解除|停止|结束|终止|不要|撤销|不)(?:家人|家属|亲属|{KIN})?的?代管(?:权限|关系)?{_TAIL}"
        f"|{_LEAD}(?:不|再|用|想|要|让|需要|准)*不(?:再|用|想|要|让|需要|准)*(?:帮|替|给)?"
        f"(?:我|咱)?(?:们|家|屋头)?的?(?:{KIN}|他|她|别人)?(?:再|来)*(?:帮|替|给)?(?:我|他|她)?{_MANAGE}"
        f"(?:我|他|她)?(?:{KIN})?{_BOOKINGS}{_TAIL}",
    ),
    (
        Wish.LET,
        f"{_LEAD}(?:让|请|叫|喊|要|委托|授权给?|同意|找){_RELATIVE}(?:来)?(?:帮|替|给|代)?我?(?:来)?{_MANAGE}"
        f"{_BOOKINGS}{_TAIL}",
    ),
    (
        Wish.MANAGE,
        f"{_LEAD}(?:帮|替|给|为|代替?|帮忙){_RELATIVE}(?:来)?{_MANAGE}{_BOOKINGS}{_TAIL}"
        f"|{_LEAD}{_MANAGE}{_RELATIVE.replace('?P<who>', '?P<whose>')}的?{_BOOKINGS}{_TAIL}",
    ),
    (Wish.HOW, f"{_LEAD}(?:家人|亲属|家属|亲人)?的?代管(?:预约)?{_TAIL}"),
)
# Asked first: the plain form and the patterns cost more than the rest of a turn may. Without the
# one no message is a wish, without the other none a code.
WISH_WORDS = Cue(
    "[绑綁]|[关關][联聯]|合[并併]|代管|[拆分][开開]|[管打照看查改][^,，。]{0,12}[预預][约約]"
    "|[换換改].{0,6}(?:微信|[qQ]{2}|[账帐賬帳][号號])"
    "|(?:微信|[qQ]{2}|网页|公众号)[上里那].{0,10}[预預][约約]"
    "|[换換].{0,4}(?:手机|电话).{0,12}(?:微信|[预預][约約])"
)
CODE_WORDS = Cue("[0-9０-９][0-9０-９ -]{2}")
_CODE = re.compile(
    "(?P<words>(?:绑定码?|关联|同意|代管|验证码|码|是|的|我|你好|您好|[ :,，。.!！])*)"
    "(?P<code>[0-9](?:[ -]?[0-9]){3,7})[ 。.!！]*"
)
_NAMED = re.compile("绑定|关联|同意|代管|验证码")


def find_wish(text: str) -> LinkWish | None:
    """The wish that is the whole message; None for everything else."""
    if len(text) > LONGEST:
        return None
    if CODE_WORDS.search(text) and (typed := _CODE.fullmatch(plain(text).strip())):
        digits = re.sub("[ -]", "", typed["code"])
        return LinkWish(Wish.CODE, code=digits, is_bare=not _NAMED.search(typed["words"]))
    if not WISH_WORDS.search(text):
        return None
    said = plain(text).strip()
    for wish, pattern in _wishes():
        if found := pattern.fullmatch(said):
            return LinkWish(wish, who=normal(_who(found)) if _who(found) else "")
    return None


@cache
def _wishes() -> tuple[tuple[Wish, re.Pattern[str]], ...]:
    """Compiled when somebody wishes for the first time: it takes longer than a start may."""
    return tuple((wish, re.compile(pattern)) for wish, pattern in _SAID)


def _who(found: re.Match[str]) -> str:
    groups = found.groupdict()
    return groups.get("who") or groups.get("whose") or ""
