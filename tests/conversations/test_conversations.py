"""Every transcript in this folder is played in the centre: promises the office can read."""

import asyncio
from pathlib import Path

import pytest

from tests.conversations.transcript import play

HERE = Path(__file__).parent
TRANSCRIPTS = sorted(HERE.glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=[path.stem for path in TRANSCRIPTS])
def test_the_centre_keeps_to_the_transcript(
    path: Path, sqlite_file: Path, request: pytest.FixtureRequest
) -> None:
    promised = path.read_text(encoding="utf-8")

    heard = asyncio.run(play(promised, sqlite_file))

    if request.config.getoption("--rewrite-transcripts", default=False):
        path.write_text(heard, encoding="utf-8")
    else:
        assert heard == promised
