"""Digits as people say and type them: 幺三八, 洞两八, 两个八, full stops and 嗯 between."""

import re

from msgspec import Struct

from bot.understanding.cue import Cue

SPOKEN = "零〇洞幺一二两三四五六七拐八九勾壹贰叁肆伍陆柒捌玖"
_VALUE = dict(zip(SPOKEN, "0001122345677899123456789", strict=True))
_MANY = dict(zip("两二三四五六七八九", "223456789", strict=True))
_MANY.update({digit: digit for digit in "23456789"})
_ONE = rf"[0-9{SPOKEN}]"
_REPEATED = rf"(?:[{''.join(_MANY)}]个{_ONE})"
_PAUSE = (
    r"[ \-.,，、。()]{0,3}(?:(?:嗯|呃|额|啊|那个|然后|再是|接着|后面是?|完了是?)[ ,，、。]{0,2})?"
)
_LAST = r"(?:[ ,，]{0,2}[x×叉])?"
_RUN = Cue(
    rf"(?<![0-9])[+(]?(?:{_REPEATED}|{_ONE})(?:{_PAUSE}(?:{_REPEATED}|{_ONE})){{3,44}}{_LAST}"
)
_GROUP = Cue(rf"\+?(?:{_REPEATED}|[0-9])+[x×叉]?|(?:{_REPEATED}|[{SPOKEN}])+[x×叉]?|[x×叉]")
_PART = Cue(rf"{_REPEATED}|{_ONE}|[x×叉]")
_DIGITS = Cue(rf"(?:{_REPEATED}|{_ONE})+")
_BESIDE = Cue(
    "(?:我的|我|电话|手机|号码|号|前面?|后面?|[前后][三四七八3478]位|尾号|是|的|然后|接着|再|还有|剩下|完了"
    "|嗯|呃|额|啊|那个|哈|嘛|吧|[ ,，。.、:：()（）+-])+"
)
_FEWEST = 6
_CROSS = frozenset("x×叉")


class Group(Struct, frozen=True):
    """Digits said in one breath: `digits` as 0-9 and x, and where they stand in the text."""

    digits: str
    start: int
    stop: int


class Run(Struct, frozen=True):
    """Groups of digits that follow one another; `is_spoken` when some are Chinese numerals."""

    groups: tuple[Group, ...]
    is_spoken: bool

    @property
    def digits(self) -> str:
        """All of them."""
        return "".join(group.digits for group in self.groups)


def runs(text: str) -> tuple[Run, ...]:
    """Every row of six digits or more in a plain text."""
    found = (_run(match) for match in _RUN.finditer(text))
    return tuple(run for run in found if len(run.digits) >= _FEWEST)


def only_digits(text: str) -> str:
    """The digits of a plain text that holds nothing else: 139, 幺三九, 后面是 8000; else ""."""
    rest = _BESIDE.sub("", text)
    found = "".join(map(_value, _PART.findall(rest))) if _DIGITS.fullmatch(rest) else ""
    return found if found.isdigit() else ""


def _run(match: re.Match[str]) -> Run:
    offset = match.start()
    groups = tuple(
        Group(_digits(each[0]), offset + each.start(), offset + each.end())
        for each in _GROUP.finditer(match[0])
    )
    return Run(groups, any(letter in _VALUE for letter in match[0]))


def _digits(said: str) -> str:
    return "".join(_value(part[0]) for part in _PART.finditer(said))


def _value(part: str) -> str:
    if len(part) == 3:
        return _VALUE.get(part[2], part[2]) * int(_MANY[part[0]])
    return "x" if part in _CROSS else _VALUE.get(part, part)
