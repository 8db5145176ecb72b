"""Which moves a ticket may make, and the codes people read out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.refusals import AlreadyDone, IllegalAct, Refusal
from bot.domain.tickets import (
    TRANSITIONS,
    Act,
    Status,
    code_of,
    next_status,
    normalise_code,
)
from tests.domain.centres import when

WAYS = [
    ([Act.REQUEST, Act.CONFIRM, Act.ARRIVE, Act.SERVE, Act.CLOSE], Status.CLOSED),
    ([Act.REQUEST, Act.CONFIRM, Act.SERVE], Status.SERVED),
    ([Act.REQUEST, Act.DECLINE], Status.DECLINED),
    ([Act.REQUEST, Act.CONFIRM, Act.CANCEL], Status.CANCELLED),
    ([Act.REQUEST, Act.CONFIRM, Act.NO_SHOW], Status.NO_SHOW),
    ([Act.REQUEST, Act.PROPOSE], Status.REQUESTED),
    ([Act.REQUEST, Act.PROPOSE, Act.ACCEPT], Status.CONFIRMED),
    ([Act.REQUEST, Act.PROPOSE, Act.REFUSE], Status.REQUESTED),
    ([Act.REQUEST, Act.CONFIRM, Act.RESCHEDULE], Status.REQUESTED),
    ([Act.REQUEST, Act.CONFIRM, Act.ARRIVE, Act.COLLECT_WAIT], Status.WAITING_COLLECTION),
    (
        [Act.REQUEST, Act.CONFIRM, Act.SERVE, Act.COLLECT_WAIT, Act.COLLECT, Act.CLOSE],
        Status.CLOSED,
    ),
    ([Act.REQUEST, Act.ASK, Act.OWN, Act.TRANSFER, Act.NOTE], Status.REQUESTED),
]
FORBIDDEN = [
    (None, Act.CONFIRM),
    (Status.REQUESTED, Act.REQUEST),
    (Status.CONFIRMED, Act.CONFIRM),
    (Status.CONFIRMED, Act.DECLINE),
    (Status.REQUESTED, Act.ARRIVE),
    (Status.REQUESTED, Act.NO_SHOW),
    (Status.ARRIVED, Act.CANCEL),
    (Status.CANCELLED, Act.RESCHEDULE),
    (Status.WAITING_COLLECTION, Act.CLOSE),
    (Status.DECLINED, Act.ASK),
]


@pytest.mark.parametrize(("acts", "end"), WAYS)
def test_a_ticket_goes_its_way(acts: list[Act], end: Status) -> None:
    status: Status | None = None
    for act in acts:
        status = next_status(status, act)
    assert status is end


@pytest.mark.parametrize(("status", "act"), FORBIDDEN)
def test_other_moves_are_refused_with_the_state_and_the_act(
    status: Status | None, act: Act
) -> None:
    with pytest.raises(IllegalAct) as refused:
        next_status(status, act, "A102")
    assert refused.value.values == {"code": "A102", "status": status or "", "act": act}


@pytest.mark.parametrize(
    "status", [Status.DECLINED, Status.CANCELLED, Status.NO_SHOW, Status.CLOSED]
)
def test_an_ended_ticket_takes_nothing_but_notes(status: Status) -> None:
    assert [act for act, transition in TRANSITIONS.items() if status in transition.starts] == [
        Act.NOTE,
        Act.PROVE,
        Act.LOOK,
    ]


def test_every_act_is_in_the_table() -> None:
    assert set(TRANSITIONS) == set(Act) - {Act.REQUEST}


def test_a_refusal_fills_the_placeholders_of_its_sentence() -> None:
    assert Refusal().values == {}
    assert AlreadyDone("张敏", when("2026-11-24 09:12")).values == {"actor": "张敏", "at": "09:12"}


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (1, "A101"),
        (2, "A102"),
        (899, "A999"),
        (900, "B100"),
        (8 * 900, "J100"),
        (22 * 900 - 1, "Z999"),
        (22 * 900, "A1000"),
        (22 * 9900 - 1, "Z9999"),
        (22 * 9900, "A10000"),
    ],
)
def test_codes_run_through_the_letters_and_then_grow_a_digit(number: int, code: str) -> None:
    assert code_of(number) == code


def test_a_code_needs_a_number_that_is_not_negative() -> None:
    with pytest.raises(ValueError, match="start at 0"):
        code_of(-1)


def test_the_first_fifty_thousand_codes_differ() -> None:
    assert len({code_of(number) for number in range(50_000)}) == 50_000


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_codes_are_unique_short_and_survive_being_read_back(one: int, other: int) -> None:
    code = code_of(one)
    assert (code == code_of(other)) == (one == other)
    assert code[0] not in "ILO"
    assert len(code) <= 9
    assert normalise_code(f" {code[0].lower()} {code[1:3]}-{code[3:]} ") == code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("A102", "A102"),
        ("a102", "A102"),
        ("Ａ１０２", "A102"),
        ("A 102", "A102"),
        ("a-1 02", "A102"),
        ("A—102", "A102"),
        ("#A102", "A102"),
        ("A1O2", "A102"),
        ("A幺零二", "A102"),
        ("A〇一二三", None),
        ("I102", None),
        ("O102", None),
        ("A12", None),
        ("A012", None),
        ("A1234567890", None),
        ("AB102", None),
        ("102", None),
        ("我的A102", None),
        ("", None),
    ],
)
def test_a_code_is_known_however_it_is_written(said: str, code: str | None) -> None:
    assert normalise_code(said) == code
