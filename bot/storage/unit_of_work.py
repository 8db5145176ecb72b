"""UnitOfWork: one transaction, whatever the database; and the lane that runs turns in it."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from bot.domain.calendar import CHINA
from bot.storage.statements import Statement

T = TypeVar("T")
_REMEMBERED = 1024
_EPOCH = datetime(1970, 1, 1, 8, tzinfo=CHINA)
_DAY_SECONDS = 86_400
Value = str | int | float | None


class Row(Protocol):
    """One row, by name or, which is faster, in the order of its columns; its values are untyped
    until the family names them (the only place of Any)."""

    def __getitem__(self, key: str, /) -> Any: ...

    def __iter__(self) -> Iterator[Any]: ...


class UnitOfWork(Protocol):
    """One transaction. On SQLite these calls never really suspend (house.md section 4)."""

    async def fetch_one(self, statement: Statement, /, **values: Value) -> Row | None:
        """The first row, or None."""

    async def fetch_all(self, statement: Statement, /, **values: Value) -> Sequence[Row]:
        """All rows."""

    async def execute(self, statement: Statement, /, **values: Value) -> int:
        """Run it; how many rows it changed."""

    async def execute_many(self, statement: Statement, rows: Sequence[Mapping[str, Value]]) -> None:
        """Run it once for each of `rows`."""

    async def insert(self, statement: Statement, /, **values: Value) -> int | None:
        """Add one row (an INSERT without RETURNING); its `id`, None when it conflicted."""


Turn = Callable[[UnitOfWork], Awaitable[T]]


class Overloaded(Exception):
    """The queue in front of the lane is full; nothing was stored."""


class StorageDown(Exception):
    """The database could not commit (locked, disk full, gone); nothing was stored."""


class Storage(Protocol):
    """The database: one lane for turns that write, readers beside it."""

    async def start(self) -> None:
        """Open connections. The schema must be current (`migrations.bring_up_to_date`)."""

    async def stop(self) -> None:
        """Finish what is queued, then close."""

    async def run(self, turn: Turn[T]) -> T:
        """Run `turn` in a transaction; returns only after the commit.

        May call `turn` again after a deadlock, so it must have no effect outside its UnitOfWork.
        Raises Overloaded, StorageDown, or what `turn` raised (then nothing of it is stored).
        """

    async def run_long(self, turn: Turn[T]) -> T:
        """As `run`, for work that goes through many rows: it does not hold the event loop."""

    async def read(self, turn: Turn[T]) -> T:
        """Run a read-only `turn` beside the writer."""

    @property
    def depth(self) -> int:
        """Turns waiting."""


def to_ms(at: datetime) -> int:
    """Unix milliseconds of an aware instant."""
    since = at - _EPOCH  # in China no offset has to be asked for, as `timestamp` does
    return (since.days * _DAY_SECONDS + since.seconds) * 1000 + since.microseconds // 1000


def ms_or_none(at: datetime | None) -> int | None:
    """As `to_ms`, None stays None."""
    return None if at is None else to_ms(at)


@lru_cache(_REMEMBERED)
def from_ms(value: int) -> datetime:
    """The aware instant (Asia/Shanghai) of unix milliseconds."""
    return datetime.fromtimestamp(value / 1000, CHINA)


def from_ms_or_none(value: int | None) -> datetime | None:
    """As `from_ms`, None stays None."""
    return None if value is None else from_ms(value)
