"""Which characters a pattern cannot do without: any match holds at least one of them."""

import re
from string import ascii_lowercase

from msgspec import Struct, field

Needs = frozenset[str] | None  # None = it can match without any certain character

_TOKEN = re.compile(
    r"(?:(?P<open>\((?:\?(?:P<\w+>|:|(?P<look><?[=!])))?)|(?P<close>\))|(?P<bar>\|)"
    r"|\[(?P<members>\^?(?:\\.|[^\]\\])+)\]|(?P<wide>[.^$]|\\u[0-9a-f]{4}|\\[0-9A-Za-z])"
    r"|\\?(?P<one>.))(?P<optional>[?*]|\{0?,[0-9]*\})?(?:\+|\{[0-9]+(?:,[0-9]*)?\})?\??",
    re.DOTALL,
)
_RANGES = (("0-9", "0123456789"), ("０-９", "０１２３４５６７８９"), ("a-z", ascii_lowercase))


class _Group(Struct):
    """A group while it is read: what its branches need, and the one that is being read."""

    looks: bool = False
    branches: list[Needs] = field(default_factory=lambda: [None])

    def take(self, part: Needs) -> None:
        """A branch needs each of its parts: the one with the fewest characters rules out most."""
        best = self.branches[-1]
        if part is not None and (best is None or len(part) < len(best)):
            self.branches[-1] = part

    @property
    def needs(self) -> Needs:
        """An alternation needs what one of its branches needs; what only looks around, nothing."""
        known = [branch for branch in self.branches if branch is not None]
        is_certain = len(known) == len(self.branches) and not self.looks
        return frozenset().union(*known) if is_certain else None


def needed(pattern: str) -> Needs:
    """A set of which every match of `pattern` holds a character; None when there is no such set.

    Reads what our cues use: literals, classes, groups, looking around, alternation, quantifiers."""
    groups = [_Group()]
    for token in _TOKEN.finditer(pattern):
        if token["open"]:
            groups.append(_Group(bool(token["look"])))
        elif token["bar"]:
            groups[-1].branches.append(None)
        else:
            part = groups.pop().needs if token["close"] else _characters(token)
            groups[-1].take(None if token["optional"] else part)
    (whole,) = groups
    return whole.needs


def _characters(token: re.Match[str]) -> Needs:
    """Those of a literal or of a class; None when they are too many to tell."""
    members = token["members"] or token["one"]
    if token["wide"]:
        return None
    if token["one"]:
        return frozenset(members)
    for short, long in _RANGES:
        members = members.replace(short, long)
    is_wide = members[0] == "^" or "\\" in members or "-" in members[1:-1]
    return None if is_wide else frozenset(members)
