"""The doors are tested over real databases."""

from tests.databases import (
    database_url,
    postgres,
    postgres_url,
    sqlite_file,
    sqlite_template,
    sqlite_url,
    storage,
)

__all__ = [
    "database_url",
    "postgres",
    "postgres_url",
    "sqlite_file",
    "sqlite_template",
    "sqlite_url",
    "storage",
]
