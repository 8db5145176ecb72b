"""wording.yaml: how people call things; every variant stands for one thing."""

from collections import Counter
from pathlib import Path

import pytest

from bot.config import ConfigFaults, load_config, report
from bot.config.names import sample_directory

_SERVICES = "services: [{name: 驾照, category: 车, holiday: false}]\n"


def test_a_directory_without_the_table_takes_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "services.yaml").write_text(_SERVICES, "utf-8")

    assert "驾照" in load_config(tmp_path).wording.things["驾驶证"]


def test_an_own_table_counts_alone(tmp_path: Path) -> None:
    (tmp_path / "wording.yaml").write_text("things: {驾驶证: [本本]}\n", "utf-8")

    wording = load_config(tmp_path).wording

    assert dict(wording.things) == {"驾驶证": ("本本",)}
    assert wording.actions == {}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            "things: {驾驶证: [本本], 行驶证: [本本]}\n",
            "“本本”这个叫法在“驾驶证”和“行驶证”下面都有",
        ),
        ("things: {驾驶证: [行驶证], 行驶证: [车本]}\n", "“行驶证”自己是一个正式说法"),
    ],
)
def test_a_word_that_means_two_things_is_a_fault(tmp_path: Path, table: str, said: str) -> None:
    (tmp_path / "wording.yaml").write_text(table, "utf-8")

    with pytest.raises(ConfigFaults, match=said):
        load_config(tmp_path)


def test_a_variant_that_is_a_service_of_ours_is_doubtful(tmp_path: Path) -> None:
    (tmp_path / "services.yaml").write_text(_SERVICES, "utf-8")
    (tmp_path / "wording.yaml").write_text("things: {驾驶证: [驾照]}\n", "utf-8")

    assert "“驾照”是 services.yaml 里的服务名称" in report(load_config(tmp_path).warnings)


def test_the_shipped_table_says_each_thing_once() -> None:
    wording = load_config(sample_directory()).wording
    groups = (wording.things, wording.around, wording.actions, wording.questions)
    variants = Counter(word for group in groups for words in group.values() for word in words)

    assert [word for word, times in variants.items() if times > 1] == []
    assert variants.keys().isdisjoint(name for group in groups for name in group)
    assert len(variants) > 1_200


def test_two_entries_with_one_wording_are_doubtful_whatever_the_marks(tmp_path: Path) -> None:
    entries = (
        "  - {id: F1, question: 几点开门？, answer: 九点。}\n"
        "  - {id: F2, question: 中午开吗, aliases: [几点 开门], answer: 开。}\n"
    )
    (tmp_path / "faq.yaml").write_text(f"entries:\n{entries}", "utf-8")

    assert "“几点 开门”这种问法在“F1”和“F2”里都有" in report(load_config(tmp_path).warnings)
