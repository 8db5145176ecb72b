"""Whether a yes is meant as it stands, or brings a change that must be heard first."""

from datetime import datetime, timedelta

from bot.domain.services import Service
from bot.flows.parts.fitting import fitted
from bot.storage.unit_of_work import from_ms
from bot.understanding.cue import Cue
from bot.understanding.reading import Grain, Intent, Reading

_BUT = Cue(
    "但|不过|只是|就是(?!这|那|了|它|对|的)|能不能|可不可以|可以不可以|能否|想改|要改|换|"
    "[晚早](?:一)?点|等一下|等会|先不|先别|(?<![没不有])错"
)


_NONE_SUITS = Cue(
    "(?:这几个|这些|时间|我|都|全|全部)*"
    "(?:不是|不要|不行|不合适|不方便|不得行|不可以|没空|没得空|来不了|来不到|不成)[了啊哦嘛，。!！]*"
)


_YES_AT_END = Cue(
    ".*[,，。！! ](?:就?这样)?(?:我?确认|确定|没有?问题|提交|可以的?|好的?|行|要得|对的?)"
    "(?:了|吧|嘛|哈|的)*[。.!！~]*"
)
_DOUBTS = Cue("[?？]|不|没(?!问题|有问题|错)|改|换|错|吗|么")


def refuses_all(reading: Reading) -> bool:
    """不行, 都不行, 这几个时间我都没空."""
    return reading.no or _NONE_SUITS.fullmatch(reading.text.strip()) is not None


def agrees(reading: Reading) -> bool:
    """可以，就这样 agrees; 好，但是晚一点, 对的，名字错了 and 好，要带什么 do not."""
    if reading.choice == 1:
        return True
    is_whole = not reading.correction and _BUT.search(reading.text) is None
    return reading.yes and is_whole and reading.intent is not Intent.FAQ


def agrees_at_last(reading: Reading) -> bool:
    """时间就这个，确认: a yes at the end, and nothing doubted before."""
    text = reading.text.strip()
    is_yes = not reading.correction and _YES_AT_END.fullmatch(text) is not None
    return is_yes and reading.intent is not Intent.FAQ and _DOUBTS.search(text) is None


def same_time(reading: Reading, chosen_ms: object, service: Service) -> bool:
    """Whether the time of this message only names again the one that was chosen; true for none."""
    if reading.time is None:
        return True
    if not isinstance(chosen_ms, int):
        return False
    chosen = from_ms(chosen_ms)
    span = fitted(reading, chosen, None)
    if span is None or span.start is None:
        return False
    if span.grain in (Grain.MINUTE, Grain.HOUR):
        return chosen <= span.start < chosen + timedelta(minutes=service.minutes)
    return span.start <= chosen < _end(span.start, span.end)


def _end(start: datetime, end: datetime | None) -> datetime:
    return end or start.replace(hour=0, minute=0) + timedelta(days=1)
