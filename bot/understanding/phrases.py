"""The phrases of a catalogue by their heads, and by what is to be done in them."""

from collections.abc import Collection, Mapping

from bot.understanding.cue import Cue

_HAS = Cue(r"(?:带|拿|凭|没得|没有|无|有|只有|领了)(?:了|起|上|到|我的?|本地|外地|外省|当地)?$")
_BEFORE = 5

Heads = Mapping[str, tuple[tuple[str, tuple[int, ...]], ...]]


def able(said: Mapping[str, set[int]], actions: Collection[str]) -> dict[str, frozenset[int]]:
    """What is to be done (补办, 激活 …) → the owners in whose phrases it is said: that tells
    siblings apart, 社保卡补办 is no 社保卡激活."""
    found: dict[str, set[int]] = {}
    for phrase, owners in said.items():
        for action in actions:
            if action in phrase:
                found.setdefault(action, set()).update(owners)
    return {action: frozenset(owners) for action, owners in found.items()}


def by_head(said: Mapping[str, set[int]]) -> Heads:
    """First two characters → (phrase, its owners), the longest first."""
    heads: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
    for phrase, owners in said.items():
        if len(phrase) >= 2:
            heads.setdefault(phrase[:2], []).append((phrase, tuple(sorted(owners))))
    return {head: tuple(sorted(found, key=lambda p: -len(p[0]))) for head, found in heads.items()}


def is_paper(word: str, text: str) -> bool:
    """带户口本, 没得本地户口: said of what one has or brings, not of what shall be done."""
    start = text.index(word)
    return _HAS.search(text[max(0, start - _BEFORE) : start]) is not None
