"""The configuration in use: one snapshot, swapped whole when the files change for the better."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from bot.config.faults import ConfigFaults, Fault
from bot.config.files import LEARNED, paths_of
from bot.config.loader import load_config
from bot.config.model import Config, Learned

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
        self,
        directory: Path,
        env: Mapping[str, str] | None = None,
        learned: Path | None = None,
        loaded: Config | None = None,
    ) -> None:
        """Load `directory` unless `loaded` is what it holds, lessons from `learned` once it is
        there. Raises ConfigFaults; while running it never does."""
        self._directory, self._learned = directory, learned
        self._env = dict(env or {})
        self._seen = self._look()
        self._vanished: _Seen | None = None
        self.current: Config = loaded or load_config(directory, self._env, learned)
        self.faults: tuple[Fault, ...] = ()
        self.refused: Learned | None = None
        self.tried: Learned | None = None

    @property
    def learned(self) -> Path:
        """Where lessons are written."""
        return self._learned or self._directory / LEARNED

    def read_again(self) -> Config:
        """The files as they are now, whatever is in use. Raises ConfigFaults."""
        return load_config(self._directory, self._env, self._learned)

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
        self.current = replace(self.current, learned=learned)
        return self.current

    def _reload(self, now: datetime) -> Reloaded:
        try:
            config = load_config(self._directory, self._env, self._learned)
        except ConfigFaults as error:
            self.faults = error.faults
            return Reloaded(now, faults=error.faults)
        self.current, self.faults, self.refused = config, (), None
        return Reloaded(now, config)

    def _has_lost_a_file(self, look: _Seen) -> bool:
        return any(before and not after for before, after in zip(self._seen, look, strict=True))

    def _look(self) -> _Seen:
        return tuple(map(_trace, paths_of(self._directory, self._learned)))


def _trace(path: Path) -> tuple[str, int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return path.name, found.st_mtime_ns, found.st_size, found.st_ino
