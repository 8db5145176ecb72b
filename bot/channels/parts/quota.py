"""How many messages may go to one address in a while, as each platform says."""

from collections import OrderedDict, deque
from collections.abc import Callable, Sequence

Limit = tuple[int, float]
"""So many messages in so many seconds."""
_MOST_ADDRESSES = 20_000


class Quota:
    """Counts what one process sends; `now` is unix seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._sent: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, address: str, limits: Sequence[Limit]) -> float:
        """In how many seconds the next message may go there; 0 = now."""
        sent, now = self._sent.get(address, ()), self._now()
        waits = [0.0]
        for count, seconds in limits:
            if len(sent) >= count:
                waits.append(sent[len(sent) - count] + seconds - now)
        return max(waits)

    def count(self, address: str, limits: Sequence[Limit]) -> None:
        """One more goes to `address` now; kept as long as one of the `limits` counts it."""
        sent = self._sent.setdefault(address, deque())
        sent.append(self._now())
        while len(sent) > max(count for count, _ in limits):
            sent.popleft()
        self._sent.move_to_end(address)
        if len(self._sent) > _MOST_ADDRESSES:
            self._sent.popitem(last=False)
