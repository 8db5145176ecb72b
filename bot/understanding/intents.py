"""What the writer wants: cues and facts for the fourteen labels, weighed by the trained model."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from bot.understanding.coming import agrees_to_book, moved, wishes_for_visit, wishes_to_come
from bot.understanding.cue import NOTHING_NAMED, Cue, Cues, Named
from bot.understanding.cues_errands import ERRANDS
from bot.understanding.cues_mine import MINE
from bot.understanding.cues_short import SHORT
from bot.understanding.cues_talk import TALK
from bot.understanding.cues_when import WHEN
from bot.understanding.features import lengths, steps
from bot.understanding.model import trained
from bot.understanding.reading import Grain, Intent


class Facts(Struct, frozen=True):
    """What the other readers found in the same message."""

    service: bool = False
    candidates: bool = False
    likely: bool = False  # something of ours may be meant, but is not sure
    not_offered: bool = False
    time: bool = False
    grains: tuple[Grain, ...] = ()
    topic: str | None = None
    code: bool = False
    address: bool = False
    person: bool = False
    signal: bool = False
    urgent: bool = False
    named: Named = NOTHING_NAMED
    timed: str = ""  # the text with ■ for each wanted time
    spelled: str = ""  # … and without other particulars (features.py)
    grams: frozenset[str] = frozenset()  # of the text that is spelled so


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
    r"([\u4e00-\u9fff])[不没]\1|[?？]|(?:[吗么不没]|(?<![都还也])没得|(?<![都还也])没有)$|什么(?!的|都)|啥(?!都)|咋|怎么|"
    r"(?<!没得)(?<!没)(?<!放)(?<!搁)哪(?!.{0,2}[都也]|怕)|(?<![十好这那九八七六百上])几(?![百千万十]|年[的前])|多少|多久|好久|好多|能不能|可不可以|是不是|"
    r"有没有|有没得|行不行|要不要|得不得"
)
_HESITATION = Cue(
    r"那个(?:啥子?|什么)(?!时候)(?:的|来着)?|(?:啥子?|什么|叫啥)来着|[咋怎]个?么?说(?:呢|喃|嘛)|这个什么"
)
_SAID = Cue(r"[^0-9a-z\u4e00-\u9fff]+")
_WISH = Cue(
    r"(?:想|要|准备|打算|需要|得|麻烦|帮|给)(?:.{0,8}?)(?:来|去|过来|办|约|弄|搞|整|补|领|开|"
    r"激活|申请|登记|预约|换|打印|认证|查)(?!什么|啥|哪)"
)
_OFFICE = Cue(
    "办|证|卡|保险|医保|社保|约|号|窗|材料|资料|登记|申请|补|领|厅|中心|你们|工作人员|班|门|"
    "地址|在哪|哪里|哪儿|电话|政策|街道|社区|户口|来|取|印|排队|停车|厕所|轮椅|盖章|签字|"
    "报销|年审|改|取消|退|怎么走|人工|老人|残疾|低保|救助|房|费|公交|地铁|养老|高龄|生育|"
    "失业|就业|手续|条件|资格|几点|周末|节|中午|晚上|人在|有人|带|照片|本人|时间|哪天|"
    "哪一?个|哪样|意思|姓|称呼|问|爸|妈|娃|老汉|儿子|女儿|国家|政府|发钱|付|刷"
)
# Who says when they come wants to come, though it be put as a question of that kind.
_COMES, _ASKED_BY_COMERS = 1.8, (None, "hours", "how_to", "booking_rules")
# More ways to ask, with which a matter is not only told.
_ASKS = Cue(
    "还是|问|咨询|了解|打听|晓得|知道|不(?:[ ,，。]|$)|嗦|没(?:得|有)?$|得行|行不|成不|呢|哦$"
)
_CALLS = Cue(
    "转(?:接|到|给)?(?:一?下)?人工|(?:找|叫|喊|换|接)个?人工(?![智录])|"
    "有没有人(?:能|可以|来)?帮帮?(?:我|一下|忙)"
)
_SHORTEST = 14
_FOUND = (
    "service",
    "candidates",
    "likely",
    "not_offered",
    "time",
    "code",
    "address",
    "person",
    "signal",
)
_RISKY, _SURELY, _LIKELY = (Intent.CANCEL, Intent.RESCHEDULE), 0.5, 0.25
_CLOCKS = (Grain.MINUTE, Grain.HOUR)
_DOUBT = 0.03  # what is left to the words beside a signal
MODEL = "intents"


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
    for label, cue, weight in _SHORT.awake(said):
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


def _count_strange(text: str, facts: Facts, counted: Tally) -> None:
    """A question without one word of an office is hardly meant for us."""
    ours = facts.service or facts.candidates or facts.not_offered
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


def features(text: str, facts: Facts) -> set[str]:
    """What the model of the intents looks at: words, how much of them, cues, and what was found."""
    points = {label.value: value for label, value in tally(text, facts).points.items()}
    told = _told(text, facts)
    return {*facts.grams, *lengths(facts.spelled), *steps(points), *_found(facts), *told}


def _told(text: str, facts: Facts) -> Iterator[str]:
    """医保卡消磁了: was a matter of ours told without asking anything?"""
    if (facts.service or facts.candidates or facts.likely) and not facts.topic:
        asks = _ASKS.search(text) or _QUESTION.search(_HESITATION.sub(" ", text))
        yield "+matter_asked" if asks else "+matter_told"


def _is_whole(facts: Facts) -> bool:
    """A matter, a clock time and who comes: that is no question, however it is put."""
    return facts.person and any(grain in _CLOCKS for grain in facts.grains)


def _found(facts: Facts) -> Iterator[str]:
    known = facts.service or facts.candidates
    yield from (f"+{name}" for name in _FOUND if getattr(facts, name))
    yield f"+topic_{facts.topic}"
    yield from (f"+{grain}" for grain in facts.grains)
    if known:
        yield "+matter_then" if facts.time else "+matter"
    if facts.topic:
        yield "+topic_then" if facts.time else "+topic"


def score_intents(text: str, facts: Facts) -> tuple[Intent, Mapping[str, float]]:
    """The likeliest label of a plain text and the share of each label.

    A plain wish to come with a matter of ours is a booking, not a question; a signal goes before
    all; a cancel or a reschedule is never guessed (understanding sheet)."""
    shares = trained(MODEL).shares(features(text, facts))
    is_ours = facts.service or facts.candidates
    if is_ours and (_is_whole(facts) or wishes_to_come(facts.spelled, facts.topic)):
        shares = moved(shares, Intent.FAQ, Intent.BOOK)
    if is_ours and "上门" in text and wishes_for_visit(facts.spelled):
        shares = moved(shares, Intent.BOOK, Intent.HOME_SERVICE)
    if "约" in text and agrees_to_book(text):
        shares = moved(shares, Intent.THANKS, Intent.BOOK)
    if "人" in text and _CALLS.search(text):
        shares = moved(shares, Intent.FAQ, Intent.HUMAN)
    if facts.signal:
        shares = {label: _DOUBT * share for label, share in shares.items()}
        shares[Intent.HUMAN] += 1 - _DOUBT
    best = Intent(max(shares, key=lambda label: shares[label]))
    least = _SURELY if best in _RISKY else _LIKELY
    return (best if shares[best] >= least else Intent.UNCLEAR), shares
