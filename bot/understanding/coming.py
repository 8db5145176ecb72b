"""A plain wish to come or to book: it begins a booking, though it be put as a question."""

from collections.abc import Mapping

from bot.understanding.cue import Cue
from bot.understanding.features import SERVICE
from bot.understanding.reading import Intent

_MAY = "(?:能不能|可不可以|可以|能够|能否|能|得不得行)"
_DO = "(?:办|弄|搞|整|补|领|开|打|做|激活|申请|登记|交|换|续|取|查|报|转|盖|签|认证|约|预约)"
_COMES = Cue(
    rf"(?:(?<!不)想|打算|准备|我们?要)(?:[^,，。不没{SERVICE}]{{0,5}}?)(?:过来|来|过去|去)"
    rf"(?:[^,，。不没]{{0,6}}?)(?:{_DO}|{SERVICE})|"
    r"(?:(?<!不)想|打算|准备|我们?要|麻烦)(?:再|先|提前|帮我?|给我?|[\u25a0 ]){0,3}"
    r"(?:预约|约(?![定束好了过的])|挂一?个?号)|"
    rf"(?<!不)想[^,，。不没]{{0,6}}?(?:{_DO}|{SERVICE})[^。?？]{{0,14}}?\u25a0[^,，。]{{0,6}}?"
    r"(?:可以|行|成|方便|来)[^,，。]{0,3}[吗不么嘛]|"
    r"(?:帮|给|替)(?:我们?|他|她|我?[爸妈]妈?|老汉儿?|娃儿?)(?:预约|约|挂|排)"
    r"(?:一?[个哈下]|一下|[\u25a0\u25c6])"
)
_BOOKABLE = Cue(
    r"(?<![谁人])(?:能|可以)(?:过来|来)[^,，。]{0,4}?(?:办|弄|搞|整|补|领|开通|激活|申请|登记|换|续|认证)"
    r"[^,，。]{0,12}[吗不么](?:[,，。?？]|$)|"
    rf"{_MAY}(?:现在|直接|提前|在这里?)?(?:预约|约|挂)[^,，。上]{{0,20}}?"
    rf"(?:[吗不么嘛没]|[?？]|$)|"
    rf"{SERVICE}[ ,，]*(?:{_MAY})?(?:预约|约)(?:得?[到成])?(?:[吗不么嘛]|[?？])"
)
# Who tells of an appointment that was made, or asks for a visit, wants something else.
_OTHERWISE = Cue("上门|约[好了过的]|预约[好了过的]|取消|改|推迟|谁|哪个|之前|上次|昨天")
_VISIT = Cue(rf"(?<![用要必别])上门(?:来|给|帮|替|为|服务|{_DO}|{SERVICE})")
_THEN_BOOK = Cue(
    r"(?:好|行|要得|可以|那|嗯|得行|对|ok|成|的|嘛|吧|哈|[,，。 ])+(?:就|先|帮我|给我|现在|直接)*"
    r"(?:预约|约)(?:一?[个下哈]|起|上|嘛|吧|哈|哇)*[。!！~]*"
)
_UNASKED = (None, "booking_rules")
_LEFT = 0.1  # of the share of what it was taken for


def wishes_to_come(spelled: str, topic: str | None) -> bool:
    """Is a plain wish to come, or to book, said in a text without its particulars (features.py),
    and nothing asked that is to be told first (`topic`: the aspect that the cues tell)?"""
    if topic not in _UNASKED or _OTHERWISE.search(spelled):
        return False
    return bool(_COMES.search(spelled) or _BOOKABLE.search(spelled))


def agrees_to_book(text: str) -> bool:
    """好，约; 行，约吧: said of the matter spoken of, no thanks."""
    return _THEN_BOOK.fullmatch(text) is not None


def wishes_for_visit(spelled: str) -> bool:
    """Shall somebody come to the resident's home?"""
    return _VISIT.search(spelled) is not None


def moved(shares: Mapping[str, float], taken_for: Intent, wish: Intent) -> dict[str, float]:
    """The shares when the wish is plain: what it was `taken_for` is mostly the `wish`. A booking
    is put as a question; who tells name, phone and street may want no time at the centre."""
    more = shares[taken_for] * (1 - _LEFT)
    return {**shares, taken_for: shares[taken_for] - more, wish: shares[wish] + more}
