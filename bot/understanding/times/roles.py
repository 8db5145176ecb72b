"""Roles: which of the times said is wanted, excluded, replaced by a later one, or over."""

import re
from dataclasses import replace
from datetime import date

from bot.understanding.times.mentions import Mention, Role

_EXCEPT = re.compile(
    r"(?:除了|除开|除去|除|(?<!要)不要|别|莫|(?<!想)不想|(?<!能)不能|不约|不去|不来|避开|不选|"
    r"不在|排除|不得)"
    r"(?:约|是|在|安排|选|喊我|给我|放|搞|排|来|去){0,3}$"
)
_NOT = re.compile(r"不是(?:[约说][的得]?)?$")
_APART = re.compile(r" ?(?:以外|之外|除外)")
_NO_TIME = (
    r"(?<!得)没空|莫得?空|莫得时间|没时间|没得空|没得时间|没有时间|(?<!有)没有空|不得空|不空|"
    r"不方便|"
    r"走不开|走不脱|来不了|去不了|来不到|来不起|来不成|去不成|来不赢|搞不赢|抽不开身|抽不出|"
    r"赶不上|赶不到|"
    r"没法[来去]|莫法[来去]|不得[来去]|不在家|不太方便"
)
_CANNOT = re.compile(
    rf"[^,，。;；!！?？\n]{{0,6}}?(?:{_NO_TIME}|(?:(?<!行)不行|不得行)(?!的?话|就|再|那)|"
    r"(?<!能)不能[来去]|(?<!来)不来|(?<!去)不去|(?<!不)要(?:上班|加班|上课|值班|出差)|出差|"
    r"要开会|都(?:要|在|得)?上(?:班|课|学)|天天上班|"
    r"要考试|"
    r"要住院|要打针|要手术|(?<!没)有事|有课|(?<!可以)不可以|(?<!要)不要|不合适|不想|不巴适|不在|"
    r"约满(?!了?的?话)|"
    r"满了(?!的?话)|莫法|没法|没办法|排除|除外|要不得|都忙|很忙|太忙|忙得|上不了|不成|不考虑)"
)
_CANNOT_THEN = re.compile(
    rf"[^,，。;；!！?？\n]{{0,12}}[,，](?:我们?|他|她|怕是|可能|恐怕|实在|都)"
    rf"{{0,2}}(?:{_NO_TIME}|不得行)"
)
_QUESTION = re.compile(r"[的了]?(?:吗|嘛|么|不|\?|？|哇)")
_DONE = re.compile(
    r"[^,，。;；!！?？\n]{0,5}?(?:去过|来过|来了|去了|办过|办的|(?<!给我)办了|交的|交了|申请的|"
    r"弄的|"
    r"就来了|就去了|跑了|打了|等了|问了|就(?:申请|提交|登记|到期|过期|断|停|满|退休|报名)|断了|"
    r"打过|提交|收到|领的|拿的|就交"
    r"|就办|来办的|去办的|到期|过期|出生|生的|毕业|结婚的|离婚的|搬|开始住|寄的|没来成|没来)"
)
_AWAY = re.compile(
    r" ?(?:再说(?!一)|才?年?满|退休|毕业|(?:要|得)(?:接|赶|送)(?!材料|资料))|"
    r"[^,，。;；!！?？\n]{0,4}?(?:才?(?:能)?(?:回来|回成都|回家|回去|到家|出院|退烧)"
    r"(?![办弄补拿领交搞签认])|要?走(?!一?趟)|才(?:齐|满|出得来|寄到|寄过来|发工资|下得来|下来)|"
    r"不上(?:课|学)|放假|(?:要|得)?(?:[到去](?:外地|医院|北京|重庆|上海|外省)|回老家|出门|搬家|"
    r"结婚|开学|"
    r"过生日|出远门|打(?:疫苗|预防针|针)|看病|住院|开家长会|吃酒|坐席|做手术|体检|带(?:娃儿?|"
    r"孩子|老人|我妈|我爸)[^,，。]{0,4}(?:打针|看病|上课|"
    r"体检))|"
    r"的(?:火车|高铁|飞机|航班|动车|机票|车票|考试|手术|婚礼|生日|喜酒|大巴))"
)
_TO_DO = re.compile("[想要能把]")
_CHANGED = re.compile(
    r"改成|改到|改为|改约|改在|改去|换成|换到|换|挪到|挪|调到|调整|调成|推迟到|推到|提前到|"
    r"提到|延到|延后|变成|变到|改|推迟|提前|往后"
)
_OOPS = re.compile(
    r"不对|不是|错了|说错|搞错|记错|打错|不不|算了|应该是|而是|弄错|哦不|口误|更正|纠正|(?:^|"
    r"[,，。 ])不[,，。 ]|还是算"
)
_ITS_OWN = re.compile(r"(?:生日|出生|有效期|到期日?|截止日期)(?:是|在|到|至|为|:)?$")
_WISHES = re.compile(r"(?:[想约]|预约|能不能|可不可以)[^,，。]{0,3}$")
_NEXT_NOT = re.compile(r"(?:不是|不要|别)$")
_OLD = re.compile(
    r"(?:本来|原来|之前|原先|原定|原本|以前|已经|上次|先前|起先)[^,，。]{0,8}$|(?:约|预约|订|"
    r"定)(?:了|好)的?(?:是|在)?$|约的(?:是|在)?$"
)
_OLD_BEHIND = re.compile(r"[^,，。]{0,3}(?:约的|约好|预约的|约了|那个预约|那个号|的预约|的号)")


