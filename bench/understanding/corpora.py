"""The test files beside the sentences: times, questions for the answers, whole talks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.domain.calendar import CHINA

SHARED, UNSHARED, NEAR, FAR = "ordinary", "no_shared_word", "near", "far"


@dataclass(frozen=True, slots=True)
class Timed:
    """A sentence said at `now` (Asia/Shanghai); `meant` as tests/understanding/corpus spells it."""

    now: datetime
    text: str
    meant: str


@dataclass(frozen=True, slots=True)
class Question:
    """`entry` is the id of the answer, "" where none of ours answers; `kind` is one of four."""

    entry: str
    kind: str
    text: str


@dataclass(slots=True)
class Talk:
    """What a resident says, in order, each with the moment it is said, if that is told; and the
    tickets there must be afterwards, as (service, date, time, name, phone), "-" = any."""

    name: str
    channel: str = "wechat"
    said: list[tuple[str, str]] = field(default_factory=list)
    tickets: list[tuple[str, ...]] = field(default_factory=list)


def read_times(path: Path) -> Iterator[Timed]:
    """Lines of `@moment` and `sentence | meant`."""
    now = datetime.now(CHINA)
    for line in _lines(path):
        if line.startswith("@"):
            now = datetime.fromisoformat(line[1:].removeprefix("now").strip()).replace(tzinfo=CHINA)
        else:
            said, _, meant = line.partition(" | ")
            yield Timed(now, said, meant.strip())


def read_questions(path: Path) -> Iterator[Question]:
    """Lines of `id | kind | sentence`; the id is - where no answer is right."""
    for line in _lines(path):
        entry, kind, text = (part.strip() for part in line.split("|", 2))
        yield Question("" if entry == "-" else entry, kind, text)


def read_talk(path: Path) -> Talk:
    """`@now`, `@channel`, `> words`, `= service | date | time | name | phone` or `= none`."""
    talk, moment = Talk(path.stem), ""
    for line in _lines(path):
        head, rest = line[0], line[1:].strip()
        if line.startswith("@now"):
            moment = line.removeprefix("@now").strip()
        elif line.startswith("@channel"):
            talk.channel = line.removeprefix("@channel").strip()
        elif head == ">":
            talk.said.append((rest, moment))
            moment = ""
        elif head == "=" and rest != "none":
            talk.tickets.append(tuple(part.strip() for part in rest.split("|")))
    return talk


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()
