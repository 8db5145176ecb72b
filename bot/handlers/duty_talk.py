"""Free talk about the roster: heard only where every word of it is a word of rosters.

周六谁在, 国庆怎么排的, 下周我有班吗: the message is spelled in tags (D a time, W who, B 班 …), and
what the tags say together is looked up. One word that is unknown here, and it is other talk.
"""

import re
from collections.abc import Iterator
from operator import itemgetter

from msgspec import Struct

from bot.handlers.duty_words import VOCABULARY, WHICH_DAY
from bot.handlers.roster_periods import PERIOD
from bot.handlers.roster_words import KIND_WORDS, times_in
from bot.understanding.cue import Cue
from bot.usecases.office import Office

DUTY, MINE, MONTHLY, GAPS = "谁值班", "我的班", "月排班", "排班缺口"
SHARE, COVER, LEAVE, SWAP, UNDO, STAND_IN = (
    "值班次数",
    "谁替我",
    "请假",
    "换班",
    "撤销换班",
    "顶班",
)
"""The names of the commands that are heard."""
WISHES = frozenset({LEAVE, SWAP, STAND_IN})
"""Those that ask for a change."""

_CANNOT_COME = Cue("(?<![他她])[来上到]不(?:了|成|到)")
_WHEN = "[DMK]"
_MEANT = (
    (MONTHLY, r"g*M[PBZ]*[PH][HPBQFG]*g*|MW[ZVB]+|g*MPg*"),
    (SHARE, r"[DMK]*W[DMK]*[ZVBK]+[EA]B?|[DM]*[ZK]B?A|[DM]*W[ZB]*E[ZB]*|[DM]+[ZVBK]+W?E"),
    (GAPS, r"[DMKB]*(?:[PZBQYR]*)OQ?|R[PZB]*O"),
    (COVER, r"[DKB]*W[DK]*(?:I?T)+[BZV]*|[DKB]*Y?W?T[BZ]*Q"),
    (DUTY, r"[DK]+B?Z?W[DK]*[ZVGQ]*B?|W[DK]*[ZV]+B?[DK]*|[DK]+B?Z|[DKBZ]*Z[DK]*W"),
    (DUTY, r"[DK]+[BZPV]*H[PBZVQ]*|[DK]+B?P[QGH]*|[DK]+[BZV]*Y?W[ZVB]*|[DK]+WI[BZV]+"),
    (DUTY, r"(?=.*[DKZW])[DK]*Z?W?[ZB]*Q?G[QW]*|[DK]*k[BZ]*W|[DK]*Wk|[DK]+W[VZ]+K|[DK]+V+W"),
    (STAND_IN, r"[DK]*N[DK]*[LC]+JNt[BZ]*"),
    (STAND_IN, r"(?=.*D)(?=.*T)[DK]*Ny?[DK]*[FQ]*[DK]*T[BZV]*[AFQ]*"),
    (UNDO, r"I?UN?XB*|I?UI?[LXt]B*|[DKBXTtIPNL]*r[DKB]*"),
    (STAND_IN, r"(?=.*D)(?=.*T)[DK]*N[DKICy]*[FQ]*[DK]*T[BZV]*[AFQ]*"),
    (SWAP, r"(?=.*I)(?=.*[NB])(?=.*D)(?=.*X)[DIKBNXFQVZh]+"),
    (LEAVE, r"(?=.*I)(?=.*D)(?=.*U)[DKBIUP]+|(?=.*I)(?=.*D)(?=.*L)(?=.*w)[DKBILw]+"),
    (MINE, r"IDWB|DIWB"),
    (MINE, r"(?=.*I)(?=.*[ZVBK])(?=.*[QARYg])[DMIKARYZVBQSPg]+"),
    (MINE, r"(?=.*I)(?=.*S)(?=.*[QARY])[DMIKARYQSg]+"),
)
_COMES, _OFF = "(?:S|[VZ]|t)[BVZ]*", "[LCl]+"
_INSTEAD = (
    Cue(f"[DK]*J?(?P<taker>[NI]+)[DK]*{_COMES}(?P<giver>[NI]+)[DK]*{_OFF}"),
    Cue(f"[DK]*(?P<giver>[NI]+)[DK]*{_OFF}J?(?P<taker>[NI]+)[DK]*{_COMES}"),
    Cue(f"[DK]*(?P<giver>[NI]+)[DK]*{_OFF}c(?P<taker>[NI]+)[ZVS]*"),
    Cue("[DK]*J?(?P<taker>[NI]+)[DK]*t[DK]*(?P<giver>[NI]+)[DKBVZ]*"),
    Cue("[DK]*(?P<giver>[NI]+)[DKB]*c(?P<taker>[NI]+)[ZVS]*"),
)
"""Who comes and who is off: 周六陈静来，李四休息; 李四周六不来了，陈静顶; 周六李四换成陈静."""
_ASKS = Cue("[?？]|是不是|[^不]是")
_PALE = {LEAVE: "S", MINE: "w"}
"""Tags that tell something only elsewhere: 来, and 想 or 要."""
_HELP = Cue(
    r"(?:^|[,，。!！\s])[^,，。!！?？]{0,8}(?:谁|哪个|哪位|有没有人|有人|(?:找|请|安排)个?(?:人|同事|别人))(?:能|可以|愿意|有空|方便|来|去)*"
    r"[^,，。!！?？]{0,8}(?:(?:帮|替|代|顶)[^,，。!！?？]{0,6}(?:顶|替|代|值|上|班)|[顶替]我|[顶替](?:一?下|个|班))[^,，。!！?？]{0,6}[?？\s]*$"
)
_GREETING = Cue(
    r"^(?:(?:不好意思|各位|大家|领导|同事们?|兄弟姐妹们?|亲们?)+[早好]?|[早好])(?:上好|晨好|安)?[啊呀]?[\s,，。!！]+"
)
_FAVOUR = Cue("能|可以|愿意|有空|方便|帮|一下|吗|[找请排]个?[人同别]")
_LAST_WORDS = Cue(
    r"[^他她你]*[,，。!！\s](?:[今明后]天|[下这本]?个?(?:周|星期|礼拜)[一二三四五六日天末]|\d{1,2}[号日月])*(?:我|我就|就|可能|怕是?|确实|实在|真的|都|也|恐怕|[\s])*"
    r"[上来值到去]不(?:了|成|到|得)(?:班|值班|岗)?[了哈哦啦嘛\s。!！]*"
)
_WANTS_LEAVE = Cue(
    r"[,，。!！\s]我?(?:就|先|只好|只能)?(?:想|要|得|申请|需要)?(?:请|休)(?:个|一天|半天|一下)?假(?:一天|半天)?[了吧哈嘛。!！\s]*$"
)
_OTHERS = Cue("他|她|你|居民|老百姓|群众|办事|[?？]|吗")
_CLAUSE_END = Cue("[,，;；。]+")
PAIRS_APART = "；"
"""Between the pairs of who stands in for whom."""
_TIMED, _BACKUP = "D", "替补"
_CANNOT_AT_END = Cue(r"[,，。!！\s]*[^,，。!！\s]*$")

