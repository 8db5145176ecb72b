"""An order that lacks words: its writer is asked, and what they say next is waited for."""

from bot.handlers.commands.base import Order
from bot.storage import asked_which
from bot.storage.asked_which import Waiting
from bot.usecases.office import Office

IN_GROUP, PRIVATE = ("…", "group"), ("…", "private")
"""In place of codes: the order waits for words, said where it was said."""


async def want_more(order: Order, verb: str, text: str) -> str:
    """`text` asks for what `verb` lacks for this ticket: the next words are heard as that."""
    words = f"{verb} {order.subject.code}"
    await wait_for_words(order.office, order.member.name, words, is_private=order.private)
    return text


async def wait_for_words(office: Office, name: str, words: str, *, is_private: bool) -> None:
    """The order in `words` lacks something: the next words of `name` are heard as that."""
    waiting = Waiting(words, PRIVATE if is_private else IN_GROUP, office.now)
    await asked_which.put(office.work, name, waiting)
