"""How often we may write first, and to whom not at all (sheet qq.md sections 1 and 6)."""

from collections import OrderedDict, deque
from collections.abc import Callable

PER_MINUTE = 20
_MINUTE = 60.0
_MOST = 20_000
_REFUSAL_SECONDS = 600.0


class Limits:
    """The pace and the refusals of one process; `now` is unix seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._sent: OrderedDict[str, deque[float]] = OrderedDict()
        self._refused: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """In how many seconds the next message may go to `address` unasked; 0 = now."""
        sent = self._sent.get(address)
        if sent is None or len(sent) < PER_MINUTE:
            return 0.0
        return max(sent[0] + _MINUTE - self._now(), 0.0)

    def count(self, address: str) -> None:
        """One more is going there."""
        self._sent.setdefault(address, deque(maxlen=PER_MINUTE)).append(self._now())
        self._sent.move_to_end(address)
        if len(self._sent) > _MOST:
            self._sent.popitem(last=False)

    def refuse(self, address: str, reason: str) -> None:
        """They do not let us write first: for ten minutes nothing is tried, or until `allow`."""
        self._refused[address] = reason, self._now() + _REFUSAL_SECONDS
        if len(self._refused) > _MOST:
            self._refused.popitem(last=False)

    def allow(self, address: str) -> bool:
        """They do; whether the last we knew was that they do not."""
        return self._refused.pop(address, None) is not None

    def refusal(self, address: str) -> str:
        """Why nothing is tried there now; "" = it may be."""
        reason, until = self._refused.get(address, ("", 0.0))
        return reason if self._now() < until else ""
