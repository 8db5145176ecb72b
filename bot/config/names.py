"""How the files of a configuration are called, and where they lie."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.config.faults import ConfigFaults, Place, fault

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
MAX_BYTES = 1 << 20  # of one file
NO_DRAFTS: Mapping[str, bytes] = {}
_PACKAGE = Path(__file__).parent


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


def paths_of(directory: Path, learned: Path | None = None) -> Iterator[Path]:
    """Every file whose change changes the configuration."""
    sample = sample_directory()
    for name in FILES:
        yield directory / name
        yield sample / name
    yield learned_file(directory, learned)
