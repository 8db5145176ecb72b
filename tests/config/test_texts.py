"""Own sentences are laid over the sample's and may not promise what the code does not fill in."""

from bot.config.document import Document, parse
from bot.config.faults import Severity
from bot.config.texts import read_texts

BASE = """
greeting: 您好，这里是{centre}。
booking:
  done: |
    已约好，编号 {code}。
    请带上 {materials}。
  ask_time: 您想什么时候来？
"""


def test_sentences_are_found_by_dotted_keys() -> None:
    texts = read_texts(document(BASE), None)

    assert texts.faults == []
    assert texts.by_key["booking.done"] == "已约好，编号 {code}。\n请带上 {materials}。"


def test_own_sentences_replace_only_their_own_keys() -> None:
    texts = read_texts(document("booking: {ask_time: 哪天方便？}"), document(BASE))

    assert texts.faults == []
    assert texts.by_key["booking.ask_time"] == "哪天方便？"
    assert texts.by_key["greeting"] == "您好，这里是{centre}。"


def test_an_unknown_sentence_is_a_fault_with_the_nearest() -> None:
    [fault] = read_texts(document("booking:\n  ask_tine: 哪天？"), document(BASE)).faults

    assert (fault.line, fault.column, fault.key) == (2, 3, "booking.ask_tine")
    assert "booking.ask_time" in fault.problem


def test_a_placeholder_that_nobody_fills_is_a_fault() -> None:
    [fault] = read_texts(document("greeting: 欢迎来到{center}{centre}"), document(BASE)).faults

    assert "{center}，是不是想写“centre”" in fault.problem
    assert fault.severity is Severity.FAULT


def test_a_placeholder_left_out_is_a_doubt() -> None:
    [doubt] = read_texts(document("greeting: 您好。"), document(BASE)).faults

    assert "{centre}" in doubt.remedy
    assert doubt.severity is Severity.WARNING


def test_braces_that_reach_into_the_program_are_refused() -> None:
    for text in ('"{centre.__class__}"', '"{centre[0]}"', '"{centre!r}"', '"{"', '"{}"'):
        [fault] = read_texts(document(f"greeting: {text}"), document(BASE)).faults
        assert "{名称}" in fault.remedy, text


def test_a_sentence_must_be_text() -> None:
    [fault] = read_texts(document("greeting: [您好]"), document(BASE)).faults

    assert fault.key == "greeting"


def document(content: str) -> Document:
    """A texts file."""
    return parse("config/texts/zh.yaml", content.encode())
