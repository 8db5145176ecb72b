"""Where we were spoken to and may answer: each opening once, for a while."""

from collections import OrderedDict, deque
from collections.abc import Callable

from msgspec import Struct

_MOST_CHATS, _MOST_EACH = 2_000, 20


class Opening(Struct, frozen=True):
    """`handle`: what the answer refers to, a secret capability; `until` in unix seconds."""

    handle: str
    until: float


class Openings:
    """The openings of one process, newest first; `now` is unix seconds, `lasts` seconds."""

    def __init__(self, now: Callable[[], float], lasts: float) -> None:
        self._now, self._lasts = now, lasts
        self._by_chat: OrderedDict[str, deque[Opening]] = OrderedDict()

    def put(self, address: str, handle: str) -> None:
        """Somebody spoke to us there."""
        found = self._by_chat.setdefault(address, deque(maxlen=_MOST_EACH))
        found.append(Opening(handle, self._now() + self._lasts))
        self._by_chat.move_to_end(address)
        if len(self._by_chat) > _MOST_CHATS:
            self._by_chat.popitem(last=False)

    def take(self, address: str) -> Opening | None:
        """The newest one, which is gone now; None where nobody waits for an answer."""
        found = self._by_chat.get(address)
        while found:
            opening = found.pop()
            if self._now() < opening.until:
                return opening
        return None

    def give_back(self, address: str, opening: Opening) -> None:
        """It was surely not used."""
        self._by_chat.setdefault(address, deque(maxlen=_MOST_EACH)).append(opening)
