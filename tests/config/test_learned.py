"""learned.yaml: what staff taught counts like an alias, and never breaks a configuration."""

from pathlib import Path

import pytest

from bot.config import ConfigFaults, LiveConfig, load_config
from bot.config.learned import taught, with_wording, write_learned
from bot.config.loader import Wanted
from bot.config.model import Config, Learned

LESSON = "车车搁哪个凼凼"


def written(folder: Path, text: str) -> Config:
    (folder / "learned.yaml").write_text(text, encoding="utf-8")
    return load_config(folder)


def aliases(config: Config, key: str) -> tuple[str, ...]:
    return next(entry.aliases for entry in taught(config).faq if entry.id == key)


def test_without_the_file_nothing_was_taught(tmp_path: Path) -> None:
    config = load_config(tmp_path)
    assert config.learned == Learned()
    assert taught(config) is config


def test_a_lesson_counts_like_an_alias_of_the_answer(tmp_path: Path) -> None:
    config = written(tmp_path, f"faq: {{F09: [{LESSON}]}}")
    assert LESSON in aliases(config, "F09")
    assert config.warnings == load_config(Path("config")).warnings


def test_a_lesson_counts_like_an_alias_of_the_service(tmp_path: Path) -> None:
    config = written(tmp_path, "services: {社会保障卡激活: [卡卡点亮]}")
    assert "卡卡点亮" in taught(config).catalogue.services["社会保障卡激活"].aliases


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    learned = with_wording(Learned(), "F09", LESSON, is_service=False)
    learned = with_wording(learned, "社会保障卡激活", "“卡”: #点亮", is_service=True)
    write_learned(tmp_path / "learned.yaml", learned, "由“教”写成\n可以手改")
    assert load_config(tmp_path).learned == learned
    assert [each.name for each in tmp_path.iterdir()] == ["learned.yaml"]


def test_the_same_lesson_twice_is_one(tmp_path: Path) -> None:
    once = with_wording(Learned(), "F09", LESSON, is_service=False)
    assert with_wording(once, "F09", LESSON, is_service=False) == once


def test_a_lesson_for_an_answer_that_is_gone_is_a_warning(tmp_path: Path) -> None:
    warnings = written(tmp_path, f"faq: {{F999: [{LESSON}]}}").warnings
    assert any("F999" in str(each) for each in warnings)


def test_a_list_that_is_none_is_a_fault_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(ConfigFaults, match=r"learned\.yaml:1"):
        written(tmp_path, "faq: {F09: 停车}")


def test_another_offices_lessons_are_never_borrowed(tmp_path: Path) -> None:
    office, other = tmp_path / "office", tmp_path / "other"
    for folder in (office, other):
        folder.mkdir()
    written(office, f"faq: {{F09: [{LESSON}]}}")
    assert load_config(other).learned == Learned()


def test_a_rehearsal_learns_into_a_file_of_its_own(tmp_path: Path) -> None:
    office, own = tmp_path / "office", tmp_path / "rehearsal.learned.yaml"
    office.mkdir()
    live = LiveConfig(Wanted(office, learned=own))
    lesson = with_wording(live.current.learned, "F09", LESSON, is_service=False)
    write_learned(live.learned, lesson, "")
    assert not list(office.iterdir())
    reloaded = LiveConfig(Wanted(office, learned=own)).current
    assert LESSON in aliases(reloaded, "F09")
