"""Phone numbers and ID-card numbers in a message, also spelled out by voice input."""

import re
from collections.abc import Sequence

from msgspec import Struct

from bot.understanding.cue import Cue
from bot.understanding.spoken import Group, Run, runs

# An ID number inside a longer row of digits or letters is hidden all the same.
_EMBEDDED = Cue(
    r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[0-9]{3}[0-9x×]"
)
# Passports, travel permits, and those of Hong Kong, Macao and Taiwan: letters and 7-9 digits.
_PASSPORT = Cue(r"(?<![a-z0-9])(?:[a-z]{1,2}[0-9]{7,8}|h[0-9]{10})(?![a-z0-9])")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10x98765432"
_ID = re.compile(r"[1-9][0-9]{16}[0-9x]|[1-9][0-9]{14}")
_OLD_ID = re.compile(  # 15 digits: province (GB/T 2260), district, birthday, number
    r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])[0-9]{6}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"[0-9]{3}"
)
_CARD = re.compile(r"[3-9][0-9]{15,18}")
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})")
_LANDLINE = re.compile(r"(0(?:10|2[0-9]|[3-9][0-9]{2}))?([2-8][0-9]{6,7})")
_DATE = re.compile(r"(?:19|20)\d\d(?:0?[1-9]|1[0-2])\d{1,2}")
_MEANT = Cue(
    r"(?:电话|手机|号码|联系方式|联系|打|tel|phone|座机|短号)(?:号码?|是|:|：|为|也?是|我|"
    r"改成|换成|应该是|[ ,，。]){0,4}$"
)
_OTHER_NUMBER = Cue(  # an order, an account: 单号是…
    r"(?:订单|流水|业务|受理|编|单|卡|证|护照|快递|取件|账|帐|车牌|工|学|文|社保|医保)"
    r"(?:号码?|编号|码)(?:是|为|:)?[ ]?$"
)
_NO_PHONE = Cue(r"(?:qq|微信|订单|护照|尾号|12345|门牌)号?码?(?:是|为|:)?[ ]?$")
_DENIED = Cue(r"(?:不是|不得是|别打|莫打|不要打|不用打|勿打|不打)[^0-9]{0,4}$")
_OLD = Cue(r"(?:原来|以前|之前|旧|老|从|由)(?:的|那个|留的?|登记的?|电话|手机|号码|号|是){0,4}$")
_SECOND = Cue(r"(?:打不通|不通|没人接|没接|备用|另外|还有一?个|或者?|再打|紧急联系人?)[^0-9]{0,8}$")
_SHORTEST_MEANT = 5
_SHORTEST_SPOKEN = 7  # fewer Chinese numerals are an amount or a time
_LONGEST_CODE = 6
_LONGEST = 21
_BEFORE = 16


class Numbers(Struct, frozen=True):
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
    """Also a mistyped one: 16-20 with a birthday inside are nobody's business."""
    if _ID.fullmatch(digits) and is_id_number(digits):
        return True
    is_born = digits[6:8] in ("19", "20")
    return 16 <= len(digits) <= 20 and "x" not in digits[:-1] and is_born


def _landline(digits: str) -> str | None:
    found = _LANDLINE.fullmatch(digits)
    if found and found[1] and len(digits) >= 11:
        return f"{found[1]}-{found[2]}"
    return digits if found and len(digits) == 8 else None


class _Found(Struct, frozen=True):
    """A number of one run: `until` is the group after its last; `phone` None = no phone."""

    until: int
    phone: str | None = None
    is_id: bool = False


def _number_at(groups: Sequence[Group], first: int) -> _Found | None:
    """The number that begins with this group: mobile, mistyped ID, card, landline."""
    numbers = _joined(groups, first)
    for until, digits in numbers:
        if mobile := _MOBILE.fullmatch(digits):
            return _Found(until, mobile[1])
    for until, digits in numbers:
        if _looks_like_id(digits):
            return _Found(until, is_id=True)
    if card := next((until for until, digits in numbers if _CARD.fullmatch(digits)), 0):
        return _Found(card)
    landlines = ((until, _landline(digits)) for until, digits in numbers)
    return next((_Found(until, phone) for until, phone in landlines if phone), None)


def _id_at(groups: Sequence[Group], first: int) -> int:
    """The group after the last of an ID number that begins with this group and is right; 0 = none.

    A mobile number and what stands beside it are one only where the whole begins with a province
    and has a birthday: asking for the phone again is better than keeping an ID number."""
    for until, digits in _joined(groups, first):
        if _ID.fullmatch(digits) and is_id_number(digits):
            said = groups[first:until]
            is_beside = len(said) > 1 and any(_MOBILE.fullmatch(group.digits) for group in said)
            if not is_beside or _EMBEDDED.fullmatch(digits) or _OLD_ID.fullmatch(digits):
                return until
    return 0


