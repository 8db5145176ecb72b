"""最后一个, 倒数第二个, 中间那个: a choice counted in the list that was shown last."""

import re

from msgspec.structs import replace

from bot.flows.base import Turn
from bot.understanding.cue import Cue

_HINTS = ("最后", "倒数", "中间")
LONGEST = 12
_COUNTED = Cue(
    "(?:我|就|那|还是|要|想|选|约|来|在)*(?:(?P<end>最后|倒数第(?P<nth>[一二三1-3]))|(?P<middle>正?中间))的?"
    "(?:那|这)?一?(?:个|项|条|种)?(?:时间|时段|可以|行|要得|吧|嘛|哈|的|了|[。.!！])*"
)
_NUMBERED = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
_NO_CHOICE = ("waiting.choice", "booking.more", "booking.kinds")
_NTH = {"一": 1, "二": 2, "三": 3}


def counted(turn: Turn) -> Turn:
    """The same message with the number it means; as it is where it counts nothing."""
    text = turn.reading.text.strip()
    if len(text) > LONGEST or not any(hint in text for hint in _HINTS):
        return turn
    found = _COUNTED.fullmatch(text)
    most = _most(turn) if found else 0
    if not found or not most:
        return turn
    if found["middle"]:
        number = (most + 1) // 2 if most % 2 else 0
    else:
        nth = found["nth"] or "一"
        number = most + 1 - (_NTH.get(nth) or int(nth))
    if number < 1:
        return turn
    return replace(turn, reading=replace(turn.reading, choice=number, service=None, services=()))


def _most(turn: Turn) -> int:
    """How many numbered choices were shown last, without those that only lead elsewhere."""
    elsewhere = {turn.say(key) for key in _NO_CHOICE}
    shown = _NUMBERED.findall(turn.talk.last_said or "")
    return sum(words not in elsewhere for _, words in shown)
