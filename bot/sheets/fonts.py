"""The font that pictures are written with: the one named, else a Chinese one of this machine."""

import os
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

VARIABLE = "MENTING_FONT"
"""The environment variable that names a font file."""

_SUFFIXES = (".ttf", ".ttc", ".otf")
# Beginnings of file names, the best first; small letters. They hold every common Chinese character.
_KNOWN = (
    *("notosanscjk-regular", "notosanscjksc-regular", "notosanssc", "notosanshans-regular"),
    *("sourcehansanssc-regular", "sourcehansanscn-regular", "sourcehansans"),
    *("msyh", "pingfang", "hiragino sans gb", "wqy-microhei", "wqy-zenhei", "droidsansfallback"),
    *("simhei", "stheiti", "deng", "harmonyos_sans_sc", "misans", "alibabapuhuiti", "simsun"),
    *("notoserifcjk-regular", "uming", "ukai", "arphic"),
)
_COLLECTED = 12
_SIMPLIFIED = (" SC", " CN", " GB")
_ODD = "\U0010fffd"  # no font has it: it shows how a missing character looks


class NoPictures(Exception):
    """Pictures cannot be drawn here; the message says why: a key below picture.missing."""


def is_library_there() -> bool:
    """Whether Pillow is installed; it is not imported."""
    return find_spec("PIL") is not None


def find_font(named: str = "") -> Path:
    """The font file: `named` if it is set, else the best of this machine. Raises NoPictures."""
    if not is_library_there():
        raise NoPictures("library")
    if named:
        path = Path(named)
        if not path.is_file() or not _writes_chinese(path):
            raise NoPictures("named")
        return path
    found = _of_this_machine()
    if found is None:
        raise NoPictures("font")
    return found


def open_font(path: Path, size: int) -> "FreeTypeFont":
    """The font in pixels; of a collection the one with the shapes of the mainland. OSError."""
    from PIL import ImageFont  # 20 ms and 5 MB: only when a picture is drawn

    return ImageFont.truetype(path, size, index=_face_of(path))


@cache
def _face_of(path: Path) -> int:
    """Which font of a collection: a Japanese one writes 直 and 骨 in another way."""
    from PIL import ImageFont

    if path.suffix.lower() != ".ttc":
        return 0
    for index in range(_COLLECTED):
        try:
            name = ImageFont.truetype(path, 10, index=index).getname()[0] or ""
        except OSError:
            break
        if name.endswith(_SIMPLIFIED):
            return index
    return 0


@cache
def _of_this_machine() -> Path | None:
    by_name: dict[str, Path] = {}
    for folder in _folders():
        for path in _fonts_below(folder):
            by_name.setdefault(path.stem.lower(), path)
    for begin in _KNOWN:
        for name in sorted(by_name):
            if name.startswith(begin) and _writes_chinese(by_name[name]):
                return by_name[name]
    return None


def _folders() -> Iterator[Path]:
    """Where Linux, macOS and Windows keep fonts, those of the account first."""
    home = Path.home()
    yield from (home / ".local/share/fonts", home / ".fonts", home / "Library/Fonts")
    yield from (Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))
    yield from (Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    yield Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"


def _fonts_below(folder: Path) -> Iterator[Path]:
    for where, _, names in os.walk(folder):  # a folder that is not there or closed has none
        for name in sorted(names):
            if name.lower().endswith(_SUFFIXES):
                yield Path(where, name)


def _writes_chinese(path: Path) -> bool:
    try:
        font = open_font(path, 20)
        empty = bytes(font.getmask(_ODD))
        return all(bytes(font.getmask(sign)) not in (b"", empty) for sign in "值班节")
    except (OSError, ValueError):
        return False
