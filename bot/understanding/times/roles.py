"""Roles: which of the times said is wanted, excluded, replaced by a later one, or over."""

import re
from dataclasses import replace
from datetime import date

from bot.understanding.times.mentions import Mention, Role

_EXCEPT = re.compile(
    r"(?:除了|除开|除去|除|(?<!要)不要|别|莫|(?<!想)不想|(?<!能)不能|不约|不去|不来|避开|不选|不在|排除)(?:约|是|"
    r"在|安排|选|喊我|给我|放|搞)?$"
)
_NOT = re.compile(r"(?:不是|不是约?的?)$")
_APART = re.compile(r" ?(?:以外|之外|除外)")
_CANNOT = re.compile(
    r"[^,，。;；!！?？\n]{0,6}?(?:(?<!行)不行|不得行|(?<!得)没空|莫得?空|莫得时间|没时间|没得空|没得时间|"
    r"没有时间|(?<!有)没有空|不方便|不得空|走不开|来不了|去不了|来不到"
    r"|来不起|(?<!能)不能[来去]|(?<!来)不来|(?<!去)不去|要上班|要加班|要上课|(?<!没)有事|"
    r"(?<!可以)不可以|(?<!要)不要|不合适|不想|搞不赢|来不赢"
    r"|不在|约满|满了|莫法|没法|没办法|不得[来去]|排除|除外|都忙|很忙|太忙|忙得|上不了|"
    r"赶不上|赶不到|不成)"
)
_QUESTION = re.compile(r"[的了]?(?:吗|嘛|么|不|\?|？|哇)")
_DONE = re.compile(
    r"[^,，。;；!！?？\n]{0,5}?(?:去过|来过|来了|去了|办过|办的|(?<!给我)办了|交的|交了|申请的|弄的|"
    r"就来了|就去了|跑了|打过|提交|收到|领的|拿的|就交"
    r"|就办|来办的|去办的|到期|过期|出生|生的|毕业|结婚的|离婚的|搬|开始住|寄的|没来成|没来)"
)
_CHANGED = re.compile(
    r"改成|改到|改为|改约|改在|改去|换成|换到|换|挪到|挪|调到|调整|调成|推迟到|推到|提前到|"
    r"提到|延到|延后|变成|变到|改|推迟|提前|往后"
)
_OOPS = re.compile(
    r"不对|不是|错了|说错|搞错|记错|打错|不不|算了|应该是|而是|弄错|哦不|口误|更正|纠正|(?:^|"
    r"[,，。 ])不[,，。 ]|还是算"
)
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
    found = _CANNOT.match(behind)
    return bool(found) and not _QUESTION.match(behind, found.end() if found else 0)


def _is_replaced(before: str, behind: str) -> bool:
    """Only asked when a later mention follows."""
    if _NOT.search(before) or _CHANGED.search(behind) or _OOPS.search(behind):
        return True
    return bool(_OLD.search(before) or _OLD_BEHIND.match(behind))


def _role(before: str, behind: str, more: bool) -> Role:
    if more and _is_replaced(before, behind) and not _cannot(behind):
        return Role.REPLACED
    if _EXCEPT.search(before) or _NOT.search(before) or _APART.match(behind) or _cannot(behind):
        return Role.EXCLUDED
    if _DONE.match(behind) and not before.endswith(("想", "要", "等", "等到")):
        return Role.GONE
    return Role.WANTED


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
    for mention in mentions:
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
