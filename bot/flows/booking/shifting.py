"""晚一点, 早一点, said after a time was chosen: the free times of that day behind or before it."""

from datetime import timedelta

from bot.domain.calendar import CHINA
from bot.flows.base import Reply, Turn
from bot.flows.booking.asking import go_on
from bot.flows.parts.fitting import whole_day
from bot.flows.parts.kept_times import wish_to_draft
from bot.storage.conversations import Draft
from bot.storage.unit_of_work import from_ms
from bot.understanding.cue import Cue
from bot.understanding.reading import Grain, TimeSpan

_BEFORE = (
    "(?:能不能|可不可以|可以|能|想|要|我|那|就|再|稍微?|还是|还|时间|改|换|约|有没有|有点?|太|往"
    "|[ ,，])*"
)
_BEHIND = (
    "(?:一?[点些]儿?)?(?:推|移|挪|延|了|的|来|去|时间|可以|行|得行|吗|嘛|吧|不|呢|哈|没得|没有"
    "|[ ,，。?？!！])*"
)
_LATER = Cue(
    f"{_BEFORE}(?:早了|晚一?[点些]|晏一?点|迟一?[点些]|后一?[点些]|后推|后[移挪延]){_BEHIND}"
)
_EARLIER = Cue(f"{_BEFORE}(?:晚了|迟了|早一?[点些]|前一?[点些]|前[移挪]){_BEHIND}")


async def hear_shift(turn: Turn) -> Reply | None:
    """None when no time was chosen, or this says another thing."""
    chosen, said = turn.draft.get("slot"), turn.reading.text.strip()
    if not isinstance(chosen, int) or turn.reading.time is not None:
        return None
    is_later = _LATER.fullmatch(said) is not None
    if not is_later and not _EARLIER.fullmatch(said):
        return None
    stands = from_ms(chosen).astimezone(CHINA)
    day = whole_day(stands.date())
    after = TimeSpan(stands + timedelta(minutes=1), day.end, Grain.RANGE)
    wish = after if is_later else TimeSpan(day.start, stands, Grain.RANGE)
    told: Draft = {"slot": None, "offered": [], "waits": [], "wish": wish_to_draft(wish)}
    return await go_on(turn, turn.draft | told)
