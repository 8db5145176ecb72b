"""Personal data made unreadable: what staff see of residents, and ID numbers nobody may keep."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐司徒夏侯端木南宫独孤宇文长孙轩辕澹台公冶太叔申屠"
        "钟离闻人呼延赫连西门百里东郭司空濮阳淳于单于仲孙万俟鲜于闾丘拓跋纳兰公羊"
        "歐陽司馬諸葛東方尉遲公孫長孫軒轅澹臺鍾離聞人赫連西門東郭濮陽單于納蘭",
    )
)
_TITLES = re.compile(
    "(女士|先生|小姐|阿姨|叔叔|大爷|大妈|大哥|大姐|大叔|婆婆|奶奶|爷爷|老师|师傅|同志|嬢嬢|孃孃|"
    "嬢|孃|哥|姐)$"
)
_CALLED = re.compile("[老小][^老小]")
_STARS = "****"
_DOOR = re.compile(
    "[0-9０-９A-Za-z]|[〇零一二三四五六七八九十百两]+(?=号|栋|幢|座|单元|层|楼|室|户|门)"
)
_AFTER_SURNAME = 2


def mask_phone(phone: str) -> str:
    """`13812345678` → `138****5678`, `028-8765 4321` → `028****4321`; other numbers end in four."""
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", phone))
    if len(digits) > 11:
        digits = re.sub(r"^(?:00)?86", "", digits)
    if len(digits) < 7:
        return _STARS if digits else ""
    return _open_prefix(digits) + _STARS + digits[-4:]


def mask_name(name: str) -> str:
    """`刘晓梅` → `刘**`, `刘梅` → `刘*`, `欧阳娜娜` → `欧阳**`; at most two stars."""
    plain = name.strip()
    surname = _surname(plain)
    return surname + "*" * min(len(plain) - len(surname), _AFTER_SURNAME)


def title_name(name: str) -> str:
    """The name as staff see it in the group: `刘女士` and `老李` as said, every other masked."""
    plain = name.strip()
    if _CALLED.fullmatch(plain):
        return plain
    title = _TITLES.search(plain)
    if title is None or title.start() == 0:
        return mask_name(plain)
    return _surname(plain[: title.start()]) + title.group()


def mask_address(address: str) -> str:
    """`光华大道一段2号3栋502` → `光华大道一段*号*栋***`: the street may be seen, the door not."""
    return _DOOR.sub(lambda found: "*" * len(found.group()), address.strip())


def mask_id_numbers(text: str) -> str:
    """Every ID number (15 or 18 digits, the last may be X) but for its first three digits.

    Found also in full-width digits and with spaces or dashes inside; digits inside a longer number
    are left alone, and so are a phone number and what happens to stand next to it.
    """
    if not _MAY_HOLD_ID.search(text):
        return text
    plain = text.translate(_DIGITS)
    pieces = list(text)
    for run in _RUN.finditer(plain):
        for position in _id_positions(run.group(), run.start()):
            pieces[position] = "*"
    return "".join(pieces)


def mask_numbers(text: str) -> str:
    """Every ID number, mobile number, landline with its area code, bank card and passport masked:
    for the group and the trail."""
    hidden = mask_id_numbers(text)
    hidden = _PASSPORT.sub(lambda found: found[1] + "*" * len(found[2]), hidden)
    for card in reversed(list(_CARD.finditer(hidden.translate(_DIGITS)))):
        hidden = hidden[: card.start()] + mask_phone(card[0]) + hidden[card.end() :]
    for phone in reversed(list(_PHONE_IN_TEXT.finditer(hidden.translate(_DIGITS)))):
        hidden = hidden[: phone.start()] + mask_phone(phone.group()) + hidden[phone.end() :]
    return hidden


def mask_person(text: str, names: Iterable[str], address: str = "") -> str:
    """What people wrote about somebody, with that person's `names`, `address` and all numbers
    masked; a name of one character is left, it is half of many words."""
    if not text:
        return ""
    known = {name.strip() for name in names}
    for name in sorted((each for each in known if len(each) > 1), key=len, reverse=True):
        text = text.replace(name, title_name(name))
    if door := address.strip():
        text = text.replace(door, mask_address(door))
    return mask_numbers(text)


def _surname(name: str) -> str:
    has_given_name = len(name) > 2 or name in COMPOUND_SURNAMES
    return name[:2] if has_given_name and name[:2] in COMPOUND_SURNAMES else name[:1]


def _open_prefix(digits: str) -> str:
    """The part of a phone number that may be seen: the mobile's first three or the area code."""
    if len(digits) == 11 and digits[0] == "1":
        return digits[:3]
    if digits[0] == "0" and len(digits) >= 10:
        return digits[:3] if digits[1] in "12" else digits[:4]
    return ""


