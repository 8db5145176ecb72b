"""erase: forget one person, by phone or by account."""

import argparse
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
    from bot.domain.messages import ContactRef
    from bot.storage import contacts
    from bot.storage.privacy import erase_contact, erase_phone

    async def verb(office: "Office") -> int | None:
        if arguments.phone is not None:
            try:
                erased = await erase_phone(office.work, arguments.phone)
            except ValueError:
                return None
            return erased.contacts + erased.tickets
        channel, _, address = arguments.contact.partition(":")
        contact = await contacts.find(office.work, ContactRef(channel, address))
        return 0 if contact is None else 1 + await erase_contact(office.work, contact)

    def tell(count: int | None) -> int:
        if count is None:
            sys.stderr.write(spoken("bad_phone", phone=arguments.phone))
            return FAULTY
        sys.stdout.write(spoken("erased" if count else "nobody", count=count))
        return 0

    return in_office(arguments, verb, tell)


COMMAND_LINE = CommandLine("erase", "erase", _run, _prepare)
