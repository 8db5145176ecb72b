"""Orders about the people of two tickets: 关联 A102 A105 已核对. Nothing is done before somebody
says that both were phoned."""

from collections.abc import Awaitable, Callable

from bot.domain.tickets import Ticket
from bot.handlers.orders_words import codes_in
from bot.storage import tickets
from bot.storage.tasks import TASK_LETTER
from bot.understanding.cue import Cue
from bot.understanding.text import plain
from bot.usecases.linking_by_staff import Pair, Tied, pair_of
from bot.usecases.office import Office
from bot.usecases.wording import channel_word, masked_person

PAIR_TAIL = (
    r"(?:[\s:：,，、。+]|和|跟|与|给|的|[a-z]\s?-?[0-9]{3,9}"
    r"|已经?|都|电话|核对|核实|打|过|好|了)*"
)
"""What may follow the verb: two codes and that they were phoned; chatter is no order."""
_CHECKED = Cue("核对|核实|打过")
_TWO = 2


def codes_of(words: str) -> tuple[str, ...]:
    """The codes of tickets, in the order in which they were said."""
    return tuple(code for code in codes_in(plain(words)) if not code.startswith(TASK_LETTER))


async def on_pair(
    office: Office, words: str, ask: str, do: Callable[[Pair], Awaitable[str]]
) -> str:
    """Do it with the contacts of the two tickets; the sentence `ask` before it was checked."""
    codes = codes_of(words)
    if len(codes) != _TWO:
        return office.say("staff.pair_how")
    first, second = [await tickets.by_code(office.work, code) for code in codes]
    if first is None or second is None:
        return office.say("staff.no_such_code", code=codes[0] if first is None else codes[1])
    pair = await pair_of(office, first, second)
    if isinstance(pair, Tied):
        return office.say(f"staff.pair_{pair.value}", first=codes[0], second=codes[1])
    if not _CHECKED.search(words):
        return office.say(
            ask,
            first=codes[0],
            second=codes[1],
            one=_line(office, first),
            other=_line(office, second),
        )
    return await do(pair)


def _line(office: Office, ticket: Ticket) -> str:
    return office.say(
        "staff.pair_line",
        code=ticket.code,
        person=masked_person(office, ticket),
        channel=channel_word(office, ticket.channel),
    )
