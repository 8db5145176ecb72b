"""The option that writes the bot's lines of the transcripts anew."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Read the diff before you commit it: a transcript is a promise to the residents."""
    parser.addoption("--rewrite-transcripts", action="store_true", help="write the answers anew")
