"""One gateway session: what it is called and how far it was handled (sheet qq.md section 4)."""

from collections.abc import Callable

from msgspec import Struct

from bot.channels.base import TokenStore

_SAVE_SECONDS = 1.0
_KEPT_SECONDS = 86_400.0


class GatewaySession(Struct, frozen=True):
    """`id` as READY named it; `seq`: up to this number events count as received."""

    id: str
    seq: int


class GatewaySessionKeeper:
    """Remembers over restarts where to resume. `now` is unix seconds.

    A number is stored only after its event was handled, at most once a second: what is replayed
    after a crash is known by its key, what is skipped would be lost.
    """

    def __init__(self, name: str, store: TokenStore, now: Callable[[], float]) -> None:
        self._name, self._store, self._now = name, store, now
        self._handled: GatewaySession | None = None
        self._saved: GatewaySession | None = None
        self._saved_at = 0.0

    async def load(self) -> GatewaySession | None:
        """Where a killed process of this bot had come to."""
        stored = await self._store.load(self._name)
        session_id, _, seq = (stored[0] if stored else "").rpartition(" ")
        if stored is None or not session_id or not seq.isdigit() or self._now() >= stored[1]:
            return None
        return GatewaySession(session_id, int(seq))

    async def handled(self, session: GatewaySession) -> None:
        """An event was handled, and everything before it."""
        self._handled = session
        is_new = self._saved is None or self._saved.id != session.id
        if is_new or self._now() - self._saved_at >= _SAVE_SECONDS:
            await self.save()

    async def save(self) -> None:
        """Store now what was handled last."""
        session = self._handled
        if session is None or session == self._saved:
            return
        expires_at = self._now() + _KEPT_SECONDS
        await self._store.save(self._name, f"{session.id} {session.seq}", expires_at)
        self._saved, self._saved_at = session, self._now()
