"""The door to a configuration. What reads it is heavy, and loaded with the first that is read."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from bot.config.model import Config
from bot.config.names import NO_DRAFTS

NO_ENVIRONMENT: Mapping[str, str] = {}


class Wanted(Struct, frozen=True):
    """Which configuration: as the arguments of `load_config`."""

    directory: Path
    env: Mapping[str, str] = NO_ENVIRONMENT
    learned: Path | None = None
    today: date | None = None
    drafts: Mapping[str, bytes] = NO_DRAFTS


Loading: TypeAlias = Callable[[], Config]
"""Waits for the configuration that is being read. Raises ConfigFaults."""

Load: TypeAlias = Callable[[Wanted], Loading]
"""Begins to read a configuration: in this process, or in another (`elsewhere`)."""


def load_config(
    directory: Path,
    env: Mapping[str, str] = NO_ENVIRONMENT,
    learned: Path | None = None,
    today: date | None = None,
    drafts: Mapping[str, bytes] = NO_DRAFTS,
) -> Config:
    """The configuration in `directory`; files it does not hold come from the shipped sample.
    `learned`: a file that counts in place of its learned.yaml, once it is there; `drafts`: what
    counts in place of files that stand there. With `today` (in China) entries of days that are
    over are doubted too.

    MENTING_STAFF_GROUP, MENTING_ONEBOT_MIN_INTERVAL … in `env` win over channels.yaml.
    Raises ConfigFaults with everything that is wrong; what is only doubtful is in `.warnings`.
    """
    return load_here(Wanted(directory, env, learned, today, drafts))()


def load_here(wanted: Wanted) -> Loading:
    """Read it at once, in this process. Raises ConfigFaults."""
    from bot.config.whole import whole_config  # pydantic and YAML: 0.1 s, 10 MiB

    config = whole_config(wanted)
    return lambda: config
