"""What the writer wants: weighted cues for the fourteen labels, scores that sum to one."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.understanding.cue import NOTHING_NAMED, Cue, Cues, Named
from bot.understanding.cues_errands import ERRANDS
from bot.understanding.cues_mine import MINE
from bot.understanding.cues_short import SHORT
from bot.understanding.cues_talk import TALK
from bot.understanding.cues_when import WHEN
from bot.understanding.reading import Intent


@dataclass(frozen=True, slots=True)
class Facts:
    """What the other readers found in the same message."""

    service: bool = False
    candidates: bool = False
    not_offered: bool = False
    time: bool = False
    topic: str | None = None
    code: bool = False
    address: bool = False
    faq_score: float = 0.0
    person: bool = False
    signal: bool = False
    urgent: bool = False
    named: Named = NOTHING_NAMED
    timed: str = ""  # the text with ■ for each wanted time
    spelled: str = ""  # … and without other particulars (features.py)


class Reason(NamedTuple):
    """Why a label got points: words of the message, or the key of a fact (`+service`)."""

    label: Intent
    weight: float
    why: str


class Tally:
    """The points of the labels with their reasons; lives for one message."""

    def __init__(self) -> None:
        self.points = dict.fromkeys(Intent, 0.0)
        self.reasons: list[Reason] = []

    def add(self, label: Intent, weight: float, why: str) -> None:
        """Count `weight` for `label`."""
        if weight:
            self.points[label] += weight
            self.reasons.append(Reason(label, weight, why))


_LONG = Cues((*ERRANDS, *MINE, *TALK))
_SHORT = Cues(SHORT)
_WHEN = Cues(WHEN)
_QUESTION = Cue(
    r"([\u4e00-\u9fff])[不没]\1|[?？]|(?:[吗么不没]|没得|没有)$|什么|啥|咋|怎么|哪|几|多少|多久|好久|好多|能不能|可不可以|是不是|"
    r"有没有|有没得|行不行|要不要|得不得"
)
_HESITATION = re.compile(
    r"那个(?:啥子?|什么)(?!时候)(?:的|来着)?|(?:啥子?|什么|叫啥)来着|[咋怎]个?么?说(?:呢|喃|嘛)|这个什么"
)
_SAID = re.compile(r"[^0-9a-z\u4e00-\u9fff]+")
_WISH = Cue(
    r"(?:想|要|准备|打算|需要|得|麻烦|帮|给)(?:.{0,8}?)(?:来|去|过来|办|约|弄|搞|整|补|领|开|"
    r"激活|申请|登记|预约|换|打印|认证|查)(?!什么|啥|哪)"
)
_FLAT = 0.15  # every label's share of doubt
_UNCLEAR = 1.0
_ALIKE = 0.4  # a question that comes so near one of the answers is ours
_OFFICE = Cue(
    "办|证|卡|保险|医保|社保|约|号|窗|材料|资料|登记|申请|补|领|厅|中心|你们|工作人员|班|门|"
    "地址|在哪|哪里|哪儿|电话|政策|街道|社区|户口|来|取|印|排队|停车|厕所|轮椅|盖章|签字|"
    "报销|年审|改|取消|退|怎么走|人工|老人|残疾|低保|救助|房|费|公交|地铁|养老|高龄|生育|"
    "失业|就业|手续|条件|资格|几点|周末|节|中午|晚上|人在|有人|带|照片|本人|时间|哪天|"
    "哪一?个|哪样|意思|姓|称呼|问|爸|妈|娃|老汉|儿子|女儿|国家|政府|发钱|付|刷"
)
# Who says when they come wants to come, though it be put as a question of that kind.
_COMES, _ASKED_BY_COMERS = 1.8, (None, "hours", "how_to", "booking_rules")
_SHORTEST = 14
_NEVER_GUESS = 2.5  # a cancel or reschedule below that is no more than a thought
# (strong label, from these points on, gain, what it weakens), applied in this order
_PRECEDENCE: tuple[tuple[Intent, float, float, tuple[tuple[Intent, float], ...]], ...] = (
    (Intent.HUMAN, 3.0, 3.0, ((Intent.ABUSIVE, 0.8),)),
    (Intent.ABUSIVE, 3.0, 2.0, ()),
    (Intent.COMPLAIN_OR_SUGGEST, 2.8, 1.2, ()),
    (Intent.RESCHEDULE, 3.0, 0.0, ((Intent.CANCEL, 0.5), (Intent.BOOK, 0.5))),
    (Intent.CANCEL, 3.0, 0.0, ((Intent.BOOK, 0.4),)),
    (Intent.QUERY_TICKET, 3.5, 0.0, ((Intent.BOOK, 0.4),)),
    (Intent.HOME_SERVICE, 3.0, 2.5, ((Intent.BOOK, 0.6),)),
)


def tally(text: str, facts: Facts) -> Tally:
    """The points that the cues and facts of a plain text give, before they are weighed up."""
    counted = Tally()
    # A name may say what is to be done, but nothing else.
    for label, weight, words in _LONG.heard(text, facts.named, Intent.BOOK):
        counted.add(label, weight, words)
    coming = 0.0
    for label, weight, words in _WHEN.heard(facts.timed):
        counted.add(label, weight, words)
        coming += weight if label is Intent.BOOK else 0.0
    _count_short(text, counted)
    _count_question(text, facts, counted)
    _count_strange(text, facts, counted)
    _count_matter(facts, counted, wish=bool(_WISH.search(text)))
    if coming >= _COMES and facts.topic in _ASKED_BY_COMERS:
        counted.points[Intent.FAQ] *= 0.5
    return counted


def _count_short(text: str, counted: Tally) -> None:
    said = text.strip(" ,，。.!！~?？、")
    if len(said) > _SHORTEST:
        return
    for label, cue, weight in _SHORT:
        if cue.fullmatch(said):
            counted.add(label, weight, said)


def _count_question(text: str, facts: Facts, counted: Tally) -> None:
    text = _HESITATION.sub(" ", text)
    asks = len(_SAID.sub("", text)) > 1 and bool(_QUESTION.search(text))
    counted.add(Intent.FAQ, 1.1 if asks else 0.0, "+question")
    if asks and facts.service and not facts.time and not _WISH.search(text):
        counted.add(Intent.FAQ, 0.5, "+question")
    if facts.topic:
        counted.add(Intent.FAQ, 3.0 if facts.topic == "progress" else 2.2, f"+{facts.topic}")
    if facts.topic == "hours":
        counted.points[Intent.HUMAN] *= 0.5
    if facts.not_offered:
        counted.add(Intent.FAQ, 2.6, "+not_offered")
    if facts.service or facts.candidates:
        counted.add(Intent.FAQ, 0.5, "+service")
    likeness = 2.6 * max(0.0, facts.faq_score - 0.35) * (1.0 if asks or facts.topic else 0.25)
    counted.add(Intent.FAQ, likeness, "+faq")


def _count_strange(text: str, facts: Facts, counted: Tally) -> None:
    """A question without one word of an office is hardly meant for us."""
    ours = facts.service or facts.candidates or facts.not_offered or facts.faq_score >= _ALIKE
    is_strange = not facts.time and not _OFFICE.search(text)
    if not ours and is_strange and any(each.why == "+question" for each in counted.reasons):
        counted.points[Intent.FAQ] *= 0.4
        counted.add(Intent.OFF_TOPIC, 1.6, "+strange")


def _count_matter(facts: Facts, counted: Tally, *, wish: bool) -> None:
    known = facts.service or facts.candidates
    if known:
        counted.add(Intent.BOOK, 1.4 if facts.service else 1.0, "+service")
        counted.add(Intent.BOOK, 1.0 if wish else 0.0, "+wish")
        counted.add(Intent.BOOK, 1.2 if facts.person else 0.0, "+person")
    if facts.time:
        counted.add(Intent.BOOK, (1.8 if known else 0.8) + (0.8 if wish else 0.0), "+time")
        counted.add(Intent.FAQ, 1.0 if facts.topic == "hours" and not wish else 0.0, "+time")
    if facts.code:
        counted.add(Intent.QUERY_TICKET, 1.6, "+code")
        counted.add(Intent.BOOK, -1.0, "+code")


def score_intents(text: str, facts: Facts) -> tuple[Intent, Mapping[str, float]]:
    """The likeliest label of a plain text and the share of each label."""
    points = tally(text, facts).points
    _settle(points, facts)
    points[Intent.HUMAN] += 12.0 if facts.signal else 0.0
    best = max(points, key=lambda label: points[label])
    if points[best] < _UNCLEAR:
        best = Intent.UNCLEAR
        points[best] = max(points.values()) + 1.0
    return best, _shares(points)


def _settle(points: dict[Intent, float], facts: Facts) -> None:
    """Orders of precedence (understanding sheet, section 2)."""
    for strong, least, gain, weakened in _PRECEDENCE:
        if points[strong] >= least:
            points[strong] += gain
            for label, factor in weakened:
                points[label] *= factor
    ours = facts.service or facts.candidates or facts.topic == "hours"
    points[Intent.OFF_TOPIC] *= 0.3 if ours else 1.0
    for risky in (Intent.CANCEL, Intent.RESCHEDULE):
        if points[risky] < _NEVER_GUESS:
            points[risky] = min(points[risky], 0.5)


def _shares(points: Mapping[Intent, float]) -> dict[str, float]:
    raised = [math.exp(value) + _FLAT for value in points.values()]
    total = sum(raised)
    return {label.value: share / total for label, share in zip(points, raised, strict=True)}
