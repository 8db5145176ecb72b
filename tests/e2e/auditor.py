"""Somebody who opens the database itself and counts: what is stored, whatever anybody says."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import LiteralString

import psycopg


def file_of(database: str) -> str:
    """The path in an SQLite URL."""
    return database.removeprefix("sqlite:///")


def rows(database: str, query: LiteralString) -> list[tuple[object, ...]]:
    """The rows of a query, on SQLite and on PostgreSQL."""
    if database.startswith("postgresql:"):
        with psycopg.connect(database) as server:
            return server.execute(query).fetchall()
    with closing(sqlite3.connect(file_of(database), timeout=10)) as connection:
        return connection.execute(query).fetchall()


def inbox_keys(database: str) -> set[str]:
    """The keys of all messages that were stored."""
    return {str(key) for (key,) in rows(database, "SELECT key FROM inbox")}


@contextmanager
def locked(database: str) -> Iterator[None]:
    """Another program writes into the database and does not end."""
    with closing(sqlite3.connect(file_of(database), timeout=10)) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")
