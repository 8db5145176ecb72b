"""The people named in one cell: separators, spaced names, leader marks, parts, phones."""

import re
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from itertools import pairwise

from msgspec import Struct, field

from bot.sheets.grid import tight

EMPTY_SHIFT = "空班"
"""Deliberately nobody, as the export writes it."""

_NOBODY = frozenset({EMPTY_SHIFT, "无人", "无人值班", "不安排", "不设班"})
_BLANK = frozenset(
    {"", "/", "\\", "-", "--", "—", "——", "无", "休", "休息", "放假", "×", "x", "X", "☆", "空"}
)
_SEPARATORS = re.compile(r"[、,;/\\\n|+&。]+|(?<![0-9:])\.(?!\d)")
_LEADS = re.compile(
    r"[★☆▲△◆●*※]|[(\[【](?:带班|带|组长|领班|负责人|班长)[)\]】]|(?:带班领导|带班人|带班|领班|组长|负责人)[::]?"
)
_MEMBERS = re.compile(r"(?:组员|成员|队员|值班员|值班人员)[::]")
_PHONE = re.compile(r"(?<!\d)(?:1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8})(?!\d)")
_TIMES = re.compile(r"[(\[]?\s*(\d{1,2}:\d{2}\s*[-—–~至到]\s*\d{1,2}:\d{2})\s*[)\]]?")
_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_NUMBERED = re.compile(r"^\s*\d{1,2}[.、)]\s*(?=\D)")
_CHINESE_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
MOST_PROPOSED = 3


class Crew(Struct, frozen=True):
    """Who a cell names, leads first, each as in a roster entry; None = the cell says nothing.

    `unknown`: words that are no name of the list, each with the names that are like it.
    `asides`: words in brackets that were left out.
    """

    people: tuple[str, ...] | None = None
    leads: frozenset[str] = frozenset()
    unknown: tuple[tuple[str, tuple[str, ...]], ...] = ()
    asides: tuple[str, ...] = ()


class _Found(Struct):
    people: list[str] = field(default_factory=list)
    leads: set[str] = field(default_factory=set)
    unknown: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)


def read_people(text: str, staff: Collection[str], departments: Collection[str]) -> Crew:
    """The people of one cell. `text` is half width (see grid.plain)."""
    words = tight(text)
    if words in _NOBODY:
        return Crew(people=())
    if words in _BLANK:
        return Crew()
    found = _Found()
    for piece in _SEPARATORS.split(text):
        _read_piece(piece, found, staff, departments)
    leads = frozenset(found.leads)
    ordered = sorted(found.people, key=lambda place: place not in leads)
    return Crew(tuple(ordered) or None, leads, tuple(found.unknown), tuple(found.asides))


def nearest_names(word: str, staff: Collection[str]) -> tuple[str, ...]:
    """The names most like a word that is none: 李4 is like 李四."""
    spelled = word.translate(_CHINESE_DIGITS)
    if spelled in staff:
        return (spelled,)
    close = get_close_matches(spelled, staff, MOST_PROPOSED, 0.5)
    return tuple(close)


def _read_piece(
    piece: str, found: _Found, staff: Collection[str], departments: Collection[str]
) -> None:
    apart = _apart(piece)
    if len(apart) > 1:
        for each in apart:
            _read_piece(each, found, staff, departments)
        return
    piece = _MEMBERS.sub(" ", piece)
    is_lead = bool(_LEADS.search(piece))
    words = _PHONE.sub(" ", _NUMBERED.sub("", _LEADS.sub(" ", piece)))
    part = _TIMES.search(words)
    words = _TIMES.sub(" ", words) if part else words
    for aside in _BRACKET.findall(words):
        if tight(aside) and tight(aside) not in departments:
            found.asides.append(aside.strip())
    names = _names(_BRACKET.sub(" ", words), staff)
    for name in names:
        if name not in staff:
            found.unknown.append((name, nearest_names(name, staff)))
            continue
        place = f"{name} {_spelled(part[1])}" if part else name
        found.people.append(place)
        if is_lead and name == names[0]:
            found.leads.add(place)


def _apart(piece: str) -> list[str]:
    """`王芳 8:00-8:30 张敏 8:30-9:00` is two pieces, with the times first too."""
    times = list(_TIMES.finditer(piece))
    if len(times) < 2:
        return [piece]
    is_first = not tight(piece[: times[0].start()])
    cuts = [each.start() if is_first else each.end() for each in times]
    edges = [*(cuts if is_first else [0, *cuts]), len(piece)]
    return [piece[a:b] for a, b in pairwise(edges) if tight(piece[a:b])]


def _spelled(times: str) -> str:
    """12:00-13:00, as part_shifts writes it."""
    return "-".join(each.strip().zfill(5) for each in re.split(r"[-—–~至到]", times))


def _names(words: str, staff: Collection[str]) -> Sequence[str]:
    """The names in a piece without separators other than spaces (`张 敏 李四`, `张敏李四`)."""
    whole = tight(words)
    if not whole:
        return ()
    cut = _cut(whole, staff)
    if cut:
        return cut
    return [name for token in words.split() for name in (_cut(token, staff) or [token])]


def _cut(word: str, staff: Collection[str]) -> list[str]:
    """The word as names of the list one after another; [] when it is not made of them."""
    if not word:
        return []
    for size in range(len(word), 1, -1):
        if word[:size] in staff:
            rest = _cut(word[size:], staff)
            if rest or size == len(word):
                return [word[:size], *rest]
    return []


def is_named(text: str, staff: Collection[str]) -> bool:
    """Whether a text names somebody of the list."""
    words = tight(text)
    return any(name in words for name in staff)
