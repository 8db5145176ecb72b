"""Reading the sentences of the corpus; what is wrong with a line is told by file and line."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from bot.understanding.reading import Intent
from bot.understanding.topics import ASPECTS

ROOM = Path(__file__).parent
TRAIN, DEV, FINAL, CENTRES = ROOM / "train", ROOM / "dev", ROOM / "final", ROOM / "centres"
NONE, NOT_OFFERED, ELSEWHERE = "-", "not_offered", "*"
SPEAKERS = (
    *("elderly", "dialect", "young", "migrant", "relative", "angry", "shopkeeper"),
    *("traditional", "english", "voice", "parent", "disabled", "plain"),
)
_INTENTS = frozenset(intent.value for intent in Intent)
_FIELDS, _PAGE = 5, 30


class BadLine(ValueError):
    """A line that cannot be used; the text begins with file:line."""


class Sentence(Struct, frozen=True):
    """A sentence with its labels. `intents`: the best, then what is defensible too; `services`:
    the names said, `is_either` = one of them is meant, else all; `aspects` likewise."""

    where: str
    intents: tuple[str, ...]
    services: tuple[str, ...]
    is_either: bool
    aspects: tuple[str, ...]
    speaker: str
    text: str

    @property
    def file(self) -> str:
        """The name of its file."""
        return self.where.rpartition(":")[0]

    @property
    def is_elsewhere(self) -> bool:
        """Is it about something that some other office does?"""
        return any(name.startswith(ELSEWHERE) for name in self.services)

    @property
    def page(self) -> str:
        """Its file and neighbourhood, in which sentences are alike: what is never split when the
        trainer tries itself."""
        file, _, line = self.where.rpartition(":")
        return f"{file}:{int(line) // _PAGE}"


def read_folder(folder: Path, pattern: str = "*.txt") -> list[Sentence]:
    """All sentences of a folder, by file name and line. Raises BadLine at the first bad one."""
    return [each for path in sorted(folder.glob(pattern)) for each in read_file(path)]


def read_file(path: Path) -> Iterator[Sentence]:
    """The sentences of a file. Raises BadLine."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield parse(line, f"{path.name}:{number}")


def parse(line: str, where: str) -> Sentence:
    """One line: intent | service | aspect | speaker | sentence. Raises BadLine."""
    fields = [field.strip() for field in line.split("|")]
    if len(fields) != _FIELDS or not all(fields):
        raise BadLine(f"{where}: {_FIELDS} fields, none empty, are wanted")
    intents, service, aspects, speaker, text = fields
    joint = "+" if " + " in service else "/"
    names = tuple(name.strip() for name in service.split(f" {joint} ") if name.strip() != NONE)
    return Sentence(
        where,
        _known(intents, _INTENTS, where),
        names,
        joint == "/",
        _known(aspects, (*ASPECTS, NONE), where),
        _known(speaker, SPEAKERS, where)[0],
        text,
    )


def _known(said: str, labels: Collection[str], where: str) -> tuple[str, ...]:
    found = tuple(label.strip() for label in said.split("/"))
    for label in found:
        if label not in labels:
            raise BadLine(f"{where}: {label!r} is none of {' '.join(sorted(labels))}")
    return found


def faults(folder: Path, services: Collection[str], pattern: str = "*.txt") -> list[str]:
    """What is wrong with the lines of a folder, each as file:line: …; empty when all is well."""
    found: list[str] = []
    sentences: list[Sentence] = []
    for path in sorted(folder.glob(pattern)):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                try:
                    sentences.append(parse(line, f"{path.name}:{number}"))
                except BadLine as bad:
                    found.append(str(bad))
    return [*found, *_strangers(sentences, services), *_twice(sentences)]


def _strangers(sentences: Iterable[Sentence], services: Collection[str]) -> Iterator[str]:
    for each in sentences:
        for name in each.services:
            if name not in services and name != NOT_OFFERED and not name.startswith(ELSEWHERE):
                yield f"{each.where}: no service is called {name}"


def _twice(sentences: Sequence[Sentence]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for each in sentences:
        first = seen.setdefault(each.text, each.where)
        if first != each.where:
            yield f"{each.where}: the sentence stands in {first} already"
