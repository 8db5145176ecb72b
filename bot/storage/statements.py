"""The named SQL statements of `sql/*.sql`, in the spelling each database wants."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeAlias

from msgspec import Struct

Pick: TypeAlias = Callable[[Mapping[str, Any]], tuple[Any, ...]]
SQL_FOLDER = Path(__file__).parent / "sql"
_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)
_PARAMETER = re.compile(r"(?<!:):([a-z_]\w*)")


def _nothing(_values: Mapping[str, Any]) -> tuple[Any, ...]:
    return ()


class Statement(Struct, frozen=True):
    """One statement, its parameters by number: ?1 for SQLite, which binds names more slowly, $1 for
    PostgreSQL. `order` = their names; `pick` takes their values out of a mapping."""

    name: str
    sqlite: str
    postgres: str
    order: tuple[str, ...]
    pick: Pick = _nothing


@cache
def statements(family: str) -> Mapping[str, Statement]:
    """All statements of the file `sql/<family>.sql` by name."""
    text = (SQL_FOLDER / f"{family}.sql").read_text(encoding="utf-8")
    return {name: statement(f"{family}.{name}", sql) for name, sql in _blocks(text)}


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    pieces = _NAME.split(text)
    for name, body in zip(pieces[1::2], pieces[2::2], strict=True):
        lines = [line for line in body.splitlines() if line and not line.startswith("--")]
        yield name, "\n".join(lines).rstrip(";")


def statement(name: str, sql: str) -> Statement:
    """The statement that `sql` with its `:name` parameters is."""
    order = tuple(dict.fromkeys(_PARAMETER.findall(sql)))

    def numbered(mark: str) -> str:
        return _PARAMETER.sub(lambda found: f"{mark}{order.index(found[1]) + 1}", sql)

    return Statement(name, numbered("?"), numbered("$"), order, _picker(order))


def _picker(order: Sequence[str]) -> Pick:
    """operator.itemgetter, which gives no tuple for less than two."""
    if not order:
        return _nothing
    if len(order) == 1:
        name = order[0]
        return lambda values: (values[name],)
    return itemgetter(*order)
