"""Roles: which of the times said is wanted, excluded, replaced by a later one, or over."""

from datetime import date

from msgspec.structs import replace

from bot.understanding.cue import Cue
from bot.understanding.times import cues
from bot.understanding.times.mentions import Mention, Role


def _before(mentions: list[Mention], index: int, text: str) -> str:
    begin = mentions[index - 1].stop if index else 0
    return text[max(begin, mentions[index].start - 16) : mentions[index].start]


def _behind(mentions: list[Mention], index: int, text: str) -> str:
    end = mentions[index + 1].start if index + 1 < len(mentions) else len(text)
    return text[mentions[index].stop : min(end, mentions[index].stop + 24)]


def _cannot(behind: str) -> bool:
    found = cues.CANNOT.match(behind) or cues.CANNOT_THEN.match(behind)
    return bool(found) and not cues.QUESTION.match(behind, found.end() if found else 0)


def _is_replaced(before: str, behind: str) -> bool:
    """Only asked when a later mention follows."""
    said = cues.NEXT_NOT.sub("", behind)  # 后天不是明天: said of the next one
    if cues.NOT.search(before) or cues.CHANGED.search(said) or cues.OOPS.search(said):
        return True
    return bool(cues.OLD.search(before) or cues.OLD_BEHIND.match(behind))


def _role(before: str, behind: str, more: bool) -> Role:
    if more and _is_replaced(before, behind) and not _cannot(behind):
        return Role.REPLACED
    if (
        cues.EXCEPT.search(before)
        or cues.NOT.search(before)
        or cues.APART.match(behind)
        or _cannot(behind)
    ):
        return Role.EXCLUDED
    done = cues.DONE.match(behind)
    if done and not cues.TO_DO.search(done[0]) and not before.endswith(("想", "要", "等", "等到")):
        return Role.GONE
    if cues.ITS_OWN.search(before):
        return Role.GONE
    return Role.GONE if cues.AWAY.match(behind) and not cues.WISHES.search(before) else Role.WANTED


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
    return _all_or_last(_same_verdict(_needed_by(given, text), text))


def _needed_by(mentions: list[Mention], text: str) -> list[Mention]:
    """28号之前要交, 六点下班: why it is the other time that is wanted."""
    wanted = [index for index, one in enumerate(mentions) if one.role is Role.WANTED]
    told = [index for index in wanted if cues.NEEDED.match(_behind(mentions, index, text))]
    if len(told) == len(wanted):
        return mentions
    return [replace(m, role=Role.GONE) if i in told else m for i, m in enumerate(mentions)]


def _is_before(mention: Mention, today: date) -> bool:
    return mention.date is not None and bool(mention.date.after and mention.date.after <= today)


def _same_verdict(mentions: list[Mention], text: str) -> list[Mention]:
    """周一周三不行, 周一和周三都没空: what is said of the last holds for those beside it."""
    for index, first in enumerate(mentions[:-1]):
        second = mentions[index + 1]
        beside = text[first.stop : second.start] in ("", "、", "和", "跟", "还有")
        if beside and first.role is Role.EXCLUDED and cues.EXCEPT.search(text[: first.start]):
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


_AFTERWARDS = Cue(r"(?:都?有空|都行|都可以|之间|中间|左右|嘛|吧|呢|哈|来|就|约|的话|[\s,，])*")


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


_CHOICE = Cue(r"或|要么|要不|还是|、|也行|也可以|不然|实在|再不|跟|和|都行|都可以")


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
