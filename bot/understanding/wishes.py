"""Which of the times that were told is the one to come at."""

from msgspec.structs import replace

from bot.understanding import answers
from bot.understanding.cue import Cue
from bot.understanding.reading import Grain, TimeSpan
from bot.understanding.times import TimesRead

_DUE = Cue(
    r"[ ,，]?(?:就|我们?|他|她|老汉|娃儿?)*(?:要|得|必须)?(?:住院|入院|出院|手术|开刀|走|出差|出国|"
    r"开学|入学|入职|截止|到期|过期|用(?!.{0,2}办)|交材料|赶飞机|赶火车|回老家|开会)"
)
_A_DAY = Cue(r"[今明]|后天|周|星期|礼拜|[月号日]")
_EXACTNESS = (Grain.MINUTE, Grain.HOUR, Grain.DAYPART, Grain.DAY, Grain.RANGE)


def wished(clear: str, times: TimesRead) -> TimesRead:
    """急，明天就要住院 in a plain text: what cannot wait is due before that time, not at it."""
    if not times.spans or not answers.is_urgent(clear):
        return times
    wanted = tuple(one for one in times.wanted if not _is_due(clear, one))
    kept = tuple(
        span
        for span in times.spans
        if any(one.text_from <= span[0] and span[1] <= one.text_to for one in wanted)
    )
    return replace(times, wanted=wanted, spans=kept)


def _is_due(clear: str, time: TimeSpan) -> bool:
    return _DUE.match(clear[time.text_to : time.text_to + 12]) is not None


def finest(wanted: tuple[TimeSpan, ...], said: str) -> tuple[TimeSpan, ...]:
    """周末放假，周六上午10点: what is told more exactly stands for the wide span around it, and of
    下班后来，明天五点半 the day and hour for the part of some day."""
    while len(wanted) > 1 and (
        _holds(wanted[0], wanted[1]) or _specifies(wanted[0], wanted[1], said)
    ):
        wanted = wanted[1:]
    return wanted


def _specifies(part: TimeSpan, exact: TimeSpan, said: str) -> bool:
    is_part = part.grain is Grain.DAYPART and not _A_DAY.search(said[part.text_from : part.text_to])
    is_exact = exact.grain in (Grain.MINUTE, Grain.HOUR)
    return is_part and is_exact and bool(_A_DAY.search(said[exact.text_from : exact.text_to]))


def _holds(wide: TimeSpan, exact: TimeSpan) -> bool:
    if wide.start is None or wide.end is None or exact.start is None:
        return False
    is_finer = _EXACTNESS.index(exact.grain) < _EXACTNESS.index(wide.grain)
    return is_finer and wide.start <= exact.start < wide.end