def _before(mentions: list[Mention], index: int, text: str) -> str:
    begin = mentions[index - 1].stop if index else 0
    return text[max(begin, mentions[index].start - 16) : mentions[index].start]


def _behind(mentions: list[Mention], index: int, text: str) -> str:
    end = mentions[index + 1].start if index + 1 < len(mentions) else len(text)
    return text[mentions[index].stop : min(end, mentions[index].stop + 24)]


def _cannot(behind: str) -> bool:
    found = _CANNOT.match(behind) or _CANNOT_THEN.match(behind)
    return bool(found) and not _QUESTION.match(behind, found.end() if found else 0)


def _is_replaced(before: str, behind: str) -> bool:
    """Only asked when a later mention follows."""
    said = _NEXT_NOT.sub("", behind)  # 后天不是明天: said of the next one
    if _NOT.search(before) or _CHANGED.search(said) or _OOPS.search(said):
        return True
    return bool(_OLD.search(before) or _OLD_BEHIND.match(behind))


def _role(before: str, behind: str, more: bool) -> Role:
    if more and _is_replaced(before, behind) and not _cannot(behind):
        return Role.REPLACED
    if _EXCEPT.search(before) or _NOT.search(before) or _APART.match(behind) or _cannot(behind):
        return Role.EXCLUDED
    done = _DONE.match(behind)
    if done and not _TO_DO.search(done[0]) and not before.endswith(("想", "要", "等", "等到")):
        return Role.GONE
    if _ITS_OWN.search(before):
        return Role.GONE
    return Role.GONE if _AWAY.match(behind) and not _WISHES.search(before) else Role.WANTED


def assign(mentions: list[Mention], text: str, today: date) -> list[Mention]:
    """The mentions with their roles; a day before `today` is gone when more times follow."""
    given: list[Mention] = []
    for index, mention in enumerate(mentions):
        if mention.role is Role.GONE:
            given.append(mention)
            continue
        more = any(later.past is None for later in mentions[index + 1 :])
        if more and _is_before(mention, today):
            given.append(replace(mention, role=Role.GONE))
            continue
        role = _role(_before(mentions, index, text), _behind(mentions, index, text), more)
        given.append(replace(mention, role=role))
    return _all_or_last(_same_verdict(given, text))


def _is_before(mention: Mention, today: date) -> bool:
    return mention.date is not None and bool(mention.date.after and mention.date.after <= today)


