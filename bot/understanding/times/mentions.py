"""Mentions: atoms that were said together make one time."""

import re
from datetime import date, timedelta
from enum import Enum, auto

from msgspec import Struct
from msgspec.structs import replace

from bot.understanding.cue import Cue
from bot.understanding.times.atoms import Atom, Kind, Roll, Side
from bot.understanding.times.counted import Worked, counted_from
from bot.understanding.times.festivals import next_makeup


class Role(Enum):
    """What a mention is for."""

    WANTED = auto()
    EXCLUDED = auto()
    REPLACED = auto()
    GONE = auto()


class Mention(Struct, frozen=True):
    """One time: at most one date, one daypart, one clock time or a point; `joined` = an alternative
    of the mention before it; `pieces` are its places in the text."""

    date: Atom | None = None
    part: Atom | None = None
    clock: Atom | None = None
    point: Atom | None = None
    past: Atom | None = None
    until: Atom | None = None
    until_part: Atom | None = None
    until_clock: Atom | None = None
    side: Side | None = None
    is_whole: bool = False  # a span counts with its end: 最迟, 以内; or not at all: 开始
    pieces: tuple[tuple[int, int], ...] = ()
    role: Role = Role.WANTED

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.pieces[0][0]

    @property
    def stop(self) -> int:
        """Where it ends in the text."""
        return self.pieces[-1][1]


_SLOTS = {
    Kind.DATE: "date",
    Kind.PART: "part",
    Kind.CLOCK: "clock",
    Kind.POINT: "point",
    Kind.PAST: "past",
}
_GLUE = Cue(
    r"[\s,，、的()（）:：]{0,2}(?:那天|那个|那日|这天|当天|大概|大约|差不多|左右|约莫|可能|嘛|嘞|"
    r"勒|呢|吧|在|"
    r"就|我|来|约|去|过来|的话|那会儿|头|些|on|at|in the|in|the|of|about|around|\s)"
    r"{0,3}[\s,，的()（）。]{0,2}$"
)
_AT_ONCE = re.compile(r"[\s,，的]{0,2}")
_TO = Cue(r"(?:[\s,，]?(?:一直)?(?:到|至|-|~|to|until)[\s]?)$")
_AND = re.compile(r" ?(?:和|跟|与) ?$")
_BETWEEN = Cue(r".{0,12}?(?:之间|中间|间(?!隔))")
_WHOLE_BEFORE = r"以内|之内|截止|为止"
_BEFORE = Cue(rf" ?(?:号|的)?(?:{_WHOLE_BEFORE}|之前|以前|前(?![面台后进往两几头一二三123]))")
_AFTER = Cue(
    r" ?(?:号|的)?(?:之后|以后|过后|往后|后(?![面台天门晌]|半晌|[一两二三]天)|开始|起(?![来床诉]))"
)
_BESIDE = re.compile(r"(?:before|after) $")
_LATEST = Cue(
    r"(?:最晚|最迟|不超过|不晚于|截止到?|赶在|截至|不得晚于|by |until )(?:是|在|要|到|得)"
    r"?(?:你们)?$"
)


def _fits(mention: Mention, atom: Atom, between: str) -> bool:
    if not _GLUE.match(between) or mention.past or mention.point or mention.side:
        return False
    if "、" in between and atom.kind is not Kind.CLOCK:
        return False
    if atom.kind in (Kind.PAST, Kind.POINT):
        return False
    taken = getattr(mention, _SLOTS[atom.kind])
    if taken is None:
        return atom.kind is not Kind.PART or mention.clock is None
    return atom.kind is Kind.DATE and _confirms(mention, taken, atom)


def _confirms(mention: Mention, first: Atom, second: Atom) -> bool:
    """A weekday or number said again for the same day: "11月28日（周六）", "下周三25号"."""
    if mention.part or mention.clock or not first.first or not second.first:
        return False
    return first.first == second.first or second.first.weekday() == first.first.weekday()


def _merged_date(first: Atom | None, second: Atom) -> Atom:
    if first is None or first.first is None or second.first is None:
        return second
    return second if first.roll is Roll.WEEK and second.roll is not Roll.WEEK else first


def _with(mention: Mention, atom: Atom) -> Mention:
    pieces = (*mention.pieces, (atom.start, atom.stop))
    if atom.kind is Kind.DATE:
        return replace(mention, date=_merged_date(mention.date, atom), pieces=pieces)
    if atom.kind is Kind.PART:
        return replace(mention, part=atom, pieces=pieces)
    if atom.kind is Kind.CLOCK:
        return replace(mention, clock=atom, pieces=pieces)
    if atom.kind is Kind.POINT:
        return replace(mention, point=atom, pieces=pieces)
    return replace(mention, past=atom, role=Role.GONE, pieces=pieces)


def _sided(mention: Mention, text: str) -> Mention:
    """Take 之前/以后 behind into the mention."""
    if mention.date and mention.date.side:
        return replace(mention, side=mention.date.side)
    for side, pattern in ((Side.BEFORE, _BEFORE), (Side.AFTER, _AFTER)):
        found = pattern.match(text, mention.stop)
        if found and found.end() > mention.stop:
            pieces = (*mention.pieces[:-1], (mention.pieces[-1][0], found.end()))
            whole = bool(re.search(f"(?:{_WHOLE_BEFORE}|开始|起)$", found[0]))
            return replace(mention, side=side, is_whole=whole, pieces=pieces)
    return mention


