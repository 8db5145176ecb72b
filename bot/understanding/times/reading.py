"""All times of a message with their roles."""

import re
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from bot.understanding.cue import Cue
from bot.understanding.reading import Grain, TimeSpan
from bot.understanding.text import blank
from bot.understanding.times.mentions import Mention, Role, group
from bot.understanding.times.resolve import is_behind, resolve
from bot.understanding.times.roles import assign, inherit
from bot.understanding.times.scan import Worked, atoms
from bot.understanding.times.spelling import mended
from bot.understanding.times.stories import is_story

_EXACTNESS = (Grain.MINUTE, Grain.HOUR, Grain.DAYPART, Grain.DAY, Grain.RANGE)
_BESIDE = re.compile(r"[\s,，、和且但]{0,2}")
# 我叫周三平, 联系人王初一: a name, whatever it is made of.
_NAMED = Cue(r"(?<=我叫|名叫|系人|姓名)[:：是]?[\u4e00-\u9fff]{2,4}(?=[,，。.!！、 ]|$)")
# 三月三火锅店, 重阳茶铺: a shop is no date; 半夜打电话来催: what happens at night is no wish.
_SHOP = (
    r"(?:火锅店?|[餐饭茶面酒咖串书花粉]?[馆铺]|(?:咖啡|奶茶|面包|美发|理发|服装|烧烤|鲜花|水果|小吃|美容)店?|茶[楼坊]|"
    r"酒[楼吧]|花店|书店|饭店|餐厅|面庄|酒店|宾馆|客栈|工作室|影楼)"
)
_FEAST = (
    "六一|八一|五四|七一|九九|重阳|七夕|元宵|端午|中秋|国庆|元旦|冬至|谷雨|立夏|立春|小满|腊八|清明|"
    "除夕"
)
_MONTH = "(?:十[一二]?|[一二三四五六七八九])月"
_CALLED = Cue(
    rf"{_MONTH}[一二三四五六七八九十](?:老|大|小|新)?{_SHOP}|{_MONTH}{_SHOP}|"
    rf"(?:{_FEAST})(?:老|大|小|新)?{_SHOP}|(?:六一|八一)(?:幼儿园|小学|中学)|"
    r"大?(?:半夜(?:三更)?|深夜|凌晨|三更半夜|深更半夜)(?:还|都|又|就|老是|给我|来|在|有人){0,3}"
    r"(?=发短信|打(?:骚扰)?电话|催|吵|闹|施工|装修|敲|唱|放歌|跳舞|打麻将|砸|扰民|喝酒|吐|发烧|痛|疼)"
)


class TimesRead(Struct, frozen=True):
    """`spans` are the places in the text of the wanted times.

    `wanted` holds times behind us only when nothing else was asked for: 昨天上午9点办….
    """

    wanted: tuple[TimeSpan, ...] = ()
    excluded: tuple[TimeSpan, ...] = ()
    replaced: tuple[TimeSpan, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


def times_said(text: str, now: datetime, worked: Worked) -> tuple[TimeSpan, ...]:
    """Every time in a plain `text` in its order, whatever is said of it (as `read_times`)."""
    mentions = _each(group(atoms(mended(text), now, worked), text, now.date(), worked))
    return tuple(span for mention in mentions for span in resolve(mention, now))


def _resolved(mentions: list[Mention], role: Role, now: datetime) -> tuple[TimeSpan, ...]:
    spans: list[TimeSpan] = []
    for mention in mentions:
        if mention.role is role:
            known = {(span.start, span.end) for span in spans}
            new = resolve(mention, now)
            spans.extend(span for span in new if (span.start, span.end) not in known)
    return tuple(spans)


def _each(mentions: list[Mention]) -> list[Mention]:
    """今明两天, 周二周四 said in one word: a mention for each day."""
    made: list[Mention] = []
    for mention in mentions:
        made.append(mention)
        if mention.date:
            for day in mention.date.others:
                following = day + timedelta(days=1)
                made.append(
                    replace(mention, date=replace(mention.date, first=day, after=following))
                )
    return made


def _closed(spans: tuple[TimeSpan, ...], text: str) -> tuple[TimeSpan, ...]:
    """25号以后，月底之前: one span, open on no side."""
    made: list[TimeSpan] = []
    for span in spans:
        last = made[-1] if made else None
        if last and _closes(last, span) and _BESIDE.fullmatch(text[last.text_to : span.text_from]):
            made[-1] = replace(last, end=span.end, text_to=span.text_to)
        else:
            made.append(span)
    return tuple(made)


def _closes(after: TimeSpan, before: TimeSpan) -> bool:
    if after.end or before.start or not after.start or not before.end:
        return False
    return after.grain is Grain.RANGE and after.start < before.end


def _finest(spans: tuple[TimeSpan, ...]) -> tuple[TimeSpan, ...]:
    """周末来，最好周六上午: what is told more exactly stands for the span around it."""
    if len(spans) < 2:
        return spans
    return tuple(s for s in spans if not any(_holds(s, other) for other in spans))


def _holds(wide: TimeSpan, exact: TimeSpan) -> bool:
    if wide.start is None or wide.end is None or exact.start is None or exact.end == wide.end:
        return False
    is_finer = _EXACTNESS.index(exact.grain) < _EXACTNESS.index(wide.grain)
    return is_finer and wide.start <= exact.start < wide.end


def _ahead(spans: tuple[TimeSpan, ...], now: datetime) -> tuple[TimeSpan, ...]:
    return tuple(span for span in spans if not is_behind(span, now))


def _masked(name: re.Match[str]) -> str:
    return "\u25a1" * len(name[0])


def read_times(text: str, now: datetime, worked: Worked) -> TimesRead:
    """Read a plain `text` at `now` (aware, local zone). `worked(day)` tells workdays; it may be
    asked about any day of the coming year."""
    text = _NAMED.sub(_masked, text)
    text = mended(blank(text, tuple(found.span() for found in _CALLED.finditer(text))))
    found = atoms(text, now, worked)
    if not found:
        return TimesRead()
    today = now.date()
    mentions = _each(inherit(assign(group(found, text, today, worked), text, today), text))
    said = _resolved(mentions, Role.WANTED, now)
    wanted = _finest(_closed(_ahead(said, now), text)) or tuple(
        s for s in said if not is_story(text, s)
    )
    pieces = tuple(
        piece
        for mention in mentions
        if mention.role is Role.WANTED and any(s.text_from == mention.start for s in wanted)
        for piece in mention.pieces
    )
    return TimesRead(
        wanted,
        _ahead(_resolved(mentions, Role.EXCLUDED, now), now),
        _ahead(_resolved(mentions, Role.REPLACED, now), now),
        pieces,
    )