def _same_verdict(mentions: list[Mention], text: str) -> list[Mention]:
    """周一周三不行, 周一和周三都没空: what is said of the last holds for those beside it."""
    for index, first in enumerate(mentions[:-1]):
        second = mentions[index + 1]
        beside = text[first.stop : second.start] in ("", "、", "和", "跟", "还有")
        if beside and first.role is Role.EXCLUDED and _EXCEPT.search(text[: first.start]):
            mentions[index + 1] = replace(second, role=Role.EXCLUDED)
    for index in range(len(mentions) - 2, -1, -1):
        first, second = mentions[index], mentions[index + 1]
        beside = text[first.stop : second.start] in ("", "、", "和", "跟", ",", "，")
        if beside and first.role is Role.WANTED and second.role in (Role.EXCLUDED, Role.GONE):
            mentions[index] = replace(first, role=second.role)
    return mentions


def _all_or_last(mentions: list[Mention]) -> list[Mention]:
    """A replaced time is wanted after all when nothing wanted is left."""
    if any(mention.role is Role.WANTED for mention in mentions):
        return mentions
    return [
        replace(mention, role=Role.WANTED)
        if mention.role is Role.REPLACED and not any(m.role is Role.EXCLUDED for m in mentions)
        else mention
        for mention in mentions
    ]


def inherit(mentions: list[Mention], text: str) -> list[Mention]:
    """Give a date to those that have none, from a neighbour; join what only refines it."""
    made: list[Mention] = []
    for mention in _dated_behind(mentions, text):
        base = _dated_before(made)
        if mention.date or mention.point or mention.past or base is None:
            made.append(mention)
        elif _refines(made, mention) and not _chooses(text[made[-1].stop : mention.start]):
            part = mention.part or made[-1].part
            pieces = (*made[-1].pieces, *mention.pieces)
            made[-1] = replace(
                made[-1],
                part=part,
                clock=mention.clock,
                until=mention.until,
                side=mention.side,
                pieces=pieces,
            )
        else:
            made.append(replace(mention, date=base.date))
    return _share_part(made, text)


def _dated_behind(mentions: list[Mention], text: str) -> list[Mention]:
    """上午九点到十一点都有空，明天: the day was said after the hours."""
    made: list[Mention] = []
    for mention in mentions:
        last = made[-1] if made else None
        between = text[last.stop : mention.start] if last else ""
        if last and _is_hours(last) and _is_day(mention) and _AFTERWARDS.fullmatch(between):
            pieces = (*last.pieces, *mention.pieces)
            made[-1] = replace(last, date=mention.date, pieces=pieces)
        else:
            made.append(mention)
    return made


_AFTERWARDS = re.compile(
    r"(?:都?有空|都行|都可以|之间|中间|左右|嘛|吧|呢|哈|来|就|约|的话|[\s,，])*"
)


def _is_hours(mention: Mention) -> bool:
    is_free = mention.date is None and mention.point is None and mention.past is None
    return is_free and mention.role is Role.WANTED


def _is_day(mention: Mention) -> bool:
    only = not (mention.part or mention.clock or mention.side or mention.until)
    return only and mention.date is not None and mention.role is Role.WANTED


def _dated_before(made: list[Mention]) -> Mention | None:
    for mention in reversed(made):
        if mention.date and mention.role is not Role.GONE:
            return mention if mention.side is None else None
    return None


def _refines(made: list[Mention], mention: Mention) -> bool:
    last = made[-1]
    if last.role is not Role.WANTED or mention.role is not Role.WANTED or last.clock or last.side:
        return False
    return last.date is not None and (last.part is None or mention.part is None)


_CHOICE = re.compile(r"或|要么|要不|还是|、|也行|也可以|不然|实在|再不|跟|和|都行|都可以")


def _chooses(between: str) -> bool:
    return bool(_CHOICE.search(between))


def _share_part(mentions: list[Mention], text: str) -> list[Mention]:
    """周三或者周四上午: the daypart holds for both."""
    for index in range(len(mentions) - 2, -1, -1):
        first, second = mentions[index], mentions[index + 1]
        both = first.role is second.role is Role.WANTED
        bare = first.date and second.date and not first.part and not first.clock and not first.side
        between = text[first.stop : second.start]
        if both and bare and len(between) <= 3 and (not between or _chooses(between)):
            mentions[index] = replace(first, part=second.part, clock=second.clock)
    return mentions
