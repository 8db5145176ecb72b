"""What a staff command is. A command file ends in COMMAND; the parser finds it by its verbs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.services import StaffMember
from bot.domain.tickets import Actor, Ticket
from bot.understanding.reading import Reading
from bot.usecases.office import Office


@dataclass(frozen=True, slots=True)
class Order:
    """One thing a member of staff told the bot to do.

    `rest` is what follows the verb; `ticket` the one meant by quote or code (always set for
    commands with `needs_ticket`); `private`: said in the member's private chat with the bot;
    `reading`: what understanding made of `rest` (times, names).
    """

    office: Office
    member: StaffMember
    rest: str
    ticket: Ticket | None
    private: bool
    reading: Reading
    channel: str

    @property
    def actor(self) -> Actor:
        """Who acts, for the audit."""
        return Actor(self.member.name, self.channel)

    def say(self, key: str, /, **values: object) -> str:
        """A sentence of config/texts."""
        return self.office.say(key, **values)


Run = Callable[[Order], Awaitable[str]]
"""Does it and returns what to say to whoever ordered it ("" = nothing).

Raises Refusal for a "no".
"""


@dataclass(frozen=True, slots=True)
class Command:
    """`verbs`: words that order it, the first is its name; `natural`: regular expressions for
    unambiguous free wording; `needs_ticket`: it acts on a ticket (quote or code); `help_key`: its
    line in 帮助. `private`: it may also be ordered in the private chat.
    """

    verbs: tuple[str, ...]
    run: Run
    help_key: str
    needs_ticket: bool = False
    natural: tuple[str, ...] = ()
    private: bool = False
