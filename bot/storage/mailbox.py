"""The mailbox of the residents' page: what was said through it, and that it was seen."""

from datetime import datetime

from msgspec import Struct

from bot.domain.messages import ContactRef, DeliveryState
from bot.storage.statements import statements
from bot.storage.unit_of_work import Row, UnitOfWork, from_ms, to_ms

_SQL = statements("mailbox")
_WAITING = frozenset({DeliveryState.DUE, DeliveryState.RETRY, DeliveryState.UNKNOWN})


class PageLetter(Struct, frozen=True):
    """One message as the page shows it; `cause` is the key of the message it answers, if any."""

    id: int
    cause: str | None
    text: str
    ticket: str | None
    state: DeliveryState
    at: datetime

    @property
    def is_new(self) -> bool:
        """Whether the page has not shown it yet."""
        return self.state in _WAITING


async def letters(
    work: UnitOfWork, to: ContactRef, after: int, most: int, now: datetime
) -> tuple[PageLetter, ...]:
    """The newest `most` messages with an id above `after`, oldest first."""
    rows = await work.fetch_all(
        _SQL["letters"],
        channel=to.channel,
        address=to.address,
        after=after,
        most=most,
        now=to_ms(now),
    )
    return tuple(_letter(row) for row in reversed(rows))


async def mark_fetched(work: UnitOfWork, address: str, last: int, now: datetime) -> int:
    """The page of `address` on the channel `web` has everything up to the id `last`."""
    return await work.execute(_SQL["fetched"], address=address, last=last, now=to_ms(now))


def _letter(row: Row) -> PageLetter:
    return PageLetter(
        id=row["id"],
        cause=row["cause"],
        text=row["text"],
        ticket=row["ticket"],
        state=DeliveryState(row["state"]),
        at=from_ms(row["created_at"]),
    )
