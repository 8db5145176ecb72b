"""One signature, one body: what the platform's signature of the query does not cover by itself."""

from bot.channels.parts.callbacks import FRESH_SECONDS, Refused
from bot.channels.wechat.callback import Envelope

_LIFE = 2 * FRESH_SECONDS  # a timestamp may be that far ahead when it comes and behind when it ends
_MOST = 8_000


class Nonces:
    """Remembers the signed queries of the last ten minutes, in this process, and what came with
    them (sheet of 2026-11-23, section 3: no replay protection by itself).

    Who reads a query in a proxy's log could send words of his own with it, in plaintext mode or by
    leaving out that it was encrypted. A repeat of the same body stays welcome. At most 16,000
    entries (1 MB), two for a plain push and one for a sealed one, whose `msg_signature` covers its
    body; at more than ten pushes a second the oldest are forgotten sooner.
    """

    def __init__(self) -> None:
        self._new: set[int] = set()
        self._old: set[int] = set()
        self._since = 0.0

    def admit(self, envelope: Envelope, body: bytes, now: float) -> None:
        """Note one push whose signatures are good; `now` in unix seconds. Raises Refused (403)."""
        self._forget(now)
        query = hash((envelope.timestamp, envelope.nonce))
        if envelope.msg_signature is None:
            both = hash((query, body))
            if self._knows(query) and not self._knows(both):
                raise Refused(403, "nonce")
            self._new.add(both)
        self._new.add(query)

    def _knows(self, number: int) -> bool:
        return number in self._new or number in self._old

    def _forget(self, now: float) -> None:
        if now - self._since >= _LIFE or len(self._new) >= _MOST:
            self._old = self._new if now - self._since < 2 * _LIFE else set()
            self._new, self._since = set(), now
