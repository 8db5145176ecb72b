"""Which characters a pattern cannot do without: any match holds at least one of them."""

import re

Needs = frozenset[str] | None  # None = it can match without any certain character

_WIDEST = 64  # a class of more characters rules nothing out
_GROUP = re.compile(r"\((?:\?(?P<kind>P<\w+>|:|<?[=!]))?")
_QUANTIFIER = re.compile(
    r"(?P<optional>[?*]|\{0?,[0-9]*\}|\{0\})?(?:\+|\{[0-9]+(?:,[0-9]*)?\})?\??"
)


def needed(pattern: str) -> Needs:
    """A set of which every match of `pattern` holds a character; None when there is no such set.

    Reads the part of the syntax that our cues use: literals, classes, groups, looking around,
    alternation and quantifiers; no flags, no references."""
    found, stop = _either(pattern, 0)
    if stop != len(pattern):
        raise ValueError(f"unbalanced group at {stop}: {pattern}")
    return found


def _either(pattern: str, at: int) -> tuple[Needs, int]:
    """An alternation needs what one of its branches needs."""
    branches: list[Needs] = []
    while True:
        needs, at = _sequence(pattern, at)
        branches.append(needs)
        if at >= len(pattern) or pattern[at] != "|":
            break
        at += 1
    known = [needs for needs in branches if needs is not None]
    return (frozenset().union(*known) if len(known) == len(branches) else None), at


def _sequence(pattern: str, at: int) -> tuple[Needs, int]:
    """A sequence needs each of its parts: the one with the fewest characters rules out most."""
    best: Needs = None
    while at < len(pattern) and pattern[at] not in "|)":
        needs, at = _part(pattern, at)
        quantifier = _QUANTIFIER.match(pattern, at)
        if quantifier:
            at = quantifier.end()
            needs = None if quantifier["optional"] else needs
        if needs is not None and (best is None or len(needs) < len(best)):
            best = needs
    return best, at


def _part(pattern: str, at: int) -> tuple[Needs, int]:
    head = pattern[at]
    if head == "(":
        return _group(pattern, at)
    if head == "[":
        return _class(pattern, at)
    if head == "\\":
        return _escape(pattern, at)
    return (None if head in ".^$" else frozenset(head)), at + 1


def _group(pattern: str, at: int) -> tuple[Needs, int]:
    opening = _GROUP.match(pattern, at)
    inside, kind = (opening.end(), opening["kind"]) if opening else (at + 1, None)
    kind = kind or ":"
    needs, stop = _either(pattern, inside)
    return (needs if kind == ":" or kind.startswith("P<") else None), stop + 1


def _escape(pattern: str, at: int) -> tuple[Needs, int]:
    letter = pattern[at + 1]
    if letter == "u":
        return frozenset(chr(int(pattern[at + 2 : at + 6], 16))), at + 6
    return (None if letter.isalnum() else frozenset(letter)), at + 2


def _class(pattern: str, at: int) -> tuple[Needs, int]:
    stop = at + 1
    while pattern[stop] != "]" or stop == at + 1:
        stop += 2 if pattern[stop] == "\\" else 1
    inside = pattern[at + 1 : stop]
    return (None if inside.startswith("^") else _members(inside)), stop + 1


def _members(inside: str) -> Needs:
    """The characters of a class; None when a range or a shorthand makes it wide."""
    found: set[str] = set()
    at, last = 0, ""
    while at < len(inside):
        if inside[at] == "-" and last and at + 1 < len(inside):
            end, at = _escape(inside, at + 1) if inside[at + 1] == "\\" else (None, at + 2)
            high = next(iter(end)) if end else inside[at - 1]
            if ord(high) - ord(last) > _WIDEST:
                return None
            found.update(map(chr, range(ord(last), ord(high) + 1)))
            continue
        if inside[at] == "\\":
            needs, at = _escape(inside, at)
            if needs is None:
                return None
            last = next(iter(needs))
        else:
            last, at = inside[at], at + 1
        found.add(last)
    return frozenset(found)
