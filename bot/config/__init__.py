"""What the office may change: models of config/ and the loader that checks it."""

from bot.config.faults import ConfigFaults, Fault, Severity, report
from bot.config.live import LiveConfig, Reloaded
from bot.config.loader import load_config
from bot.config.model import Config

__all__ = [
    "Config",
    "ConfigFaults",
    "Fault",
    "LiveConfig",
    "Reloaded",
    "Severity",
    "load_config",
    "report",
]
