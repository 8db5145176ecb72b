"""Conversations: where each contact stands in a flow."""

from datetime import datetime

import orjson
from msgspec import Struct, field

from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, from_ms, to_ms

_SQL = statements("conversations")

Draft = dict[str, object]


class Help(Struct, frozen=True):
    """A member of staff has taken over: the contact's words go to them until `until` (aware).

    `task` is the number of the task, `over` where the talk stood then, `is_told` whether the
    contact was told of it.
    """

    task: int
    until: datetime
    over: str = ""
    is_told: bool = False


class Conversation(Struct, frozen=True):
    """Where one contact stands.

    `flow` "" = nothing open. `draft` holds what was understood so far, JSON values only;
    `last_said` is what 9 (再说一遍) repeats; `changed_at` None = never talked. `help` is only read
    here: `keep_help` changes it.
    """

    flow: str = ""
    step: str = ""
    draft: Draft = field(default_factory=dict)
    misses: int = 0
    last_said: str = ""
    changed_at: datetime | None = None
    help: Help | None = None


UNDER = "under"
"""Key of a draft: the talk that waits below, folded."""


def fold(talk: Conversation) -> Draft:
    """Where a talk stands, as a value in the draft of the talk that covers it."""
    return {"flow": talk.flow, "step": talk.step, "draft": talk.draft}


async def find(work: UnitOfWork, contact_id: int) -> Conversation:
    """The conversation of a contact; a fresh one if there is none."""
    row = await work.fetch_one(_SQL["find"], contact_id=contact_id)
    if row is None:
        return Conversation()
    flow, step, draft, misses, last_said, changed_at, help_now = row
    return Conversation(
        flow=flow,
        step=step,
        draft=orjson.loads(draft),
        misses=misses,
        last_said=last_said,
        changed_at=from_ms(changed_at),
        help=_help(help_now) if help_now else None,
    )


def _help(stored: str) -> Help:
    help_now = orjson.loads(stored)
    return Help(help_now["task"], from_ms(help_now["until"]), help_now["over"], help_now["told"])


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


async def keep_help(work: UnitOfWork, contact_id: int, help_now: Help, now: datetime) -> None:
    """Keep who talks with the contact; where their talk stands is left as it is."""
    stored = {
        "task": help_now.task,
        "until": to_ms(help_now.until),
        "over": help_now.over,
        "told": help_now.is_told,
    }
    await work.execute(
        _SQL["keep_help"], contact_id=contact_id, help=orjson.dumps(stored).decode(), now=to_ms(now)
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
