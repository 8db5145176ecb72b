"""Opening the courier's post office on a database, for the fixtures of its tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.storage import open_storage
from tests.handlers.courier_house import PostOffice


@asynccontextmanager
async def opened(
    database_url: str, *, templates: bool = False, subscriptions: bool = False
) -> AsyncIterator[PostOffice]:
    """A post office on that database, closed at the end."""
    storage = await open_storage(database_url)
    yield PostOffice(storage, templates=templates, subscriptions=subscriptions)
    await storage.stop()
