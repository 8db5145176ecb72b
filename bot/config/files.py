"""The files of one configuration directory, each own or borrowed from the shipped sample."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_origin

from msgspec import Struct, field

from bot.config.document import Document, KeyPath, parse
from bot.config.faults import ConfigFaults, Fault, Place, fault
from bot.config.kinds import Shape
from bot.config.loader import Wanted
from bot.config.names import (
    FILES,
    LEARNED,
    MAX_BYTES,
    NO_DRAFTS,
    TEXTS,
    learned_file,
    sample_directory,
)
from bot.config.shapes_channels import ChannelsShape


class Files(Struct):
    """What was read. `sample` holds documents of the sample for the own files that build on it."""

    own: dict[str, Document] = field(default_factory=dict)
    borrowed: dict[str, Document] = field(default_factory=dict)
    sample: dict[str, Document] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    content: list[bytes] = field(default_factory=list)
    drafts: Mapping[str, bytes] = NO_DRAFTS

    def document(self, name: str) -> Document:
        """The file that counts: the own one, else the sample's."""
        return self.own[name] if name in self.own else self.borrowed[name]


def read_files(wanted: Wanted) -> Files:
    """Read the directory, borrow what it does not hold, lay the environment over channels.yaml.

    Raises ConfigFaults when there is no such directory.
    """
    directory = wanted.directory
    if not directory.is_dir():
        raise ConfigFaults([fault(Place(directory.as_posix()), "missing_directory")])
    sample = sample_directory()
    files = Files(drafts=wanted.drafts)
    for name in FILES:
        own = _drafted(files, directory, name) or _read(files, directory, name)
        if own is not None:
            files.own[name] = own
        elif (borrowed := _read(files, sample, name)) is not None:
            files.borrowed[name] = borrowed
        else:
            files.borrowed[name] = Document((sample / name).as_posix())
    lessons = learned_file(directory, wanted.learned)
    document = _read(files, lessons.parent, lessons.name)
    files.own[LEARNED] = document or Document(lessons.as_posix())
    _read_bases(files, directory, sample)
    _lay_over(files.document("channels.yaml"), wanted.env, files)
    return files


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
