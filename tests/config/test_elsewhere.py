"""A configuration read by a child process is the same, and without a child it is read here."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from bot.config import ConfigFaults, load_config
from bot.config.elsewhere import load_elsewhere
from bot.config.loader import Wanted

SAMPLE = Path("config")


@pytest.fixture(autouse=True)
def _beside_a_thread() -> Iterator[None]:
    """As in a server that runs: a fork would not be safe. (Its start is in tests/cli.)"""
    done = Event()
    thread = Thread(target=done.wait)
    thread.start()
    yield
    done.set()
    thread.join()


def test_a_child_reads_the_same_with_environment_drafts_and_doubts(tmp_path: Path) -> None:
    env = {"MENTING_STAFF_GROUP": "onebot:4711"}
    drafts = {"channels.yaml": b"staff_group: onebot:1\n"}
    (tmp_path / "notes.yaml").write_text("", encoding="utf-8")

    config = load_elsewhere(Wanted(tmp_path, env, drafts=drafts))()

    assert config == load_config(tmp_path, env, drafts=drafts)
    assert "notes.yaml" in str(config.warnings)


def test_what_a_child_finds_wrong_is_told_as_if_we_had_read_it(tmp_path: Path) -> None:
    (tmp_path / "centre.yaml").write_text("capacity: viele\nplaces: [\n", encoding="utf-8")
    with pytest.raises(ConfigFaults) as ours:
        load_config(tmp_path)

    with pytest.raises(ConfigFaults) as theirs:
        load_elsewhere(Wanted(tmp_path))()

    assert theirs.value.faults == ours.value.faults
    assert str(theirs.value) == str(ours.value)


@pytest.mark.parametrize("python", ["/nowhere/python", shutil.which("false")])
def test_without_a_child_it_is_read_here_and_the_log_says_so(
    python: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", python)

    assert load_elsewhere(Wanted(SAMPLE))().version == load_config(SAMPLE).version
    assert "child" in caplog.text
