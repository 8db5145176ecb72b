"""Phone numbers and ID-card numbers in a message, also spelled out by voice input."""

import re
from dataclasses import dataclass

_SPOKEN = "零〇幺一二两三四五六七八九"
_VALUE = dict(zip(_SPOKEN, "00112234567 89".replace(" ", ""), strict=True))
_RUN = re.compile(
    rf"(?<![a-z0-9])\+?[0-9{_SPOKEN}](?:[ \-.,，、]?[0-9{_SPOKEN}])"
    rf"{{5,24}}(?![0-9])[x]?(?![a-z0-9])"
)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10x98765432"
_ID = re.compile(r"[1-9][0-9]{16}[0-9x]|[1-9][0-9]{14}")
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})")
_LANDLINE = re.compile(r"(0(?:10|2[0-9]|[3-9][0-9]{2}))?([2-8][0-9]{6,7})")
_MEANT = re.compile(
    r"(?:电话|手机|号码|联系方式|联系|打|tel|phone|座机|短号)(?:号码?|是|:|：|为|也?是|我|"
    r"改成|换成|应该是|[ ,，。]){0,4}$"
)
_SHORTEST_MEANT = 5


@dataclass(frozen=True, slots=True)
class Numbers:
    """`phone` in plain digits ("13812345678", "028-82722345"); spans are places in the text."""

    phone: str | None = None
    phone_invalid: bool = False
    id_spans: tuple[tuple[int, int], ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


def is_id_number(digits: str) -> bool:
    """True for 18 characters with the right check character, or 15 digits with a possible birthday
    (GB 11643)."""
    if len(digits) == 18:
        total = sum(w * int(d) for w, d in zip(_ID_WEIGHTS, digits[:17], strict=True))
        return _ID_CHECKS[total % 11] == digits[17]
    return len(digits) == 15 and 1 <= int(digits[8:10]) <= 12 and 1 <= int(digits[10:12]) <= 31


def _looks_like_id(digits: str) -> bool:
    """Also a mistyped one: 17-19 characters with a birthday inside are nobody's business."""
    if _ID.fullmatch(digits):
        return is_id_number(digits) or (len(digits) == 18 and digits[6:8] in ("19", "20"))
    return 16 <= len(digits) <= 20 and digits[6:8] in ("19", "20")


def _digits(run: str) -> str:
    return "".join(_VALUE.get(c, c) for c in run if c.isalnum() or c in _VALUE)


def _phone(digits: str) -> str | None:
    mobile = _MOBILE.fullmatch(digits)
    if mobile:
        return mobile[1]
    landline = _LANDLINE.fullmatch(digits)
    if landline and landline[1] and len(digits) >= 11:
        return f"{landline[1]}-{landline[2]}"
    return digits if landline and len(digits) == 8 else None


def _is_meant(digits: str, before: str) -> bool:
    """Does a wrong number look as if it was meant as a phone?"""
    if _MEANT.search(before):
        return len(digits) >= _SHORTEST_MEANT
    return digits.startswith("1") and 9 <= len(digits) <= 13


def _is_spoken(run: str) -> bool:
    return any(c in _VALUE for c in run)


def _date_like(run: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d[-. ]?\d{1,2}[-. ]?\d{1,2}", run))


def find_numbers(text: str) -> Numbers:
    """Read a plain text: the last valid phone wins; wrong ones are told apart."""
    phone, invalid = None, False
    ids: list[tuple[int, int]] = []
    spans: list[tuple[int, int]] = []
    for found in _RUN.finditer(text):
        run = found[0]
        digits = _digits(run)
        if _date_like(run) or (_is_spoken(run) and len(digits) < 7):
            continue
        if _looks_like_id(digits):
            ids.append(found.span())
        elif number := _phone(digits):
            phone = number
        elif _is_meant(digits, text[max(0, found.start() - 10) : found.start()]):
            invalid = True
        elif len(digits) < 7:
            continue
        spans.append(found.span())
    return Numbers(phone, invalid and phone is None, tuple(ids), tuple(spans))
