"""The only SQL of the house: statements, migrations, one transaction per turn."""

from bot.storage.migrations import bring_up_to_date, sqlite_path
from bot.storage.sqlite import SqliteStorage
from bot.storage.unit_of_work import Overloaded, Storage, StorageDown, Turn, UnitOfWork


async def open_storage(url: str, max_depth: int = 1000) -> Storage:
    """Bring the schema up to date and open the database behind `url` (sqlite:///path or postgresql://…)."""
    await bring_up_to_date(url)
    path = sqlite_path(url)
    storage: Storage
    if path is not None:
        storage = SqliteStorage(path, max_depth)
    else:
        from bot.storage.postgres import PostgresStorage  # only where it is used

        storage = PostgresStorage(url, max_depth=max_depth)
    await storage.start()
    return storage


__all__ = ["Overloaded", "Storage", "StorageDown", "Turn", "UnitOfWork", "open_storage"]
