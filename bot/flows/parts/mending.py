"""电话最后一位是4不是3: the last digits of a phone number put right."""

from bot.understanding.cue import Cue
from bot.understanding.reading import Reading

_LAST = Cue(
    "(?:最后|末尾?|倒数|尾|后头?|后面)(?:那|的)?(?P<n>[一二两三四1-4])?(?:位|个数|个|号)"
    "(?:数字?|号码?)?(?:(?:写|打|说|输|弄|搞)?(?:错|反)了|不对|[,，。 ])*"
    "(?:应该|要|就)?(?:是|改成|改为|换成|为)[ ]*"
    "(?P<digits>[0-9]{1,4}|[零一二三四五六七八九]{1,4})(?![0-9])"
)
_CHINESE = str.maketrans("零一二三四五六七八九", "0123456789")
_COUNT = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4}


def mended(reading: Reading, phone: object) -> str | None:
    """The known `phone` with the last digits that were said; None when none were."""
    if not isinstance(phone, str) or not phone or reading.phone:
        return None
    found = _LAST.search(reading.text)
    if found is None:
        return None
    digits, said = found["digits"].translate(_CHINESE), found["n"]
    count = (_COUNT.get(said) or int(said)) if said else len(digits)
    return phone[: -len(digits)] + digits if count == len(digits) else None
