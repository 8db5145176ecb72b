"""The whole centre in one process with a clock that only moves by command: JSON lines in and out."""

from bot.simulate.loop import run_lines

__all__ = ["run_lines"]
