"""The trained models: small, quick, calibrated, and never guessing what costs somebody a place."""

from collections.abc import Callable
from time import perf_counter

import pytest

from bot.understanding import Intent, Reading
from bot.understanding.features import grams, spelled
from bot.understanding.model import WEIGHTS, Linear, trained
from bot.understanding.topics import ASPECTS

Understand = Callable[[str], Reading]


def test_rows_add_up_to_shares() -> None:
    rows = {"x": bytes((130, 126)), "y": bytes((128, 128))}
    model = Linear.of(("a", "b"), (0.0, 0.0), 0.5, iter(rows.items()))

    assert model.logits(["x", "y", "never seen"]) == [1.0, -1.0]
    assert sum(model.shares(["x"]).values()) == pytest.approx(1)
    assert model.speaks({"x", "y"}, "b") == [(0.0, "y"), (-1.0, "x")]


def test_any_number_of_rows_adds_up() -> None:
    rows = {str(number): bytes((255, 1)) for number in range(600)}
    model = Linear.of(("a", "b"), (0.0, 0.0), 1.0, iter(rows.items()))

    assert model.logits(rows) == [600 * 127, 600 * -127]


def test_both_models_know_the_labels_of_the_interface() -> None:
    assert set(trained("intents").labels) == {intent.value for intent in Intent}
    assert set(trained("aspects").labels) == {*ASPECTS, "-"}


def test_the_weights_are_small_and_load_at_once() -> None:
    assert sum(path.stat().st_size for path in WEIGHTS.glob("*.json")) < 2_000_000
    trained.cache_clear()
    started = perf_counter()
    trained("intents")
    assert perf_counter() - started < 0.5


def test_particulars_are_one_mark_each() -> None:
    said = spelled("王芳明天,后天办居住证", {"■": ((2, 4), (5, 7)), "◆": ((8, 11),)}, "王芳")

    assert said == "◇■办◆"
    assert {"◇", "◇■", "^◇■", "办◆$"} <= grams(said)


@pytest.mark.parametrize("text", ["那天", "明天不", "号", "不来", "我那个", "再说嘛", "改", "退"])
def test_a_cancel_or_another_time_is_never_guessed(understand: Understand, text: str) -> None:
    reading = understand(text)
    if reading.intent in (Intent.CANCEL, Intent.RESCHEDULE):
        assert reading.intent_scores[reading.intent] >= 0.5


def test_danger_goes_before_everything(understand: Understand) -> None:
    reading = understand("我要办居住证，我老公打我，救命")
    assert reading.intent is Intent.HUMAN
    assert reading.intent_scores[Intent.HUMAN] > 0.9
