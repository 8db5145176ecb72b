"""What may still be replied to, and how often: one thread for each chat (sheet qq.md section 6)."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable

from msgspec import Struct, field

from bot.channels.qq.events import Source
from bot.domain.messages import DeliveryWindow

_MOST = 20_000


class Thread(Struct, eq=False):
    """The last message of a chat, as long as replies to it are free.

    `left` is how many replies may follow, `until` in unix seconds. `said`: the texts of the answer
    at once, when they arrived; `unsure`: the same while nobody knows whether they did.
    `older`: the one before, which may have replies left. `lock`: one send at a time to this chat,
    in order.
    """

    source: Source
    until: float
    left: int
    said: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    older: "Thread | None" = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def chain(self) -> "tuple[Thread, ...]":
        """This thread and the one before."""
        return (self,) if self.older is None else (self, self.older)

    def end(self) -> None:
        """The platform takes no more replies."""
        self.left = 0


class Threads:
    """The threads of one process, the newest 20,000 chats; `now` is unix seconds.

    Another process, or this one after a restart, knows none of them and simply writes first.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._by_address: OrderedDict[str, Thread] = OrderedDict()

    def open(self, address: str, source: Source, window: DeliveryWindow | None) -> Thread:
        """The thread of a message that came; for the same message delivered again the same one."""
        known = self._by_address.get(address)
        for each in known.chain() if known is not None else ():
            if each.source == source:
                return each
        until = window.until.timestamp() if window else 0.0
        thread = Thread(source, until, window.messages if window else 0)
        if known is not None:
            thread.lock = known.lock
            thread.older = max(known.chain(), key=self._worth)
            thread.older.older = None
        self._by_address[address] = thread
        self._by_address.move_to_end(address)
        if len(self._by_address) > _MOST:
            self._by_address.popitem(last=False)
        return thread

    def last(self, address: str) -> Thread | None:
        """The newest thread of a chat, open or not."""
        return self._by_address.get(address)

    def _worth(self, thread: Thread) -> tuple[bool, bool, int]:
        """An answer of unknown fate must be found again; then replies that are left count."""
        return bool(thread.unsure), self.is_open(thread), thread.left

    def is_open(self, thread: Thread) -> bool:
        """Whether a reply may go into `thread`."""
        return thread.left > 0 and self._now() < thread.until