Span = tuple[str, int, int]
"""A tag, and from where to where it stands; several are in the order of the words."""


class Talk(Struct, frozen=True):
    """The name of the command that was meant, and what it works on."""

    command: str
    rest: str


def duty_talk(office: Office, words: str) -> Talk | None:
    """What `words` (plain, without politeness) ask of the roster; None when it is other talk."""
    spans = _in_order(office, words)
    if asked := _asked_of_colleagues(words, spans):
        return asked
    spelled = _spelled(words, spans)
    if instead := _instead(words, spans, spelled):
        return instead
    if sum(tag == "N" for tag, _, _ in spans) > 2 and (each := _one_by_one(office, words)):
        return each
    for name, pattern in _MEANT:
        tags = re.sub(f"[{_PALE.get(name, 'Sw')}]", "", spelled)
        if tags and re.fullmatch(pattern, tags):
            return Talk(name, _rest(name, words, spans))
    return None


def _asked_of_colleagues(words: str, spans: tuple[Span, ...]) -> Talk | None:
    """A reason may be any words: 周三我要接娃儿，哪个帮我顶一下; 周六家里有事，来不成了."""
    wants = _WANTS_LEAVE.search(words)
    is_timed = any(tag == _TIMED for tag, _, _ in spans)
    if not is_timed or any(tag == "N" for tag, _, _ in spans):
        return None
    asks, times = _HELP.search(words), _said(words, spans, "DK")
    if "我" not in words and not wants and not (asks and _CANNOT_COME.search(words)):
        return None
    if asks and _FAVOUR.search(asks[0]):
        reason = _GREETING.sub("", words[: asks.start()])
        return Talk(LEAVE, reason if _timed_before(spans, asks.start()) else f"{times}，{reason}")
    is_leave = (wants or _LAST_WORDS.fullmatch(words)) and not _OTHERS.search(words)
    if not is_leave:
        return None
    reason = _CANNOT_AT_END.sub("", words)
    return Talk(LEAVE, reason if _timed_before(spans, len(reason)) else f"{times}，{reason}")


