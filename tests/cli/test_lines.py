"""understand and simulate on standard input and output, as other programs use them."""

import json

from tests.cli.house import Desk

SENTENCE = "周六上午十点半办社保卡激活，姓刘，电话13800001234"


def test_understand_answers_every_line_in_order(desk: Desk) -> None:
    lines = [
        json.dumps({"id": "a", "text": SENTENCE, "now": "2026-11-23T10:00"}),
        "no json",
        json.dumps({"id": "b"}),
        json.dumps({"id": "c", "text": "您好", "now": "yesterday"}),
        json.dumps({"id": "d", "text": "您好"}),
    ]
    ran = desk.program("understand", given="\n".join(lines))
    found = [json.loads(line) for line in ran.out.splitlines()]

    assert (ran.code, ran.err) == (0, "")
    assert [each["id"] for each in found] == ["a", None, "b", "c", "d"]
    assert (found[0]["intent"], found[0]["service"]) == ("book", "社会保障卡激活")
    assert found[0]["time"]["start"] == "2026-11-28T10:30"
    assert found[0]["ms"] >= 0
    assert ["error" in each for each in found] == [False, True, True, True, False]


def test_understand_says_what_is_to_be_expected_of_the_wordings(desk: Desk) -> None:
    shown = desk.run("understand", "--expected").out
    assert "答对" in shown
    assert shown.count("%") == 3


def test_understand_explains_one_sentence_to_people(desk: Desk) -> None:
    shown = desk.run("understand", "--explain", SENTENCE).out

    assert "想做什么：预约" in shown
    assert "社会保障卡激活" in shown
    assert "支持“预约”的字眼" in shown
    assert "这些线索也算进去" in shown
    assert "最像的事项" in shown
    assert "才直接认定" in shown
    assert '"intent"' not in shown


def test_simulate_speaks_json_only_and_ends_with_its_input(desk: Desk) -> None:
    lines = [
        json.dumps({"op": "say", "channel": "web", "user": "u", "text": "您好"}),
        "{",
        json.dumps({"op": "advance", "to": "2030-01-01T00:00"}),
    ]
    ran = desk.program("simulate", "--now", "2029-12-31T23:00", given="\n".join(lines))
    found = [json.loads(line) for line in ran.out.splitlines()]

    assert (ran.code, ran.err) == (0, "")
    assert [bool(each["error"]) for each in found] == [False, True, False]
    keys = {"replies", "group", "private", "result", "error"}
    assert all(set(each) == keys for each in found)


def test_a_rehearsal_never_touches_the_database_of_the_centre(desk: Desk) -> None:
    line = {"op": "ticket", "service": "居住证办理"}
    made = desk.program("simulate", given=json.dumps(line))

    assert json.loads(made.out)["result"] == {"code": "A101"}
    assert json.loads(desk.run("tickets", "list", "--json").out) == []
