"""What staff were asked, corrections, more words of a call and figures, on both databases."""

from datetime import timedelta

from msgspec.structs import replace

from bot.storage import (
    Storage,
    UnitOfWork,
    asked_which,
    contacts,
    corrections,
    statistics,
    tasks,
    tickets,
)
from bot.storage.asked_which import Waiting
from bot.storage.tasks import NewTask, TaskKind
from tests.storage.examples import NOW, REQUESTED, WANG, ZHANG, ticket

DAY = timedelta(days=1)


async def test_an_order_waits_for_its_number_once(storage: Storage) -> None:
    async def turn(work: UnitOfWork) -> list[Waiting | None]:
        await asked_which.put(work, "张敏", Waiting("确认", ("A101", "T2"), NOW))
        await asked_which.put(work, "张敏", Waiting("接", ("T2",), NOW))
        return [await asked_which.take(work, "张敏") for _ in range(2)]

    assert await storage.run(turn) == [Waiting("接", ("T2",), NOW), None]


async def test_what_was_never_answered_is_forgotten(storage: Storage) -> None:
    async def turn(work: UnitOfWork) -> int:
        await asked_which.put(work, "张敏", Waiting("确认", ("A101",), NOW))
        return await asked_which.forget_before(work, NOW + DAY)

    assert await storage.run(turn) == 1


async def test_name_and_phone_are_corrected_with_a_line_of_the_trail(storage: Storage) -> None:
    async def turn(work: UnitOfWork) -> None:
        contact = await contacts.meet(work, WANG, None, NOW)
        before = await tickets.add(work, ticket(contact, "王方", "13800000001"), REQUESTED)
        after = replace(before, name="王芳", phone="13800000002")
        await corrections.correct(work, after, tickets.Entry("note", ZHANG), NOW)
        assert await tickets.by_code(work, before.code) == after
        assert [entry.act for entry in await tickets.audit_of(work, before.id)][-1] == "note"

    await storage.run(turn)


async def test_later_words_are_put_below_the_call(storage: Storage) -> None:
    async def turn(work: UnitOfWork) -> list[str]:
        for key, text in (("a", ""), ("b", "人工")):
            await tasks.add(work, NewTask(TaskKind.HANDOVER, WANG, text, None, key), NOW)
        found = await tasks.open_tasks(work)
        for task in found:
            assert await tasks.append(work, task.id, "低保的事")
        return [task.text for task in await tasks.open_tasks(work)]

    assert await storage.run(turn) == ["低保的事", "人工\n低保的事"]


async def test_figures_are_counted_by_channel_state_and_grade(storage: Storage) -> None:
    async def turn(work: UnitOfWork) -> None:
        contact = await contacts.meet(work, WANG, None, NOW)
        for name in ("王芳", "李梅"):
            await tickets.add(work, ticket(contact, name), REQUESTED)
        made = await statistics.made(work, NOW - DAY, NOW + DAY)
        assert [(one.channel, one.status.value, one.count) for one in made] == [
            ("wechat", "requested", 2)
        ]
        visits = await statistics.visits(work, NOW, NOW + 2 * DAY)
        assert [(one.status.value, one.rating, one.count) for one in visits] == [
            ("requested", "", 2)
        ]
        assert await statistics.made(work, NOW + DAY, NOW + 2 * DAY) == ()

    await storage.run(turn)