def _continues(mention: Mention, atom: Atom, text: str) -> bool:
    """A "到" between two dates, dayparts or clock times; 从三点和五点之间."""
    between = text[mention.stop : atom.start]
    joined = _TO.match(between) or (_AND.match(between) and _BETWEEN.match(text, atom.stop))
    if not joined or mention.until or mention.until_clock or mention.past or mention.side:
        return False
    if atom.kind is Kind.DATE:
        return bool(mention.date or mention.clock) and mention.point is None
    if atom.kind is Kind.PART:
        return mention.part is not None or mention.clock is not None
    return atom.kind is Kind.CLOCK and mention.clock is not None and mention.clock.high is None


def _ends(mention: Mention, atom: Atom, text: str) -> bool:
    """More of the end of a span: 到明天 + 下午 + 四点."""
    if not mention.until and not mention.until_part:
        return False
    if mention.until_clock or not _GLUE.match(text[mention.stop : atom.start]):
        return False
    if atom.kind is Kind.PART:
        return not mention.until_part and bool(mention.part or mention.clock)
    is_open = mention.clock.high is None if mention.clock else bool(mention.part)
    return atom.kind is Kind.CLOCK and is_open


def _until(mention: Mention, atom: Atom) -> Mention:
    mention = replace(mention, pieces=(*mention.pieces[:-1], (mention.pieces[-1][0], atom.stop)))
    if atom.kind is Kind.DATE:
        return replace(mention, until=atom)
    if atom.kind is Kind.PART:
        return replace(mention, until_part=atom)
    return replace(mention, until_clock=atom)


def group(found: list[Atom], text: str, today: date, worked: Worked) -> list[Mention]:
    """Mentions in order of the text."""
    mentions: list[Mention] = []
    for atom in found:
        last = mentions[-1] if mentions else None
        joined = last and _joined(last, atom, text, today, worked)
        if joined:
            mentions[-1] = joined
        elif not atom.weak or atom.first:
            mentions.append(_sided(_with(Mention(), atom), text))
    return [_latest(mention, text) for mention in mentions if not _is_loose(mention)]


def _after(last: Mention, atom: Atom, between: str) -> Mention | None:
    """年后初八, 元旦后的周二: the first such day behind the festival."""
    edge = last.date.first if last.date and last.date.side is Side.AFTER else None
    if edge is None or atom.first is None or atom.count or between not in ("", "的"):
        return None
    days = (atom.first - edge).days % 7 if atom.roll is Roll.WEEK else (atom.first - edge).days
    if days < 0:
        return None
    first = edge + timedelta(days=days)
    date_atom = replace(atom, first=first, after=first + timedelta(days=1), roll=Roll.NONE)
    return replace(last, date=date_atom, side=None, pieces=((last.start, atom.stop),))


def _made_up(last: Mention, atom: Atom, worked: Worked) -> Mention:
    """10月10号补班那天 is that day; 节后补班那天 the next such day behind the festival."""
    edge = last.date.first if last.date and last.date.side is Side.AFTER else None
    day = next_makeup(edge, worked) if edge else None
    if day is None:
        return last
    date_atom = replace(atom, first=day, after=day + timedelta(days=1))
    return replace(last, date=date_atom, side=None, pieces=((last.start, atom.stop),))


def _is_loose(mention: Mention) -> bool:
    """每个月 with nothing counted in it."""
    return bool(mention.date and mention.date.weak and not mention.part and not mention.clock)


def _joined(last: Mention, atom: Atom, text: str, today: date, worked: Worked) -> Mention | None:
    """`last` with `atom` in it; None when the atom begins a mention of its own."""
    between = text[last.stop : atom.start]
    if atom.count and last.date and _AT_ONCE.fullmatch(between):
        return _counted(last, atom, today, worked)
    if atom.count and atom.weak:
        return None
    if after := _after(last, atom, between):
        return after
    if atom.is_makeup and last.date and len(between) <= 2:
        return _made_up(last, atom, worked)
    if _continues(last, atom, text) or _ends(last, atom, text):
        return _sided(_until(last, atom), text)
    return _sided(_with(last, atom), text) if _fits(last, atom, between) else None


def _counted(mention: Mention, atom: Atom, today: date, worked: Worked) -> Mention | None:
    made = mention.date and atom.count and counted_from(mention.date, atom.count, today, worked)
    if not made:
        return None
    return replace(mention, date=made, side=None, pieces=((mention.start, atom.stop),))


def _latest(mention: Mention, text: str) -> Mention:
    """Take 最迟 or "after" in front into the mention."""
    if mention.side:
        return mention
    ahead = text[max(0, mention.start - 10) : mention.start]
    if found := _BESIDE.search(ahead):
        return replace(mention, side=Side.AFTER if found[0][0] == "a" else Side.BEFORE)
    if _LATEST.search(ahead):
        return replace(mention, side=Side.BEFORE, is_whole=True)
    return mention
