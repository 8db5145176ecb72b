"""With an endpoint configured a resident gets the stored answer, and without a word more."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import Centre, Settings
from bot.domain.messages import ContactRef, InboundMessage, MessageKind
from bot.storage.migrations import bring_up_to_date
from bot.understanding import Reading, read
from bot.understanding.reading import FaqOutcome
from tests.handlers.courier_house import NOW
from tests.simulators.model_endpoint import ModelEndpoint

QUESTION = "办好以后可以邮寄吗？"
FAQ = """entries:
- {id: F01, question: 居住证办好以后可以邮寄吗？, answer: 可以，邮费到付。}
- {id: F02, question: 社保卡办好以后可以邮寄吗？, answer: 不能邮寄，请当场领取。}
"""


@pytest.fixture
async def model() -> AsyncIterator[ModelEndpoint]:
    endpoint = ModelEndpoint()
    await endpoint.start()
    yield endpoint
    await endpoint.stop()


@pytest.fixture
async def centre(tmp_path: Path, fresh_sqlite: str, model: ModelEndpoint) -> AsyncIterator[Centre]:
    env = {"MENTING_MODEL_URL": model.url, "MENTING_MODEL_NAME": "tiny"}
    (tmp_path / "faq.yaml").write_text(FAQ, encoding="utf-8")
    opened = Centre(Settings(tmp_path, fresh_sqlite, env), lambda: NOW)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def fresh_sqlite(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'centre.db'}"
    await bring_up_to_date(url)
    return url


async def ask(centre: Centre, text: str, room: ContactRef | None = None) -> str:
    contact = ContactRef("wechat", "oWang")
    message = InboundMessage(
        f"key:{text}", contact, MessageKind.TEXT, text, NOW, passive=True, room=room
    )
    return "\n".join((await centre.door.receive(message)).texts)


def unsure(centre: Centre) -> Reading:
    reading = read(QUESTION, NOW, centre.snapshot.knowledge)
    assert reading.faq.outcome is not FaqOutcome.ANSWER, "the example must be an unsure one"
    return reading


async def test_the_stored_answer_is_given_word_for_word(
    centre: Centre, model: ModelEndpoint
) -> None:
    picked = unsure(centre).faq.ranked[0]
    model.pick = lambda _: picked
    said = await ask(centre, QUESTION)
    entry = next(entry for entry in centre.snapshot.config.faq if entry.id == picked)
    assert said.startswith(entry.answer)
    assert (await centre.health())["second_opinion"] == "ok"


async def test_without_a_pick_the_resident_gets_the_suggestions(
    centre: Centre, model: ModelEndpoint
) -> None:
    assert "1. " in await ask(centre, QUESTION)
    assert len(model.asked) == 1


async def test_a_booking_never_leaves_the_house(centre: Centre, model: ModelEndpoint) -> None:
    await ask(centre, "我要办居住证，明天上午")
    assert model.asked == []


async def test_nothing_from_a_group_leaves_the_house(centre: Centre, model: ModelEndpoint) -> None:
    await ask(centre, QUESTION, ContactRef("wechat", "group:1"))
    assert model.asked == []
