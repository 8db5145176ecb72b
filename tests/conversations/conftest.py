"""The option that writes the bot's lines of the transcripts anew."""

import pytest

from tests.databases import sqlite_file, sqlite_template

__all__ = ["sqlite_file", "sqlite_template"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Read the diff before you commit it: a transcript is a promise to the residents."""
    parser.addoption("--rewrite-transcripts", action="store_true", help="write the answers anew")
