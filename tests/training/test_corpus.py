"""The corpus is well formed; nobody who trains has seen what measures."""

from collections import Counter
from pathlib import Path

import pytest

from bot.config import load_config
from bot.understanding import Intent
from training.corpus import (
    CENTRES,
    DEV,
    NOT_OFFERED,
    TRAIN,
    BadLine,
    Sentence,
    faults,
    parse,
    read_folder,
)

_SERVICES = load_config(Path("config")).catalogue.services


@pytest.fixture(scope="module")
def train() -> list[Sentence]:
    return read_folder(TRAIN)


def test_a_line_is_taken_apart() -> None:
    line = "faq/book | 社会保障卡激活 / 社会保障卡补换 | hours / how_to | elderly | 明天得行不"
    found = parse(line, "here.txt:7")

    assert found.intents == ("faq", "book")
    assert found.services == ("社会保障卡激活", "社会保障卡补换")
    assert found.is_either
    assert found.aspects == ("hours", "how_to")
    assert (found.page, found.text) == ("here.txt:0", "明天得行不")


@pytest.mark.parametrize(
    "line",
    [
        "book | - | - | plain",
        "book | - | - | plain | ",
        "booking | - | - | plain | 明天来",
        "faq | - | price | plain | 好多钱",
        "book | - | - | robot | 明天来",
    ],
)
def test_a_bad_line_is_told_by_file_and_line(line: str) -> None:
    with pytest.raises(BadLine, match=r"^x\.txt:3: "):
        parse(line, "x.txt:3")


def test_a_stranger_among_the_services_and_a_sentence_told_twice_are_faults(tmp_path: Path) -> None:
    said = "book | 做饭 | - | plain | 来做饭\nfaq | *体检 | - | plain | 体检不\n"
    (tmp_path / "one.txt").write_text(said + "faq | - | - | plain | 体检不\n", encoding="utf-8")

    assert faults(tmp_path, {"办证"}) == [
        "one.txt:1: no service is called 做饭",
        "one.txt:3: the sentence stands in one.txt:2 already",
    ]


@pytest.mark.parametrize("folder", [TRAIN, DEV])
def test_every_line_is_well_formed(folder: Path) -> None:
    found = faults(folder, _SERVICES, "sentences*.txt" if folder == DEV else "*.txt")
    assert not found, "\n".join(found)


def test_the_other_centres_name_their_own_services() -> None:
    for folder in sorted(path for path in CENTRES.glob("*") if path.is_dir()):
        services = load_config(folder).catalogue.services
        assert not faults(folder, services, "dev_sentences*.txt")


def test_what_measures_was_not_learned_from(train: list[Sentence]) -> None:
    learned = {each.text for each in train}
    known = [each.where for each in read_folder(DEV, "sentences*.txt") if each.text in learned]
    # Two people write 谢谢 alike; whoever copies, copies more than that.
    assert len(known) <= len(learned) // 100, known


def test_all_labels_are_learned_from_many_sentences(train: list[Sentence]) -> None:
    said = Counter(each.intents[0] for each in train)
    assert set(said) == {intent.value for intent in Intent}
    assert min(said.values()) >= 60, said


def test_far_and_near_questions_that_are_not_ours_are_learned(train: list[Sentence]) -> None:
    far = [each for each in train if "off_topic" in each.intents]
    near = [each for each in train if NOT_OFFERED in each.services]
    assert len(far) + len(near) >= 400
    assert min(len(far), len(near)) >= 100
