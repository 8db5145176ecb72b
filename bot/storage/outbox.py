"""The outbox: every message that leaves the house, stored with the turn that caused it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import orjson
from msgspec import Struct, field

from bot.domain.messages import ContactRef, DeliveryState, OutboundMessage, Purpose, Route
from bot.storage.statements import statements
from bot.storage.unit_of_work import (
    Row,
    UnitOfWork,
    Value,
    from_ms,
    from_ms_or_none,
    ms_or_none,
    to_ms,
)

_SQL = statements("outbox")
ARRIVED = "arrived"
"""The `reason` of a notice that arrived, as its platform said later."""


class Letter(Struct, frozen=True):
    """A message to be put into the outbox.

    `cause` is the key of the message it answers; `unique_key` makes a second putting a no-op;
    `due_at` None = now; `expires_at`: useless after; `mention`: the member of staff to be @-ed.
    """

    to: ContactRef
    text: str
    purpose: Purpose
    cause: str | None = None
    ticket: str | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None
    mention: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    unique_key: str | None = None


class Settled(Struct, frozen=True):
    """How a send ended; `due_at` is the next try when `state` is RETRY.

    `is_counted` False: nothing was tried (the channel was not ready), it is no failed attempt.
    """

    state: DeliveryState
    route: Route | None
    platform_id: str = ""
    reason: str = ""
    due_at: datetime | None = None
    is_counted: bool = True


class OutboxEntry(Struct, frozen=True):
    """One row as tools and pages show it; `cause` is the key of the message that led to it."""

    id: int
    cause: str | None
    to: ContactRef
    text: str
    purpose: Purpose
    ticket: str | None
    state: DeliveryState
    attempts: int
    route: str
    reason: str
    due_at: datetime
    created_at: datetime
    sent_at: datetime | None


async def put(work: UnitOfWork, letter: Letter, now: datetime) -> int | None:
    """Store a message; its id, None when one with its unique_key is there already."""
    values: dict[str, Value] = {
        "cause": letter.cause,
        "to_channel": letter.to.channel,
        "to_address": letter.to.address,
        "text": letter.text,
        "purpose": letter.purpose.value,
        "due_at": to_ms(letter.due_at or now),
        "now": to_ms(now),
    }
    if _has_only_text(letter):  # most: sqlite3 takes longer for a None than for any value
        return await work.insert(_SQL["put_plain"], **values)
    return await work.insert(
        _SQL["put"],
        **values,
        ticket=letter.ticket,
        expires_at=ms_or_none(letter.expires_at),
        mention=letter.mention,
        fields=orjson.dumps(letter.fields).decode(),
        unique_key=letter.unique_key,
    )


def _has_only_text(letter: Letter) -> bool:
    named = letter.ticket or letter.unique_key or letter.mention or letter.fields
    return not named and letter.expires_at is None


async def answers(work: UnitOfWork, cause: str, to: ContactRef) -> tuple[tuple[int, str], ...]:
    """(id, text) of what the message `cause` was answered with: the same answer again."""
    rows = await work.fetch_all(
        _SQL["answers"], cause=cause, to_channel=to.channel, to_address=to.address
    )
    return tuple((row["id"], row["text"]) for row in rows)


async def take_passively(work: UnitOfWork, ids: Sequence[int], now: datetime) -> None:
    """These messages left as a passive reply."""
    at = to_ms(now)
    await work.execute_many(_SQL["taken_passively"], [{"id": row_id, "now": at} for row_id in ids])


async def waiting(
    work: UnitOfWork, now: datetime, most: int, silent: Iterable[str] = ()
) -> tuple[tuple[int, str], ...]:
    """(id, channel) of messages that may be sent now, at most one per contact.

    Those of the `silent` channels are passed over.
    """
    rows = await work.fetch_all(
        _SQL["waiting"], now=to_ms(now), most=most, silent=f",{','.join(silent)},"
    )
    return tuple((row["id"], row["to_channel"]) for row in rows)


async def claim(
    work: UnitOfWork, row_id: int, owner: str, lease_until: datetime, now: datetime
) -> OutboundMessage | None:
    """Lease one message to this sender; None when another was faster or it was withdrawn."""
    row = await work.fetch_one(
        _SQL["claim"], id=row_id, owner=owner, lease_until=to_ms(lease_until), now=to_ms(now)
    )
    return message_in(row) if row else None


async def by_id(work: UnitOfWork, row_id: int) -> OutboundMessage | None:
    """The message with this number."""
    row = await work.fetch_one(_SQL["by_id"], id=row_id)
    return message_in(row) if row else None


async def settle(
    work: UnitOfWork, row_id: int, owner: str, settled: Settled, now: datetime
) -> None:
    """Keep how the send ended and give the lease back."""
    sent = settled.state is DeliveryState.SENT
    await work.execute(
        _SQL["settle"],
        id=row_id,
        owner=owner,
        state=settled.state.value,
        route=settled.route.value if settled.route else "",
        platform_id=settled.platform_id,
        reason=settled.reason,
        due_at=to_ms(settled.due_at or now),
        sent_at=to_ms(now) if sent else None,
        uncounted=0 if settled.is_counted else 1,
    )


async def void_leases(work: UnitOfWork) -> None:
    """SQLite only, at start: one process sends per file, so every lease belongs to a dead one."""
    await work.execute(_SQL["lost_of_file"])


async def lost(work: UnitOfWork, now: datetime) -> tuple[OutboundMessage, ...]:
    """Messages whose sender died in the middle; now UNKNOWN."""
    return tuple(map(message_in, await work.fetch_all(_SQL["lost"], now=to_ms(now))))


async def withdraw(work: UnitOfWork, unique_key: str, reason: str) -> bool:
    """Take back a message that was not sent yet."""
    return await work.execute(_SQL["withdraw"], unique_key=unique_key, reason=reason) == 1


async def next_due(work: UnitOfWork) -> datetime | None:
    """When the next message that waits for nothing but its time is due."""
    row = await work.fetch_one(_SQL["next_due"])
    return from_ms_or_none(row["due_at"]) if row else None


async def quoted(work: UnitOfWork, room: ContactRef, message: str) -> tuple[str | None, str | None]:
    """Ticket and unique_key of what we said in `room` under this message id of the platform."""
    values = {"to_channel": room.channel, "to_address": room.address, "platform_id": message}
    row = await work.fetch_one(_SQL["quoted"], **values)
    return (row["ticket"], row["unique_key"]) if row else (None, None)


async def depth(work: UnitOfWork) -> int:
    """Messages not yet delivered."""
    row = await work.fetch_one(_SQL["depth"])
    return row["n"] if row else 0


async def newest(work: UnitOfWork, most: int) -> tuple[OutboxEntry, ...]:
    """The newest rows, newest first."""
    return tuple(map(_entry, await work.fetch_all(_SQL["newest"], most=most)))


async def everything(work: UnitOfWork) -> tuple[OutboxEntry, ...]:
    """All rows, oldest first."""
    return tuple(map(_entry, await work.fetch_all(_SQL["everything"])))


async def forget_before(work: UnitOfWork, before: datetime) -> int:
    """Retention: drop finished rows made before `before`."""
    return await work.execute(_SQL["forget_before"], before=to_ms(before))


def message_in(row: Row) -> OutboundMessage:
    """The message in a row."""
    return OutboundMessage(
        id=row["id"],
        to=ContactRef(row["to_channel"], row["to_address"]),
        text=row["text"],
        purpose=Purpose(row["purpose"]),
        ticket=row["ticket"],
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        due_at=from_ms(row["due_at"]),
        expires_at=from_ms_or_none(row["expires_at"]),
        mention=row["mention"],
        fields=orjson.loads(row["fields"]),
        created_at=from_ms(row["created_at"]),
    )


def _entry(row: Row) -> OutboxEntry:
    return OutboxEntry(
        id=row["id"],
        cause=row["cause"],
        to=ContactRef(row["to_channel"], row["to_address"]),
        text=row["text"],
        purpose=Purpose(row["purpose"]),
        ticket=row["ticket"],
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        route=row["route"],
        reason=row["reason"],
        due_at=from_ms(row["due_at"]),
        created_at=from_ms(row["created_at"]),
        sent_at=from_ms_or_none(row["sent_at"]),
    )
