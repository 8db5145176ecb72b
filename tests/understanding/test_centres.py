"""Other centres with services and answers of their own: what is understood must not fall."""

from pathlib import Path

import pytest

from bot.config import load_config
from bot.config.names import sample_directory
from bot.understanding import Knowledge
from tests.understanding.measuring import CENTRES, questions, services

_CENTRES = ("tax", "campus", "police", "school", "garage", "clinic")


@pytest.fixture(scope="module")
def known() -> dict[str, Knowledge]:
    folders = {name: CENTRES / name for name in _CENTRES} | {"sample": sample_directory()}
    return {name: Knowledge.build(load_config(folder)) for name, folder in folders.items()}


@pytest.mark.parametrize("centre", _CENTRES)
def test_another_centre_finds_its_own_services(centre: str, known: dict[str, Knowledge]) -> None:
    figures = services(CENTRES / centre / "sentences.txt", known[centre])

    assert figures.share("one.first", "one") >= 0.75, figures.wrong
    assert figures.share("one.right", "one") >= 0.6, figures.wrong
    assert figures.share("false", "all") <= 0.05, figures.wrong
    assert figures.share("refused.right", "refused") == 1.0, figures.wrong


@pytest.mark.parametrize(
    "path",
    sorted(CENTRES.glob("*/paraphrases*.txt")),
    ids=lambda path: f"{path.parent.name} {path.stem}",
)
def test_a_question_finds_its_answer_in_other_words(
    path: Path, known: dict[str, Knowledge]
) -> None:
    figures = questions(path, known[path.parent.name])

    assert figures.share("plain.top", "plain") >= 0.88, figures.wrong
    assert figures.share("plain.answer", "plain") >= 0.5, figures.wrong
    assert figures.share("bare.top", "bare") >= 0.6, figures.wrong
    assert figures.share("bare.five", "bare") >= 0.7, figures.wrong
    assert figures.share("wrong", "ours") <= 0.04, figures.wrong


def test_hardly_any_strange_question_is_answered(known: dict[str, Knowledge]) -> None:
    paths = sorted(CENTRES.glob("*/paraphrases*.txt"))
    figures = [questions(path, known[path.parent.name]) for path in paths]

    for kind, most in (("far", 0.03), ("near", 0.1)):
        answered = sum(each.counts[f"{kind}.false"] for each in figures)
        assert answered / sum(each.counts[kind] for each in figures) <= most


def test_a_centre_knows_what_to_expect_of_its_answers(known: dict[str, Knowledge]) -> None:
    expected = known["sample"].expected

    assert expected.right >= 0.55
    assert expected.wrong <= 0.06
    assert expected.false <= 0.03


def test_a_name_that_does_not_do_what_shall_be_done_is_asked_about(
    known: dict[str, Knowledge],
) -> None:
    services = known["school"].services

    read = services.read(services.said("教师资格证搬家弄丢了,重新补一本"))

    assert read.service is None
    assert read.candidates == ("教师资格证书补发", "教师资格认定")