def _joined(groups: Sequence[Group], first: int) -> list[tuple[int, str]]:
    """(group after the last, digits) of what may begin with this group, the longest first."""
    found, digits = [], ""
    for until, group in enumerate(groups[first : first + _LONGEST], first + 1):
        digits += group.digits
        if len(digits) > _LONGEST:
            break
        if not _DATE.fullmatch(digits):
            found.append((until, digits))
    return found[::-1]


def _span(groups: Sequence[Group]) -> tuple[int, int]:
    return groups[0].start, groups[-1].stop


def _is_left_over(run: Run, before: str) -> tuple[bool, bool]:
    """For a run without a number: (hide it from the readers of times, it was meant as a phone)."""
    longest = max(len(group.digits) for group in run.groups)
    if before[-1:].isascii() and before[-1:].isalpha() and len(run.digits) <= _LONGEST_CODE:
        return False, False
    meant = longest >= 3 and _is_meant(run.digits, before)
    return meant or longest >= _SHORTEST_MEANT, meant


def _is_meant(digits: str, before: str) -> bool:
    """Does a wrong number look as if it was meant as a phone?"""
    is_code = before[-1:].isascii() and before[-1:].isalpha()
    if is_code or _OTHER_NUMBER.search(before) or _NO_PHONE.search(before):
        return False
    if _MEANT.search(before):
        return len(digits) >= _SHORTEST_MEANT
    return digits.startswith("1") and 9 <= len(digits) <= 13


class _Collector:
    """Gathers what the runs of one text hold; lives for one call of `find_numbers`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.phones: list[tuple[str, int]] = []
        self.invalid = False
        self.ids = [found.span() for found in _EMBEDDED.finditer(text)]
        self.spans = [*self.ids, *(found.span() for found in _PASSPORT.finditer(text))]

    def take(self, run: Run) -> None:
        """Read one run of digits: several numbers may stand in it, with dates between them."""
        if len(run.digits) < _SHORTEST_SPOKEN and run.is_spoken:
            return
        parts: list[list[Group]] = [[]]
        place = 0
        while place < len(run.groups):
            if until := _id_at(run.groups, place):
                self._keep(_Found(until, is_id=True), _span(run.groups[place:until]))
                parts.append([])
            else:
                parts[-1].append(run.groups[place])
            place = until or place + 1
        others = sum(self._take_others(part) for part in parts)
        if not others and len(parts) == 1:
            self._leave(run)

    def _take_others(self, groups: Sequence[Group]) -> bool:
        """Read what is no ID number beyond doubt; False when there is nothing."""
        place, any_number = 0, False
        while place < len(groups):
            number = _number_at(groups, place)
            if number:
                self._keep(number, _span(groups[place : number.until]))
            place, any_number = number.until if number else place + 1, any_number or bool(number)
        return any_number

    def _keep(self, number: _Found, span: tuple[int, int]) -> None:
        self.spans.append(span)
        if number.is_id:
            self.ids.append(span)
        elif number.phone and not _OTHER_NUMBER.search(self._before(span[0])):
            self.phones.append((number.phone, span[0]))

    def _leave(self, run: Run) -> None:
        span = _span(run.groups)
        hidden, meant = _is_left_over(run, self._before(span[0]))
        self.invalid = self.invalid or meant
        if hidden:
            self.spans.append(span)

    def _before(self, place: int) -> str:
        return self.text[max(0, place - _BEFORE) : place]

    def phone(self) -> str | None:
        """The last one is right, but for one that is denied, old, or only the second choice."""
        said = [(phone, self._before(at)) for phone, at in self.phones]
        said = [pair for pair in said if not _DENIED.search(pair[1])]
        for cues in ((_OLD, _SECOND), (_SECOND,), (_OLD,), ()):
            fit = [phone for phone, before in said if not any(c.search(before) for c in cues)]
            if fit:
                return fit[-1]
        return None


def find_numbers(text: str) -> Numbers:
    """Read a plain text: the last valid phone that is not taken back; wrong ones are told apart."""
    collector = _Collector(text)
    for run in runs(text):
        collector.take(run)
    phone = collector.phone()
    return Numbers(
        phone,
        collector.invalid and phone is None,
        tuple(sorted(set(collector.ids))),
        tuple(sorted(set(collector.spans))),
    )
