"""Files in the configuration folder that nobody reads: a name written wrong."""

from collections.abc import Iterator
from pathlib import Path

from bot.config.faults import Fault, Place, nearest, warning
from bot.config.names import FILES, LEARNED

_ENDS = frozenset({".yaml", ".yml"})
_KNOWN = (*FILES, LEARNED)


def check_strays(directory: Path) -> Iterator[Fault]:
    """A warning for each YAML file of the folder and its texts/ that is none of ours."""
    for folder in (directory, directory / "texts"):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            name = path.relative_to(directory).as_posix()
            if path.suffix.lower() in _ENDS and name not in _KNOWN:
                place = Place(path.as_posix())
                yield warning(place, "stray_file", word=name, hint=nearest(name, _KNOWN))
