"""wechat-menu: put the menu of channels.yaml on the official account."""

import argparse
import asyncio
import sys

from bot.cli.base import (
    FAILED,
    FAULTY,
    CommandLine,
    add_places,
    environment,
    guarded,
    spoken,
)

# What an administrator can mend (platform sheet of 2026-11-23, sections 1, 10, 12 and 17).
_KNOWN = frozenset({"40013", "40028", "40125", "40164", "45009", "48001", "no_connection"})
_LACKS = "needs "  # how MenuFault begins where variables are not set


def _run(arguments: argparse.Namespace) -> int:
    return guarded(lambda: asyncio.run(_create(arguments)))


async def _create(arguments: argparse.Namespace) -> int:
    from bot.app import Centre, Settings, channel_context  # the imports of a centre cost time
    from bot.channels.parts.calls import NotTaken, OutcomeUnknown
    from bot.channels.parts.tokens import NoToken
    from bot.channels.wechat.api import ApiRefusal
    from bot.channels.wechat.menu import MenuFault, create_menu
    from bot.cli.database import reaching
    from bot.storage.migrations import bring_up_to_date

    with reaching(arguments.db):
        await bring_up_to_date(arguments.db)
    centre = Centre(Settings(arguments.config, arguments.db, environment()))
    try:
        await centre.open()
    except ValueError as bad:
        sys.stderr.write(spoken("bad_channel", reason=str(bad)))
        return FAULTY
    try:
        await create_menu(channel_context(centre))
    except MenuFault as fault:
        sys.stderr.write(spoken("menu_failed", reason=_lacking(str(fault))))
        return FAULTY
    except (ApiRefusal, NotTaken, OutcomeUnknown, NoToken) as failed:
        sys.stderr.write(spoken("menu_failed", reason=spelled(str(failed))))
        return FAILED
    finally:
        await centre.storage.stop()
    sys.stdout.write(spoken("menu_done"))
    return 0


def _lacking(fault: str) -> str:
    """The variables that are not set; any other fault as it is."""
    names = fault.removeprefix(_LACKS)
    return names if names == fault else spoken("mistake.lacking", what=names).strip()


def spelled(word: str) -> str:
    """The platform's code, or the machine word of a failed call, for people."""
    return spoken(f"menu_reason.{word if word in _KNOWN else 'other'}", word=word).strip()


COMMAND_LINE = CommandLine("wechat-menu", "wechat_menu", _run, add_places)
