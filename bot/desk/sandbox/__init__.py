"""The sandbox: the whole centre on one page, without any account (mission section 9)."""

from bot.desk.sandbox.clock import SandboxClock
from bot.desk.sandbox.guard import is_loopback
from bot.desk.sandbox.routes import mount
from bot.desk.sandbox.stage import Hands, Stage

__all__ = ["Hands", "SandboxClock", "Stage", "is_loopback", "mount"]
