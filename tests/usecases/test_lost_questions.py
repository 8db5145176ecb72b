"""Staff ask while the resident is writing: neither the question nor the talk gets lost.

On PostgreSQL, where turns run side by side; on SQLite they follow each other.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.domain.tickets import Actor, Ticket
from bot.storage import contacts, conversations
from bot.storage.conversations import Conversation
from bot.usecases.office import Office
from bot.usecases.results import ASKED
from bot.usecases.tickets import ask, complete, confirm
from tests.domain.centres import when
from tests.usecases.centre import Centre
from tests.usecases.line_house import NOW, book

CLERK = Actor("王芳", "onebot")
OWN_TALK = Conversation("booking", "name", {"service": "居住证办理"})
LONG_ENOUGH = 0.3
"""Seconds in which a turn that need not wait is over."""


@pytest.fixture
async def centre(postgres_url: str) -> AsyncIterator[Centre]:
    opened = await Centre.open(postgres_url, when("2026-11-23 08:00"))
    yield opened
    await opened.storage.stop()


async def _asks(office: Office, ticket: Ticket) -> None:
    await ask(office, ticket, CLERK, "带了照片吗")


async def _completes(office: Office, ticket: Ticket) -> None:
    await complete(office, await confirm(office, ticket, CLERK), CLERK)


@pytest.mark.parametrize(
    ("acts", "heard_by"), [(_asks, ASKED), (_completes, ("rating", "grade"))], ids=["ask", "grade"]
)
async def test_a_question_outlives_the_turn_of_a_resident_who_writes_just_then(
    centre: Centre, acts: Callable[[Office, Ticket], Awaitable[None]], heard_by: tuple[str, str]
) -> None:
    ticket = await book(centre, "1")
    contact_id = ticket.contact_id or 0
    of_staff: list[asyncio.Task[None]] = []

    async def writes(office: Office) -> None:
        await contacts.lock(office.work, contact_id)
        await conversations.find(office.work, contact_id)
        of_staff.append(asyncio.create_task(centre.do(NOW, lambda other: acts(other, ticket))))
        await asyncio.wait(of_staff, timeout=LONG_ENOUGH)
        await conversations.save(office.work, contact_id, OWN_TALK, NOW)

    await centre.do(NOW, writes)
    await of_staff[0]
    talk = await centre.do(NOW, lambda office: conversations.find(office.work, contact_id))

    assert (talk.flow, talk.step) == heard_by
    assert talk.draft["under"] == {"flow": "booking", "step": "name", "draft": OWN_TALK.draft}
