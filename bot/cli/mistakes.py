"""What is said of arguments that are wrong: argparse's English sentences in ours."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from bot.cli.base import spoken

# What argparse of Python 3.11 to 3.14 says, and the key below cli.mistake for it.
_SENTENCES = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (r"the following arguments are required: (?P<what>.+)", "lacking"),
        (r"one of the arguments (?P<what>.+) is required", "one_of"),
        (
            r"argument (?P<what>\S+): invalid choice: (?P<word>.+?) \(choose from (?P<all>.+)\)",
            "choice",
        ),
        (r"argument (?P<what>\S+): invalid int value: (?P<word>.+)", "number"),
        (r"argument (?P<what>\S+): invalid \S+ value: (?P<word>.+)", "value"),
        (r"argument (?P<what>\S+): expected .+", "alone"),
        (r"argument (?P<what>\S+): not allowed with argument (?P<word>\S+)", "either"),
        (r"argument (?P<what>\S+): (?P<word>.+)", "value"),
        (r"unrecognized arguments: (?P<what>.+)", "unknown"),
    )
)


def mistake(message: str) -> tuple[str, dict[str, str]]:
    """The key below cli.mistake and its values for a sentence of argparse."""
    for pattern, key in _SENTENCES:
        if found := pattern.fullmatch(message):
            return key, {name: _plain(word) for name, word in found.groupdict().items()}
    return "other", {"what": message}


def stranger(name: str, known: Iterable[str]) -> str:
    """The line about somebody who is not on the staff list: who was meant, or who is on it."""
    names = list(known)
    near = get_close_matches(name, names, 3, 0.3)
    key = "unknown_staff" if near else "unknown_staff_all"
    return spoken(key, name=name, near="、".join(near or names))


def _plain(words: str) -> str:
    return "、".join(word.strip("'\"") for word in words.split(", "))