def _instead(words: str, spans: tuple[Span, ...], spelled: str) -> Talk | None:
    """One comes for the other, or several for as many, on a day that is named."""
    tags = spelled.replace("w", "")
    found = next(filter(None, (each.fullmatch(tags) for each in _INSTEAD)), None)
    if found is None or _TIMED not in tags or tags.count("I") > 1 or _ASKS.search(words):
        return None
    if len(found["giver"]) != len(found["taker"]):
        return None
    names = iter(_words_of(words, spans, "N"))
    order = sorted(("giver", "taker"), key=found.start)
    who = {role: ["我" if tag == "I" else next(names) for tag in found[role]] for role in order}
    times = _said(words, spans, "DK")
    pairs = zip(who["taker"], who["giver"], strict=True)
    return Talk(STAND_IN, PAIRS_APART.join(f"{taker} 替{giver} {times}" for taker, giver in pairs))


def _one_by_one(office: Office, words: str) -> Talk | None:
    """Several such sentences in one: 周六陈静来，李四休息，周日曾伟替杨帆; a day holds for what
    follows it. None when one of them is other talk."""
    clauses = [clause for clause in _CLAUSE_END.split(words) if clause.strip()]
    found, day = [], ""
    while clauses:
        for size in (2, 1):
            part = "，".join(clauses[:size])
            spans = _in_order(office, part)
            if all(tag != _TIMED for tag, _, _ in spans):
                part = day + part
                spans = _in_order(office, part)
            if talk := _instead(part, spans, _spelled(part, spans)):
                break
        else:
            return None
        found.append(talk.rest)
        day = "".join(_words_of(part, spans, _TIMED)[:1])
        clauses = clauses[size:]
    return Talk(STAND_IN, PAIRS_APART.join(found)) if len(found) > 1 else None


def _timed_before(spans: tuple[Span, ...], position: int) -> bool:
    return any(tag == _TIMED and end <= position for tag, _, end in spans)


def _said(words: str, spans: tuple[Span, ...], tags: str) -> str:
    return " ".join(_words_of(words, spans, tags))


def _words_of(words: str, spans: tuple[Span, ...], tags: str) -> list[str]:
    """What was said with these tags, in its order."""
    return [words[start:end] for tag, start, end in spans if tag in tags]


def _in_order(office: Office, words: str) -> tuple[Span, ...]:
    return tuple(sorted(_spans(office, words), key=itemgetter(1)))


def _spans(office: Office, words: str) -> Iterator[Span]:
    """Names, kinds of shift, months and years, other times; none within another."""
    left = re.sub(WHICH_DAY, lambda found: "，" * len(found[0]), words)
    names = sorted(office.config.staff, key=lambda name: (-len(name), name))
    periods = (("M", PERIOD), ("K", KIND_WORDS))
    for tag, pattern in (("N", "|".join(map(re.escape, names)) or r"\b\B"), *periods):
        for found in list(re.finditer(pattern, left)):
            yield tag, *found.span()
            left = left[: found.start()] + "，" * len(found[0]) + left[found.end() :]
    for span in times_in(office, left):
        yield _TIMED, span.text_from, span.text_to


def _spelled(words: str, spans: tuple[Span, ...]) -> str:
    """The tags of every word in order; "" when one is no word of rosters."""
    starts = {start: (tag, end) for tag, start, end in spans if start < end}
    at, tags = 0, ""
    while at < len(words):
        if at in starts:
            tag, at = starts[at]
        elif found := VOCABULARY.match(words, at):
            tag, at = str(found.lastgroup), found.end()
        else:
            return ""
        tags += tag
    return tags.replace("_", "")


def _rest(name: str, words: str, spans: tuple[Span, ...]) -> str:
    """What the command reads: names and times, never the words of the question."""
    if name == UNDO:
        return _said(words, spans, "D")
    if name == STAND_IN:
        names = _words_of(words, spans, "N")
        giver, taker = names if len(names) > 1 else ("我", names[0])
        return f"{taker} 替{giver} {_said(words, spans, 'DK')}"
    if name == DUTY and _BACKUP in words:
        return f"{_said(words, spans, 'DK')} {_BACKUP}".strip()
    return _said(words, spans, "DMKN")
