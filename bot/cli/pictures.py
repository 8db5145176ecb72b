"""Whether 本月排班 can be shown as a picture on this machine, for `check` and `doctor`."""

from collections.abc import Mapping

from bot.channels.base import Finding, Health
from bot.sheets.fonts import VARIABLE, NoPictures, find_font

NEVER_SHOW = frozenset({"qq"})
"""The staff group's channels on which it is words in any case."""


def examine_pictures(env: Mapping[str, str], staff_channel: str) -> Finding | None:
    """With which font they are drawn, or what to install; None where nobody could be shown one."""
    if staff_channel in NEVER_SHOW or not staff_channel:
        return None
    named = env.get(VARIABLE, "")
    try:
        return Finding(Health.OK, "pictures.ready", {"font": find_font(named).name})
    except NoPictures as why:
        return Finding(Health.NOTE, f"pictures.{why}", {"file": named})
