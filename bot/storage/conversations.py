"""Conversations: where each contact stands in a flow."""

from dataclasses import dataclass, field
from datetime import datetime

import orjson

from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, from_ms, to_ms

_SQL = statements("conversations")

Draft = dict[str, object]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where one contact stands.

    `flow` "" = nothing open. `draft` holds what was understood so far, JSON values only;
    `last_said` is what 9 (再说一遍) repeats; `changed_at` None = never talked.
    """

    flow: str = ""
    step: str = ""
    draft: Draft = field(default_factory=dict)
    misses: int = 0
    last_said: str = ""
    changed_at: datetime | None = None


async def find(work: UnitOfWork, contact_id: int) -> Conversation:
    """The conversation of a contact; a fresh one if there is none."""
    row = await work.fetch_one(_SQL["find"], contact_id=contact_id)
    if row is None:
        return Conversation()
    draft = orjson.loads(row["draft"])
    return Conversation(
        row["flow"], row["step"], draft, row["misses"], row["last_said"], from_ms(row["changed_at"])
    )


async def save(work: UnitOfWork, contact_id: int, talk: Conversation, now: datetime) -> None:
    """Keep where the contact stands."""
    await work.execute(
        _SQL["save"],
        contact_id=contact_id,
        flow=talk.flow,
        step=talk.step,
        draft=orjson.dumps(talk.draft).decode(),
        misses=talk.misses,
        last_said=talk.last_said,
        now=to_ms(now),
    )


async def forget(work: UnitOfWork, contact_id: int) -> None:
    """Erase it (privacy)."""
    await work.execute(_SQL["forget"], contact_id=contact_id)


async def forget_mentions(work: UnitOfWork, phone: str) -> None:
    """Privacy: erase every conversation that holds this phone."""
    await work.execute(_SQL["forget_mentions"], phone=phone)


async def forget_before(work: UnitOfWork, before: datetime) -> int:
    """Retention."""
    return await work.execute(_SQL["forget_before"], before=to_ms(before))
