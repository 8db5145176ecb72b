"""What a screen shows of a talk: what was said last, what may be answered, and in which field."""

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from bot.storage.conversations import Conversation
from bot.storage.mailbox import PageLetter

_NUMBERED = re.compile(r"^(\d{1,2})[.、．] ?(.+)$")
_BESIDE = re.compile(r"^(?:\d{1,2} \S+(?: {2,}|$))+$")
_ONE = re.compile(r"(\d{1,2}) (\S+)")
_FIELDS = {
    ("booking", "service"): "service",
    ("booking", "time"): "time",
    ("booking", "name"): "name",
    ("booking", "phone"): "phone",
    ("booking", "address"): "address",
    ("rescheduling", "time"): "time",
    ("proof", "digits"): "digits",
}
STAGES = ("service", "time", "name", "phone", "summary")


class Choice(Struct, frozen=True):
    """One numbered answer: what is sent, and what it says."""

    word: str
    label: str


class Said(Struct, frozen=True):
    """The texts said last without their choices, by the id of the message, and the choices."""

    shown: Mapping[int, str]
    choices: tuple[Choice, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """In order."""
        return tuple(filter(None, self.shown.values()))


def last_said(letters: Sequence[PageLetter]) -> Said:
    """What was said together with the newest letter, with the choices of the last that has any."""
    if not letters:
        return Said({}, ())
    cause = letters[-1].cause
    group = [letter for letter in letters if cause and letter.cause == cause] or [letters[-1]]
    parted = [_part(letter.text) for letter in group]
    choices = next((found for _, found in reversed(parted) if found), ())
    return Said({each.id: text for each, (text, _) in zip(group, parted, strict=True)}, choices)


def _part(text: str) -> tuple[str, tuple[Choice, ...]]:
    lines: list[str] = []
    choices: list[Choice] = []
    for line in text.splitlines():
        found = tuple(_choices_in(line))
        choices += found
        if not found:
            lines.append(line)
    return "\n".join(lines).strip(), tuple(choices)


def _choices_in(line: str) -> Iterator[Choice]:
    if numbered := _NUMBERED.match(line):
        yield Choice(numbered[1], numbered[2])
    elif _BESIDE.match(line):
        for word, label in _ONE.findall(line):
            yield Choice(word, label)


def field_of(talk: Conversation) -> str:
    """Which kind of field the open question wants: a key of `book.field`."""
    return _FIELDS.get((talk.flow, talk.step), "words")


def stage_of(talk: Conversation) -> str:
    """How far a booking is: one of STAGES; "" when none is open."""
    if talk.flow != "booking":
        return ""
    return {"address": "name", "change": "summary"}.get(talk.step, talk.step)
