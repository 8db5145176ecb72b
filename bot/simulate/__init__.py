"""The whole centre on JSON lines, with a clock that only moves by command."""

from bot.simulate.loop import run_lines

__all__ = ["run_lines"]
