"""Phone numbers and ID-card numbers in a message, also spelled out by voice input."""

import re
from dataclasses import dataclass

from bot.understanding.cue import Cue

_SPOKEN = "零〇幺一二两三四五六七八九"
_VALUE = dict(zip(_SPOKEN, "00112234567 89".replace(" ", ""), strict=True))
_RUN = Cue(rf"(?<![0-9])\+?[0-9{_SPOKEN}](?:[ \-.,，、]?[0-9{_SPOKEN}]){{5,39}}(?![0-9])x?")
_GROUP = re.compile(rf"\+?[0-9]+x?|[{_SPOKEN}]+")
# An ID number inside a longer row of digits or letters is hidden all the same.
_EMBEDDED = Cue(
    r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[0-9]{3}[0-9x]"
)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10x98765432"
_ID = re.compile(r"[1-9][0-9]{16}[0-9x]|[1-9][0-9]{14}")
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})")
_LANDLINE = re.compile(r"(0(?:10|2[0-9]|[3-9][0-9]{2}))?([2-8][0-9]{6,7})")
_MEANT = Cue(
    r"(?:电话|手机|号码|联系方式|联系|打|tel|phone|座机|短号)(?:号码?|是|:|：|为|也?是|我|"
    r"改成|换成|应该是|[ ,，。]){0,4}$"
)
_SHORTEST_MEANT = 5
_SHORTEST_SPOKEN = 7  # fewer Chinese numerals are an amount or a time
_LONGEST_CODE = 6


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


def _landline(digits: str) -> str | None:
    found = _LANDLINE.fullmatch(digits)
    if found and found[1] and len(digits) >= 11:
        return f"{found[1]}-{found[2]}"
    return digits if found and len(digits) == 8 else None


def _is_meant(digits: str, before: str) -> bool:
    """Does a wrong number look as if it was meant as a phone?"""
    if _MEANT.search(before):
        return len(digits) >= _SHORTEST_MEANT
    return digits.startswith("1") and 9 <= len(digits) <= 13


def _is_date(said: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d[-. ]?\d{1,2}[-. ]?\d{1,2}", said))


@dataclass(frozen=True, slots=True)
class _Found:
    """A number of one run: `until` is the group after its last; `phone` None = an ID number."""

    until: int
    phone: str | None


def _number_at(run: str, groups: list[re.Match[str]], first: int) -> _Found | None:
    """The number that begins with this group: exact ID, mobile, mistyped ID, landline."""
    joined = [
        (last + 1, run[groups[first].start() : groups[last].end()])
        for last in range(len(groups) - 1, first - 1, -1)
    ]
    numbers = [(until, _digits(said)) for until, said in joined if not _is_date(said)]
    for until, digits in numbers:
        if _ID.fullmatch(digits) and is_id_number(digits):
            return _Found(until, None)
    for until, digits in numbers:
        if mobile := _MOBILE.fullmatch(digits):
            return _Found(until, mobile[1])
    for until, digits in numbers:
        if _looks_like_id(digits):
            return _Found(until, None)
    landlines = ((until, _landline(digits)) for until, digits in numbers)
    return next((_Found(until, phone) for until, phone in landlines if phone), None)


def _is_left_over(run: str, before: str) -> tuple[bool, bool]:
    """For a run without a number: (hide it from the readers of times, it was meant as a phone)."""
    digits = _digits(run)
    longest = max(len(group[0]) for group in _GROUP.finditer(run))
    if before[-1:].isascii() and before[-1:].isalpha() and len(digits) <= _LONGEST_CODE:
        return False, False
    meant = longest >= 3 and _is_meant(digits, before)
    return meant or longest >= _SHORTEST_MEANT, meant


class _Collector:
    """Gathers what the runs of one text hold; lives for one call of `find_numbers`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.phone: str | None = None
        self.invalid = False
        self.ids = [found.span() for found in _EMBEDDED.finditer(text)]
        self.spans = list(self.ids)

    def take(self, found: re.Match[str]) -> None:
        """Read one run of digits: several numbers may stand in it, with dates between them."""
        run, offset = found[0], found.start()
        if len(_digits(run)) < _SHORTEST_SPOKEN and any(c in _VALUE for c in run):
            return
        groups = list(_GROUP.finditer(run))
        place, any_number = 0, False
        while place < len(groups):
            number = _number_at(run, groups, place)
            if number is None:
                place += 1
                continue
            until = groups[number.until - 1].end()
            self._keep(number, (offset + groups[place].start(), offset + until))
            place, any_number = number.until, True
        if not any_number:
            self._leave(run, found.span())

    def _keep(self, number: _Found, span: tuple[int, int]) -> None:
        self.spans.append(span)
        if number.phone is None:
            self.ids.append(span)
        else:
            self.phone = number.phone

    def _leave(self, run: str, span: tuple[int, int]) -> None:
        hidden, meant = _is_left_over(run, self.text[max(0, span[0] - 10) : span[0]])
        self.invalid = self.invalid or meant
        if hidden:
            self.spans.append(span)


def find_numbers(text: str) -> Numbers:
    """Read a plain text: the last valid phone wins; wrong ones are told apart."""
    collector = _Collector(text)
    for found in _RUN.finditer(text):
        collector.take(found)
    invalid = collector.invalid and collector.phone is None
    return Numbers(
        collector.phone,
        invalid,
        tuple(sorted(set(collector.ids))),
        tuple(sorted(set(collector.spans))),
    )
