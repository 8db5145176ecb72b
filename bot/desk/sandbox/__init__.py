"""The sandbox: the whole centre on one page, without any account (mission section 9)."""

from bot.desk.sandbox.routes import mount
from bot.desk.sandbox.stage import Hands, SandboxClock, Stage

__all__ = ["Hands", "SandboxClock", "Stage", "mount"]
