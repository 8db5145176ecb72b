"""A phone number that is told bit by bit: 139, then 8000 1234."""

import re

from bot.flows.base import Reply, Turn
from bot.flows.booking.asking import DIALLED, LENGTH, asked, go_on, question_of
from bot.flows.parts.people import text_of
from bot.understanding.phones import find_numbers
from bot.understanding.spoken import only_digits
from bot.understanding.text import plain

_BEGINS = re.compile("1(?:[3-9][0-9]*)?")
_FEWEST = 2
"""A single digit may be a number of a list."""


def dials(turn: Turn) -> str:
    """The digits of a message that holds nothing else, "" for any other."""
    return only_digits(plain(turn.reading.text))


async def hear_digits(turn: Turn) -> Reply | None:
    """What was told is kept until the number is whole; None when it is whole at once."""
    said, known = dials(turn), text_of(turn.draft, DIALLED)
    known = "" if known and said.startswith(known) else known  # the whole number anew
    whole = known + said
    number = find_numbers(whole).phone if known else turn.reading.phone
    if number and len(whole) >= LENGTH:
        return await go_on(turn, turn.draft | {"phone": number, DIALLED: ""})
    if len(said) < _FEWEST or turn.reading.phone:
        return None
    kept = next((each for each in (whole, said) if _may_begin(each)), "")
    draft = turn.draft | {DIALLED: kept}
    wrong = turn.say("booking.phone_length", count=len(said))
    return asked(turn, "phone", draft, question_of(turn, "phone", draft) if kept else wrong)


def _may_begin(digits: str) -> bool:
    return len(digits) < LENGTH and _BEGINS.fullmatch(digits) is not None
