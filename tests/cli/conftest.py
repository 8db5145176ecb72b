"""A desk with the sample centre and a fresh database."""

from pathlib import Path

import pytest

from tests.cli.house import ROOT, Desk
from tests.cli.surgery import Surgery


@pytest.fixture
def desk(
    tmp_path: Path,
    sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Desk:
    """MENTING_CONFIG and MENTING_DB point to the sample centre and to the fresh database."""
    folder = tmp_path / "office"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("MENTING_CONFIG", str(ROOT / "config"))
    monkeypatch.setenv("MENTING_DB", sqlite_url)
    return Desk(folder, sqlite_url, capsys)


@pytest.fixture
def surgery(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Surgery:
    """A doctor over a database that is there."""
    assert desk.run("migrate").code == 0
    return Surgery(desk, monkeypatch)
