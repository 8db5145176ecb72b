"""The shipped sample centre, read once a process: its files do not change under a test."""

from functools import cache
from pathlib import Path

from bot.config import load_config
from bot.config.model import Config
from bot.usecases.office import Snapshot

SAMPLE = Path(__file__).resolve().parents[1] / "config"


@cache
def sample() -> Config:
    """The configuration."""
    return load_config(SAMPLE)


@cache
def snapshot() -> Snapshot:
    """The same with everything that is computed from it."""
    return Snapshot.of(sample())
