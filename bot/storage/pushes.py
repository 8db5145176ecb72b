"""How often we wrote to whom unasked: counted for all processes together."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain.windows import Limit
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, Value, from_ms, to_ms

_SQL = statements("pushes")


async def free_at(
    work: UnitOfWork, channel: str, limits: Sequence[Limit], now: datetime
) -> datetime:
    """When the next message may go without breaking one of `limits`; `now` when at once.

    Senders of one channel wait here for each other until their transaction ends.
    """
    await work.execute(_SQL["one_by_one"], name=f"push:{channel}")
    found = now
    for limit in limits:
        row = await work.fetch_one(
            _SQL["full_since"],
            channel=channel,
            scope=limit.scope,
            since=to_ms(now - limit.rate.per),
            before=limit.rate.messages - 1,
        )
        if row is not None:
            found = max(found, from_ms(row["at"]) + limit.rate.per)
    return found


async def count(
    work: UnitOfWork, channel: str, scopes: Collection[str], outbox_id: int, now: datetime
) -> None:
    """One message goes out unasked now."""
    for scope in scopes:
        values: dict[str, Value] = {"channel": channel, "scope": scope, "outbox_id": outbox_id}
        await work.execute(_SQL["count"], now=to_ms(now), **values)


async def uncount(
    work: UnitOfWork, channel: str, scopes: Collection[str], outbox_id: int, at: datetime
) -> None:
    """The message counted at `at` did not go out, or not unasked."""
    for scope in scopes:
        values: dict[str, Value] = {"channel": channel, "scope": scope, "outbox_id": outbox_id}
        await work.execute(_SQL["uncount"], at=to_ms(at), **values)


async def forget_before(work: UnitOfWork, before: datetime) -> int:
    """Retention: counts no rate looks at any more."""
    return await work.execute(_SQL["forget_before"], before=to_ms(before))
