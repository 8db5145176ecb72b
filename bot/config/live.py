"""The configuration in use: one snapshot, swapped whole when the files change for the better."""

from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from bot.config.faults import ConfigFaults, Fault
from bot.config.loader import Load, Wanted, load_here
from bot.config.model import Config, Learned
from bot.config.names import LEARNED, paths_of

_Seen = tuple[tuple[str, int, int, int] | None, ...]


class Reloaded(Struct, frozen=True):
    """What a change of the files led to: a new `config`, or `faults` and the old one stays."""

    at: datetime
    config: Config | None = None
    faults: tuple[Fault, ...] = ()


class LiveConfig:
    """Holds the snapshot that turns take once; `faults` are those of a change that was refused.

    Of lessons: `refused` are those of the file that would do harm, `tried` those that will not.
    """

    def __init__(
        self, wanted: Wanted, load: Load = load_here, loaded: Config | None = None
    ) -> None:
        """Begin to load `wanted`, unless `loaded` is what it holds. Where `load` is this process,
        it raises ConfigFaults; while running it never does."""
        self.wanted, self.load = wanted, load
        self._seen = self._look()
        self._vanished: _Seen | None = None
        self._current = loaded
        self._loading = load(wanted) if loaded is None else lambda: loaded
        self.faults: tuple[Fault, ...] = ()
        self.refused: Learned | None = None
        self.tried: Learned | None = None

    @property
    def current(self) -> Config:
        """The newest good configuration; the first is waited for. Raises ConfigFaults then."""
        if self._current is None:
            self._current = self._loading()
        return self._current

    @property
    def learned(self) -> Path:
        """Where lessons are written."""
        return self.wanted.learned or self.wanted.directory / LEARNED

    def read_again(self) -> Config:
        """The files as they are now, whatever is in use. Raises ConfigFaults."""
        return self.load(self.wanted)()

    def reload_if_changed(self, now: datetime) -> Reloaded | None:
        """Look at times and sizes of the files; load them when they changed. None = nothing new.

        `now` is only noted. A faulty change is returned once and keeps the old configuration. For
        a file that is gone the next call is awaited: editors move a file away to replace it.
        """
        look = self._look()
        if look == self._seen:
            self._vanished = None
            return None
        if self._has_lost_a_file(look) and look != self._vanished:
            self._vanished = look
            return None
        self._seen, self._vanished = look, None
        return self._reload(now)

    def keep_lessons(self, learned: Learned) -> Config:
        """Use `learned` with the other files as they are: the lessons of the file do harm."""
        self.refused = self.current.learned
        self._current = replace(self.current, learned=learned)
        return self._current

    def _reload(self, now: datetime) -> Reloaded:
        try:
            config = self.read_again()
        except ConfigFaults as error:
            self.faults = error.faults
            return Reloaded(now, faults=error.faults)
        self._current, self.faults, self.refused = config, (), None
        return Reloaded(now, config)

    def _has_lost_a_file(self, look: _Seen) -> bool:
        return any(before and not after for before, after in zip(self._seen, look, strict=True))

    def _look(self) -> _Seen:
        return tuple(map(_trace, paths_of(self.wanted.directory, self.wanted.learned)))


def _trace(path: Path) -> tuple[str, int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return path.name, found.st_mtime_ns, found.st_size, found.st_ino
