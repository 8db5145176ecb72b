"""The named SQL statements of `sql/*.sql`, in the spelling each database wants."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

SQL_FOLDER = Path(__file__).parent / "sql"
_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)
_PARAMETER = re.compile(r"(?<!:):([a-z_]\w*)")


class Statement(Struct, frozen=True):
    """One statement: `:name` parameters for SQLite, `$1` with `order` for PostgreSQL."""

    name: str
    sqlite: str
    postgres: str
    order: tuple[str, ...]


@cache
def statements(family: str) -> Mapping[str, Statement]:
    """All statements of the file `sql/<family>.sql` by name."""
    text = (SQL_FOLDER / f"{family}.sql").read_text(encoding="utf-8")
    return {name: _statement(f"{family}.{name}", sql) for name, sql in _blocks(text)}


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    pieces = _NAME.split(text)
    for name, body in zip(pieces[1::2], pieces[2::2], strict=True):
        lines = [line for line in body.splitlines() if line and not line.startswith("--")]
        yield name, "\n".join(lines).rstrip(";")


def _statement(name: str, sql: str) -> Statement:
    order = tuple(dict.fromkeys(_PARAMETER.findall(sql)))
    numbered = _PARAMETER.sub(lambda found: f"${order.index(found[1]) + 1}", sql)
    return Statement(name, sql, numbered, order)
