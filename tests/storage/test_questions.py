"""Questions without an answer are listed and forgotten; a lesson is settled once."""

from datetime import timedelta

from bot.storage import Storage, UnitOfWork, questions
from bot.storage.questions import LEARNED, REFUSED, Lesson, Unanswered
from tests.storage.examples import NOW, at_once

LESSON = Lesson("车车放哪", "F09", is_service=False, taught_by="陈晓")


async def test_questions_are_listed_dropped_erased_and_forgotten(storage: Storage) -> None:
    before = NOW - timedelta(days=400)
    asked = [
        (Unanswered(1, "wechat", "能办护照吗", "refuse"), before),
        (Unanswered(2, "qq", "停车", "suggest"), NOW),
        (Unanswered(2, "qq", "厕所", "refuse"), NOW),
        (Unanswered(3, "qq", "空调", "refuse"), NOW),
    ]

    async def ask(work: UnitOfWork) -> None:
        for question, at in asked:
            await questions.add(work, question, at)

    await storage.run(ask)
    listed = await storage.read(lambda work: questions.newest(work, 10))
    assert [(kept.question, kept.at) for kept in listed] == asked[::-1]
    assert len(await storage.read(lambda work: questions.newest(work, 2))) == 2

    await storage.run(lambda work: questions.drop(work, listed[0].number))
    assert await storage.run(lambda work: questions.forget_before(work, NOW)) == 1
    await storage.run(lambda work: questions.erase(work, 2))
    assert await storage.read(lambda work: questions.newest(work, 10)) == ()


async def test_a_lesson_is_settled_by_whoever_is_first(storage: Storage) -> None:
    await storage.run(lambda work: questions.teach(work, LESSON, NOW))
    (lesson,) = await storage.read(questions.untried)
    assert (lesson.wording, lesson.target, lesson.is_service) == ("车车放哪", "F09", False)
    ends = await at_once(storage, [lambda work: questions.settle(work, lesson, LEARNED)] * 5)
    assert sorted(ends) == [False] * 4 + [True]
    assert not await storage.run(lambda work: questions.settle(work, lesson, REFUSED))
    assert await storage.read(questions.untried) == ()


async def test_a_lesson_that_waits_to_be_tried_is_not_forgotten(storage: Storage) -> None:
    await storage.run(lambda work: questions.teach(work, LESSON, NOW))
    later = NOW + timedelta(days=1)
    assert await storage.run(lambda work: questions.forget_before(work, later)) == 0
    assert len(await storage.read(questions.untried)) == 1
