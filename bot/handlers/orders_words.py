"""How staff spell codes and talk: misread letters, spoken hundreds, dialect, words between."""

import re

from bot.domain.tickets import normalise_code
from bot.understanding.cue import Cue

_CODE = Cue(
    r"(?<![a-z0-9])[a-z][\s\-#]{0,2}(?:[0-9]{3,9}(?![0-9])|[〇零幺一二三四五六七八九]{3,6})"
)
_MISREAD = Cue(r"(?<![a-z0-9])[a-hj-km-np-z]-?(?=[oil]{0,8}[0-9])[0-9oil]{3,9}(?![a-z0-9])")
_HUNDREDS = Cue(
    r"(?<![a-z0-9])(?P<letter>[a-z])\s?(?P<n>[一二三四五六七八九])百"
    r"(?:零(?P<one>[一二三四五六七八九])|(?P<ten>[一二三四五六七八九])十(?P<unit>[一二三四五六七八九])?)?"
)
_TASK_OR_CALL = Cue(r"(?<![a-z0-9])([tl])[\s\-#]{0,2}([0-9]{1,9})(?![0-9])")
_DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")}
_STANDARD = (
    (Cue("莫得|没的(?=问题|事)"), "没得"),
    (Cue("(?<![需想主还不])要得(?!到|了|很)|(?<!不)得行|巴适|妥了|欧克"), "可以"),
    (Cue("[咯喽啰唻啦]"), "了"),
    (Cue("(?<![调完平齐])整(?=完|好|归一)"), "办"),
    (Cue("今儿(?!子)"), "今天"),
    (Cue("明儿"), "明天"),
    (Cue("(?<=[天日有])那(?=些|几个)"), "哪"),
)


def codes_in(words: str) -> dict[str, tuple[int, int]]:
    """Each code, of a ticket, a task or a call, with the place where it was said first."""
    said = [(normalise_code(m.group()), m.span()) for m in _CODE.finditer(words)]
    said += [(normalise_code(m.group()), m.span()) for m in _MISREAD.finditer(words)]
    said += [(_hundreds(m), m.span()) for m in _HUNDREDS.finditer(words)]
    said += [(f"{m[1].upper()}{int(m[2])}", m.span()) for m in _TASK_OR_CALL.finditer(words)]
    places: dict[str, tuple[int, int]] = {}
    for code, place in sorted(said, key=lambda each: each[1]):
        if code and not any(start < place[1] and place[0] < end for start, end in places.values()):
            places.setdefault(code, place)
    return places


def standard(words: str) -> str:
    """Dialect and slips in the words of the commands; offsets stay those of `words`."""
    for pattern, word in _STANDARD:
        words = pattern.sub(word, words)
    return words


def _hundreds(found: re.Match[str]) -> str | None:
    number = 100 * _DIGITS[found["n"]]
    number += _DIGITS[found["one"]] if found["one"] else 0
    number += 10 * _DIGITS[found["ten"]] if found["ten"] else 0
    number += _DIGITS[found["unit"]] if found["unit"] else 0
    return normalise_code(f"{found['letter']}{number}")
