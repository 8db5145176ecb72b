"""The configuration in use changes as a whole, for the better, or not at all."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from bot.config import ConfigFaults, LiveConfig
from bot.config.loader import Wanted
from bot.domain.calendar import CHINA

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=CHINA)


def test_without_a_change_nothing_is_loaded(tmp_path: Path) -> None:
    live = LiveConfig(Wanted(tmp_path))
    before = live.current

    assert live.reload_if_changed(NOW) is None
    assert live.current is before


def test_a_change_is_taken_over_whole(tmp_path: Path) -> None:
    write(tmp_path, "capacity: 3\n")
    live = LiveConfig(Wanted(tmp_path))
    write(tmp_path, "capacity: 14\n")

    reloaded = live.reload_if_changed(NOW)

    assert reloaded is not None
    assert reloaded.at == NOW
    assert reloaded.config is live.current
    assert live.current.centre.capacity == 14


def test_a_change_of_the_same_length_is_seen_by_its_time(tmp_path: Path) -> None:
    write(tmp_path, "capacity: 3\n")
    live = LiveConfig(Wanted(tmp_path))
    write(tmp_path, "capacity: 4\n")
    os.utime(tmp_path / "centre.yaml", ns=(1, 1))

    live.reload_if_changed(NOW)

    assert live.current.centre.capacity == 4


def test_a_faulty_change_keeps_the_old_and_is_told_once(tmp_path: Path) -> None:
    write(tmp_path, "capacity: 3\n")
    live = LiveConfig(Wanted(tmp_path))
    write(tmp_path, "capacity: viele\n")

    first, second = live.reload_if_changed(NOW), live.reload_if_changed(NOW)

    assert first is not None
    assert first.config is None
    assert [each.line for each in first.faults] == [1]
    assert second is None
    assert live.faults == first.faults
    assert live.current.centre.capacity == 3


def test_a_mended_file_clears_the_faults(tmp_path: Path) -> None:
    live = LiveConfig(Wanted(tmp_path))
    write(tmp_path, "capacity: viele\n")
    live.reload_if_changed(NOW)
    write(tmp_path, "capacity: 5\n")

    live.reload_if_changed(NOW)

    assert live.faults == ()
    assert live.current.centre.capacity == 5


def test_a_file_that_an_editor_moves_away_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    write(tmp_path, "capacity: 3\n")
    live = LiveConfig(Wanted(tmp_path))
    (tmp_path / "centre.yaml").rename(tmp_path / "centre.yaml~")

    assert live.reload_if_changed(NOW) is None
    (tmp_path / "centre.yaml~").rename(tmp_path / "centre.yaml")

    assert live.reload_if_changed(NOW) is None
    assert live.current.centre.capacity == 3


def test_a_file_that_stays_away_is_given_up(tmp_path: Path) -> None:
    write(tmp_path, "capacity: 37\n")
    live = LiveConfig(Wanted(tmp_path))
    (tmp_path / "centre.yaml").unlink()

    live.reload_if_changed(NOW)
    live.reload_if_changed(NOW)

    assert live.current.centre.capacity != 37


def test_a_directory_that_vanishes_keeps_the_old(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    folder.mkdir()
    write(folder, "capacity: 37\n")
    live = LiveConfig(Wanted(folder))
    (folder / "centre.yaml").unlink()
    folder.rmdir()

    live.reload_if_changed(NOW)
    live.reload_if_changed(NOW)

    assert live.current.centre.capacity == 37
    assert live.faults


def test_a_faulty_directory_does_not_start(tmp_path: Path) -> None:
    write(tmp_path, "capacity: viele\n")

    with pytest.raises(ConfigFaults):
        LiveConfig(Wanted(tmp_path))


def write(directory: Path, content: str) -> None:
    """Write centre.yaml."""
    (directory / "centre.yaml").write_text(content, "utf-8")
