"""The phrases of a catalogue by their heads, and by what is to be done in them."""

import re

# What is to be done tells siblings apart: 社保卡补办 is no 社保卡激活.
DONE = re.compile("补办|激活|认证|转移|变更|查询|注销|续签|停保|换证|换领")
UNION = 0.8  # what the other phrases of a service add: they tell siblings apart
_ABLE, _ABLE_PART = 1.5, 0.08
UNABLE = 0.7


def able(said: dict[str, set[int]]) -> dict[str, frozenset[int]]:
    """What is to be done (补办, 激活 …) → the services in whose phrases it is said."""
    found: dict[str, set[int]] = {}
    for phrase, owners in said.items():
        for done in DONE.finditer(phrase):
            found.setdefault(done[0], set()).update(owners)
    return {done: frozenset(owners) for done, owners in found.items()}


def score(shared: float, part: float, union: float, *, is_able: bool) -> tuple[float, float]:
    """(value, covered) of a phrase; what is to be done tells siblings apart."""
    value = shared * part * part + UNION * union
    return (value * _ABLE, min(part + _ABLE_PART, 0.99)) if is_able else (value, part)


def by_head(said: dict[str, set[int]]) -> dict[str, tuple[tuple[str, tuple[int, ...]], ...]]:
    heads: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
    for phrase, owners in said.items():
        if len(phrase) >= 2:
            heads.setdefault(phrase[:2], []).append((phrase, tuple(sorted(owners))))
    return {head: tuple(sorted(found, key=lambda p: -len(p[0]))) for head, found in heads.items()}
