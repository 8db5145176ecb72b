"""The files of one configuration directory, each own or borrowed from the shipped sample."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_origin

from msgspec import Struct, field

from bot.config.document import MAX_BYTES, Document, KeyPath, parse
from bot.config.faults import ConfigFaults, Fault, Place, fault
from bot.config.kinds import Shape
from bot.config.shapes_channels import ChannelsShape

TEXTS = "texts/zh.yaml"
FILES = (
    "centre.yaml",
    "services.yaml",
    "faq.yaml",
    "roster.yaml",
    "holidays.yaml",
    "channels.yaml",
    "wording.yaml",
    TEXTS,
)
LEARNED = "learned.yaml"  # never borrowed: what one office taught means nothing to another
NO_DRAFTS: Mapping[str, bytes] = {}
_PACKAGE = Path(__file__).parent


class Files(Struct):
    """What was read. `sample` holds documents of the sample for the own files that build on it."""

    own: dict[str, Document] = field(default_factory=dict)
    borrowed: dict[str, Document] = field(default_factory=dict)
    sample: dict[str, Document] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    content: list[bytes] = field(default_factory=list)
    drafts: Mapping[str, bytes] = field(default_factory=dict)

    def document(self, name: str) -> Document:
        """The file that counts: the own one, else the sample's."""
        return self.own[name] if name in self.own else self.borrowed[name]


def sample_directory() -> Path:
    """Where the sample centre lies: in the installed package, or beside it in a working copy."""
    places = (_PACKAGE / "sample", _PACKAGE.parent.parent / "config")
    for place in places:
        if (place / "services.yaml").is_file():
            return place
    raise ConfigFaults([fault(Place(places[-1].as_posix()), "missing_sample")])


def learned_file(directory: Path, instead: Path | None) -> Path:
    """Where lessons are read; `instead`, once there is one, counts in place of the directory's."""
    return instead if instead is not None and instead.exists() else directory / LEARNED


def read_files(
    directory: Path,
    environment: Mapping[str, str],
    learned: Path | None = None,
    drafts: Mapping[str, bytes] = NO_DRAFTS,
) -> Files:
    """Read the directory, borrow what it does not hold, lay the environment over channels.yaml.

    `drafts`: by name, what counts in place of a file of the directory. Raises ConfigFaults when
    there is no such directory.
    """
    if not directory.is_dir():
        raise ConfigFaults([fault(Place(directory.as_posix()), "missing_directory")])
    sample = sample_directory()
    files = Files(drafts=drafts)
    for name in FILES:
        own = _drafted(files, directory, name) or _read(files, directory, name)
        if own is not None:
            files.own[name] = own
        elif (borrowed := _read(files, sample, name)) is not None:
            files.borrowed[name] = borrowed
        else:
            files.borrowed[name] = Document((sample / name).as_posix())
    lessons = learned_file(directory, learned)
    document = _read(files, lessons.parent, lessons.name)
    files.own[LEARNED] = document or Document(lessons.as_posix())
    _read_bases(files, directory, sample)
    _lay_over(files.document("channels.yaml"), environment, files)
    return files


def paths_of(directory: Path, learned: Path | None = None) -> Iterator[Path]:
    """Every file whose change changes the configuration."""
    sample = sample_directory()
    for name in FILES:
        yield directory / name
        yield sample / name
    yield learned_file(directory, learned)


def _read_bases(files: Files, directory: Path, sample: Path) -> None:
    """Own texts and an own centre.yaml build on the sample's."""
    if directory.resolve() == sample.resolve():
        return
    for name in (TEXTS, "centre.yaml"):
        if name in files.own and (base := _read(files, sample, name)) is not None:
            files.sample[name] = base


def _read(files: Files, directory: Path, name: str) -> Document | None:
    path = directory / name
    if not path.exists() and not path.is_symlink():
        return None
    shown = path.as_posix()
    try:
        with path.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Document(shown, faults=[fault(Place(shown), "unreadable", reason=reason)])
    files.content.append(content)
    return parse(shown, content)


def _drafted(files: Files, directory: Path, name: str) -> Document | None:
    content = files.drafts.get(name)
    if content is None:
        return None
    files.content.append(content)
    return parse((directory / name).as_posix(), content)


def _variables(shape: type[Shape], above: KeyPath = ()) -> Iterator[tuple[str, KeyPath]]:
    """MENTING_ONEBOT_MIN_INTERVAL for `onebot.min_interval`, and so on; lists have none."""
    for name, field_info in shape.model_fields.items():
        path, kind = (*above, name), field_info.annotation
        if isinstance(kind, type) and issubclass(kind, Shape):
            yield from _variables(kind, path)
        elif get_origin(kind) is not tuple:
            yield "_".join(("MENTING", *map(str, path))).upper(), path


def _lay_over(channels: Document, environment: Mapping[str, str], files: Files) -> None:
    for variable, path in _variables(ChannelsShape):
        value = environment.get(variable, "")
        if value:
            channels.lay_over(path, value, variable)
            files.content.append(f"{variable}={value}".encode())
