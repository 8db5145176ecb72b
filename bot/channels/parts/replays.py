"""One signature, one body: what the platform's signature of the query does not cover by itself."""

from bot.channels.parts.callbacks import FRESH_SECONDS, Refused

_LIFE = 2 * FRESH_SECONDS  # a timestamp may be that far ahead when it comes and behind when it ends
_MOST = 8_000


Query = tuple[str, str]
"""The timestamp and the nonce of a signed query."""


class Replays:
    """Remembers the signed queries of the last ten minutes, in this process, and what came with
    them (sheets wechat.md section 3, weibo.md section 2: no replay protection by itself).

    Who reads a query in a proxy's log could send words of his own with it, in plaintext mode or by
    leaving out that it was encrypted. A repeat of the same body stays welcome. At most 16,000
    entries (1 MB), two for a plain push and one for a sealed one, whose own signature covers its
    body; at more than ten pushes a second the oldest are forgotten sooner.
    """

    def __init__(self) -> None:
        self._new: set[int] = set()
        self._old: set[int] = set()
        self._since = 0.0

    def admit(self, query: Query, body: bytes | None, now: float) -> None:
        """Note one push whose signatures are good; `body` None = sealed; `now` in unix seconds.

        Raises Refused (403).
        """
        self._forget(now)
        known = hash(query)
        if body is not None:
            both = hash((known, body))
            if self._knows(known) and not self._knows(both):
                raise Refused(403, "nonce")
            self._new.add(both)
        self._new.add(known)

    def _knows(self, number: int) -> bool:
        return number in self._new or number in self._old

    def _forget(self, now: float) -> None:
        if now - self._since >= _LIFE or len(self._new) >= _MOST:
            self._old = self._new if now - self._since < 2 * _LIFE else set()
            self._new, self._since = set(), now