_SPOKEN = "零〇洞幺一二两三四五六七拐八九勾"
_DIGITS = str.maketrans(
    "０１２３４５６７８９ｘＸ×ХхⅩ叉" + _SPOKEN, "0123456789XXXXXXX" + "0001122345677899"
)
_ANY_DIGIT = rf"[0-9０-９{_SPOKEN}]"
_MAY_HOLD_ID = re.compile(rf"(?:{_ANY_DIGIT}[^0-9０-９{_SPOKEN}]{{0,3}}){{14}}{_ANY_DIGIT}")
_GAP = r"[\s\u200b\-‐-―−－_.·,，、]{1,3}"
_RUN = re.compile(rf"[0-9]+[Xx]?(?:{_GAP}[0-9]+[Xx]?)*(?:{_GAP}[Xx](?![A-Za-z]))?")
_GROUP = re.compile(r"[0-9]+[Xx]?|[Xx]")
_OPEN_DIGITS = 3
_LENGTHS = (18, 15)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_CARD = re.compile(r"(?<![0-9*])[3-9][0-9]{3}(?:[ \-]?[0-9]{4}){3}(?:[ \-]?[0-9]{1,3})?(?![0-9*])")
_PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z]{1,2})([0-9]{7,8}|(?<=[Hh])[0-9]{10})(?![A-Za-z0-9])"
)
_PHONE_IN_TEXT = re.compile(
    r"(?<![0-9*])(?:(?:\+|00)?86[ \-]?)?"
    r"(?:1[3-9](?:[ \-]?[0-9]){9}|0(?:10|2[0-9]|[3-9][0-9]{2})[ \-]?[2-8](?:[ \-]?[0-9]){6,7})"
    r"(?![0-9*])"
)
_ID_18 = re.compile(
    r"[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
)
_ID_15 = re.compile(r"[1-9][0-9]{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _id_positions(run: str, offset: int) -> list[int]:
    """Where in the text the digits to hide stand; `run` is digits in groups with gaps."""
    groups = list(_GROUP.finditer(run))
    hidden: list[int] = []
    first = 0
    while first < len(groups):
        count = _groups_of_id([g.group() for g in groups[first : first + max(_LENGTHS)]])
        places = [i for g in groups[first : first + count] for i in range(g.start(), g.end())]
        hidden += [offset + place for place in places[_OPEN_DIGITS:]]
        first += count or 1
    return hidden


def _groups_of_id(groups: Sequence[str]) -> int:
    """How many of these groups, from the first on, make an ID number; 0 = none."""
    for length in _LENGTHS:
        for count in range(1, len(groups) + 1):
            number = "".join(groups[:count])
            if len(number) == length and _is_id(number, groups[:count]):
                return count
    return 0


def _is_id(number: str, groups: Sequence[str]) -> bool:
    """A number in one piece is one by its length: better one too many hidden than one kept.

    Groups must also read as an ID number, and next to a mobile number its check digit must fit.
    """
    if "X" in number[:-1].upper() or (len(number) == 15 and not number.isdigit()):
        return False
    if len(groups) == 1:
        return True
    if any(_MOBILE.fullmatch(group) for group in groups):
        return bool(_ID_18.fullmatch(number)) and _check_digit_fits(number)
    return bool(_ID_18.fullmatch(number) or _ID_15.fullmatch(number))


def _check_digit_fits(number: str) -> bool:
    """GB 11643-1999."""
    total = sum(int(d) * weight for d, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[-1].upper()
