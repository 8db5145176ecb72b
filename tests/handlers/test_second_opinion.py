"""The optional endpoint picks among our own answers, and nothing it does can hurt a resident."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.domain.calendar import CHINA
from bot.domain.services import FaqEntry
from bot.handlers.second_opinion import SECONDS, Endpoint, SecondOpinion
from bot.understanding.reading import FaqMatch, FaqOutcome, Intent, Reading
from tests.simulators.model_endpoint import ModelEndpoint, Mood

_FAQ = (
    FaqEntry(id="F01", question="停车收费吗？", answer="前两小时免费。"),
    FaqEntry(id="F02", question="有没有停车场？", answer="地下一层。"),
    FaqEntry(id="F03", question="几点关门？", answer="18:00。"),
)
_UNSURE = FaqMatch(FaqOutcome.SUGGEST, None, 0.4, ("F02", "F01"))
_QUESTION = Reading("车放哪", "车放哪", "车放哪", Intent.FAQ, faq=_UNSURE)
_NOW = datetime(2026, 11, 23, 10, tzinfo=CHINA)


@pytest.fixture
async def model() -> AsyncIterator[ModelEndpoint]:
    endpoint = ModelEndpoint()
    await endpoint.start()
    yield endpoint
    await endpoint.stop()


class _Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> _Seconds:
    return _Seconds()


@pytest.fixture
async def opinion(model: ModelEndpoint, seconds: _Seconds) -> AsyncIterator[SecondOpinion]:
    asked = SecondOpinion(Endpoint(model.url, "tiny", "secret"), seconds)
    yield asked
    await asked.close()


async def test_one_of_our_own_candidates_becomes_the_answer(
    model: ModelEndpoint, opinion: SecondOpinion
) -> None:
    model.pick = lambda _: "F01"
    settled = await opinion.of(_QUESTION, _FAQ)
    assert (settled.faq.outcome, settled.faq.entry) == (FaqOutcome.ANSWER, "F01")
    assert model.keys == ["Bearer secret"]
    assert model.asked[0]["entries"] == [
        {"id": "F02", "question": "有没有停车场？"},
        {"id": "F01", "question": "停车收费吗？"},
    ]


@pytest.mark.parametrize("picked", ["none", "F03", "F99", "", "<b>F01</b>"])
async def test_anything_else_leaves_the_suggestions(
    picked: str, model: ModelEndpoint, opinion: SecondOpinion
) -> None:
    model.pick = lambda _: picked
    assert await opinion.of(_QUESTION, _FAQ) is _QUESTION


@pytest.mark.parametrize("mood", [m for m in Mood if m not in (Mood.WELL, Mood.HANGING)])
async def test_a_failing_endpoint_leaves_the_offline_reading(
    mood: Mood, model: ModelEndpoint, opinion: SecondOpinion
) -> None:
    model.mood, model.pick = mood, lambda _: "F01"
    assert await opinion.of(_QUESTION, _FAQ) is _QUESTION
    assert len(model.asked) == 1


async def test_a_hanging_endpoint_is_given_up_at_the_deadline(
    model: ModelEndpoint, opinion: SecondOpinion, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SECONDS <= 1.5
    monkeypatch.setattr("bot.handlers.second_opinion.SECONDS", 0.05)
    model.mood = Mood.HANGING
    assert await opinion.of(_QUESTION, _FAQ) is _QUESTION


async def test_an_endpoint_that_is_not_there_leaves_the_offline_reading() -> None:
    nobody = SecondOpinion(Endpoint("http://127.0.0.1:9/v1", "tiny"))
    assert await nobody.of(_QUESTION, _FAQ) is _QUESTION
    await nobody.close()


async def test_after_three_failures_it_is_left_alone_for_longer_and_longer(
    model: ModelEndpoint, opinion: SecondOpinion, seconds: _Seconds
) -> None:
    model.mood = Mood.BUSY
    for _ in range(5):
        await opinion.of(_QUESTION, _FAQ)
    assert (len(model.asked), opinion.state()) == (3, "paused")
    seconds.now = 31
    await opinion.of(_QUESTION, _FAQ)
    seconds.now = 62
    await opinion.of(_QUESTION, _FAQ)
    assert len(model.asked) == 4
    model.mood, model.pick, seconds.now = Mood.WELL, lambda _: "F01", 200
    assert (await opinion.of(_QUESTION, _FAQ)).faq.entry == "F01"
    assert opinion.state() == "ok"


@pytest.mark.parametrize(
    "reading",
    [
        Reading("约周六", "约周六", "约周六", Intent.BOOK, faq=_UNSURE),
        Reading("取消", "取消", "取消", Intent.CANCEL, faq=_UNSURE),
        Reading("护照", "护照", "护照", Intent.FAQ, not_offered="去公安", faq=_UNSURE),
        Reading("？", "？", "？", Intent.FAQ, faq=FaqMatch()),
        Reading("a", "a", "a", Intent.FAQ, faq=FaqMatch(FaqOutcome.ANSWER, "F01", 1, ("F01",))),
    ],
    ids=lambda reading: reading.text,
)
async def test_only_unsure_questions_are_asked_about(
    reading: Reading, model: ModelEndpoint, opinion: SecondOpinion
) -> None:
    assert await opinion.of(reading, _FAQ) is reading
    assert model.asked == []


async def test_nobody_outside_learns_who_asks(model: ModelEndpoint, opinion: SecondOpinion) -> None:
    said = "我是王小明，电话13812345678，车放哪"
    reading = Reading(
        said,
        said,
        "我是王小明，电话138****5678，车放哪",
        Intent.FAQ,
        name="王小明",
        faq=_UNSURE,
    )
    await opinion.of(reading, _FAQ)
    assert "王小明" not in str(model.asked)
    assert "13812345678" not in str(model.asked)
    assert "车放哪" in str(model.asked)


def test_without_an_address_it_is_off() -> None:
    assert Endpoint.of({"MENTING_MODEL_NAME": "tiny"}) is None


@pytest.mark.parametrize(
    "env",
    [
        {"MENTING_MODEL_URL": "localhost:1", "MENTING_MODEL_NAME": "tiny"},
        {"MENTING_MODEL_URL": "http://localhost:1"},
    ],
)
def test_half_an_endpoint_is_refused_by_the_name_of_the_variable(env: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="MENTING_MODEL_"):
        Endpoint.of(env)
