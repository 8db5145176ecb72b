"""A file as somebody would like it to be: what would be wrong then, and who must agree to it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from bot.config.faults import ConfigFaults, Fault, Place, Severity, fault
from bot.config.loader import Load, Wanted, load_here
from bot.config.model import Config
from bot.config.names import FILES, NO_DRAFTS, TEXTS, sample_directory

STAFF = "staff"
_SECRET = ("SECRET", "TOKEN", "KEY", "PASSWORD")
_SHORTEST_SECRET = 8


class Folder(Struct, frozen=True):
    """Where the configuration lies, the MENTING_* variables that are laid over it, and what reads
    it. `today` in China, for entries of days that are over."""

    path: Path
    env: Mapping[str, str]
    learned: Path | None = None
    today: date | None = None
    load: Load = load_here


class Tried(Struct, frozen=True):
    """What came of a draft: a configuration, or None; `faults` are all of them, doubts too."""

    config: Config | None
    faults: tuple[Fault, ...]


def try_draft(folder: Folder, name: str, content: bytes) -> Tried:
    """The whole configuration as it would be with `content` in the file `name`; a secret that was
    written into it is a fault too."""
    place = Place((folder.path / name).as_posix())
    secret = (fault(place, "secret_in_file"),) if holds_secret(folder.env, content) else ()
    tried = _read(folder, {name: content})
    return Tried(tried.config, (*secret, *tried.faults))


def as_it_is(folder: Folder) -> Tried:
    """The configuration as it lies there now."""
    return _read(folder, NO_DRAFTS)


def _read(folder: Folder, drafts: Mapping[str, bytes]) -> Tried:
    wanted = Wanted(folder.path, folder.env, folder.learned, folder.today, drafts)
    try:
        config = folder.load(wanted)()
    except ConfigFaults as error:
        return Tried(None, error.faults)
    return Tried(config, config.warnings)


def stops(folder: Folder, name: str, tried: Tried, now: Tried) -> tuple[Fault, ...]:
    """The mistakes for which a draft of `name` may not be saved: its own, and those that other
    files would get by it. What is wrong with those already does not stop the mending of this."""
    own = (folder.path / name).as_posix()
    known = {(each.file, each.key, each.problem) for each in now.faults}
    return tuple(
        each
        for each in tried.faults
        if each.severity is Severity.FAULT
        and (each.file == own or (each.file, each.key, each.problem) not in known)
    )


def needs_second(before: Config, after: Config | None, name: str) -> bool:
    """Whether another admin must agree: centre.yaml `editing.approval`, by what is in use now.

    Who may loosen that rule alone could do anything, so a change of it always needs the other.
    """
    rules = before.centre.approval
    if not rules:
        return False
    if part_of(name) in rules:
        return True
    if after is None:  # other files are faulty: nobody can tell what would change
        return name in ("roster.yaml", "centre.yaml")
    is_staff = STAFF in rules and after.staff != before.staff
    return is_staff or after.centre.approval != rules


def part_of(name: str) -> str:
    """How a file is called in `editing.approval`: centre, services, … texts."""
    return TEXTS.partition("/")[0] if name == TEXTS else name.removesuffix(".yaml")


def template_of(name: str) -> bytes:
    """What to begin with where the folder has no such file: the sample's; texts begin empty."""
    return b"" if name == TEXTS else (sample_directory() / name).read_bytes()


def holds_secret(env: Mapping[str, str], content: bytes) -> bool:
    """Whether a secret of the environment was written into the file by mistake."""
    values = (v for k, v in env.items() if any(word in k.upper() for word in _SECRET))
    return any(len(v) >= _SHORTEST_SECRET and v.encode() in content for v in values)


__all__ = [
    "FILES",
    "Folder",
    "Tried",
    "as_it_is",
    "holds_secret",
    "needs_second",
    "part_of",
    "stops",
    "template_of",
    "try_draft",
]
