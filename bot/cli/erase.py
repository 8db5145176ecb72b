"""erase: forget one person, by phone or by account."""

import argparse
import asyncio
import sys
from typing import TYPE_CHECKING

from bot.cli.base import FAULTY, CommandLine, add_places, spoken

if TYPE_CHECKING:
    from bot.usecases.office import Office


def _prepare(parser: argparse.ArgumentParser) -> None:
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--phone", help="erase_phone")
    who.add_argument("--contact", metavar="CHANNEL:ADDRESS", help="erase_contact")
    add_places(parser)


def _run(arguments: argparse.Namespace) -> int:
    from bot.cli.database import in_office  # the imports of a whole centre cost time
    from bot.storage.scrub import scrub

    async def verb(office: "Office") -> int | None:
        if arguments.phone is not None:
            return await _erase_phone(office, arguments.phone)
        return await _erase_contact(office, arguments.contact)

    def tell(count: int | None) -> int:
        if count is None:
            sys.stderr.write(spoken("bad_phone", phone=arguments.phone))
            return FAULTY
        asyncio.run(scrub(arguments.db))
        sys.stdout.write(spoken("erased" if count else "nobody", count=count))
        return 0

    return in_office(arguments, verb, tell)


async def _erase_phone(office: "Office", written: str) -> int | None:
    """How much was erased; None when it is no phone. Spaces, hyphens and +86 are as in a talk."""
    from bot.storage.privacy import erase_phone
    from bot.understanding.phones import find_numbers

    try:
        erased = await erase_phone(office.work, find_numbers(written).phone or written)
    except ValueError:
        return None
    return erased.contacts + erased.tickets


async def _erase_contact(office: "Office", account: str) -> int:
    from bot.domain.messages import ContactRef
    from bot.storage import contacts
    from bot.storage.privacy import erase_contact

    channel, _, address = account.partition(":")
    contact = await contacts.find(office.work, ContactRef(channel, address))
    return 0 if contact is None else 1 + await erase_contact(office.work, contact)


COMMAND_LINE = CommandLine("erase", "erase", _run, _prepare)
