"""Who is staff, what staff must do, and what nobody could answer."""

from msgspec.structs import replace

from bot.domain.messages import ContactRef, Purpose
from bot.storage import Storage, UnitOfWork, guesses, outbox, staff, tasks
from bot.storage.outbox import Letter
from bot.storage.tasks import QUESTION_PREFIX, NewTask, TaskKind
from tests.storage.examples import LI, NOW, WANG, at_once, minutes

PHONE = ContactRef("onebot", "10001")
COMPLAINT = NewTask(TaskKind.COMPLAINT, WANG, "排队太久", "A102", unique_key="wechat:1")


async def add_code(storage: Storage, code: str = "7K2P9Q") -> None:
    await storage.run(lambda work: staff.add_code(work, code, "张敏", minutes(30), NOW))


async def test_a_one_time_code_works_once_however_many_try_at_once(storage: Storage) -> None:
    await add_code(storage)
    turns = [lambda work: staff.use_code(work, " 7k2p9q ", minutes(29))] * 20
    names = await at_once(storage, turns)
    assert sorted(name or "" for name in names) == [""] * 19 + ["张敏"]


async def test_an_old_or_wrong_code_binds_nobody(storage: Storage) -> None:
    await add_code(storage)
    assert await storage.run(lambda work: staff.use_code(work, "7K2P9X", NOW)) is None
    assert await storage.run(lambda work: staff.use_code(work, "7K2P9Q", minutes(30))) is None


async def test_two_codes_are_good_beside_each_other(storage: Storage) -> None:
    await add_code(storage)
    await add_code(storage, "OTHER1")
    for code in ("7K2P9Q", "OTHER1"):
        used = await storage.run(
            lambda work, one=code: staff.use_code(work, one, NOW)  # type: ignore[misc]
        )
        assert used == "张敏"


async def test_wrong_guesses_are_counted_until_they_are_old_or_one_is_right(
    storage: Storage,
) -> None:
    async def guesses_of(who: str, since: float = -10) -> int:
        return await storage.read(lambda work: guesses.count(work, who, minutes(since)))

    for minute in (0, 5):
        await storage.run(
            lambda work, m=minute: guesses.add(work, "qq:1", minutes(m))  # type: ignore[misc]
        )
    await storage.run(lambda work: guesses.add(work, "qq:2", NOW))
    assert [await guesses_of("qq:1"), await guesses_of("qq:1", 0), await guesses_of("x")] == [
        2,
        1,
        0,
    ]
    await storage.run(lambda work: guesses.forget(work, "qq:1"))
    assert [await guesses_of("qq:1"), await guesses_of("qq:2")] == [0, 1]
    assert await storage.run(lambda work: guesses.forget_before(work, minutes(1))) == 1


async def test_an_account_belongs_to_one_member_of_staff(storage: Storage) -> None:
    assert await storage.read(lambda work: staff.bound_name(work, PHONE)) is None
    await storage.run(lambda work: staff.bind(work, PHONE, "张敏", NOW))
    await storage.run(lambda work: staff.bind(work, PHONE, "李雷", NOW))
    assert await storage.read(lambda work: staff.bound_name(work, PHONE)) == "李雷"
    assert await storage.read(lambda work: staff.accounts_of(work, "张敏")) == ()


async def test_a_member_of_staff_may_have_several_accounts_the_newest_first(
    storage: Storage,
) -> None:
    await storage.run(lambda work: staff.bind(work, PHONE, "张敏", NOW))
    await storage.run(lambda work: staff.bind(work, LI, "张敏", minutes(1)))
    assert await storage.read(lambda work: staff.accounts_of(work, "张敏")) == (LI, PHONE)


async def test_a_task_is_opened_once_and_finished_once(storage: Storage) -> None:
    added = await at_once(storage, [lambda work: tasks.add(work, COMPLAINT, NOW)] * 20)
    assert sum(added) == 1
    (task,) = await storage.read(tasks.open_tasks)
    assert (task.kind, task.contact, task.text) == (TaskKind.COMPLAINT, WANG, "排队太久")
    assert (task.status, task.ticket, task.created_at) == ("open", "A102", NOW)
    finished = await at_once(storage, [lambda work: tasks.finish(work, task.id, "张敏")] * 5)
    assert sum(finished) == 1
    assert await storage.read(tasks.open_tasks) == ()
    assert await storage.read(tasks.everything) == (replace(task, status="done"),)


async def test_tasks_without_a_key_are_all_kept(storage: Storage) -> None:
    handover = NewTask(TaskKind.HANDOVER, LI, "找人工")
    added = await at_once(storage, [lambda work: tasks.add(work, handover, NOW)] * 2)
    assert added == [True, True]


async def test_a_contacts_task_texts_are_erased(storage: Storage) -> None:
    await storage.run(lambda work: tasks.add(work, COMPLAINT, NOW))
    await storage.run(lambda work: tasks.add(work, NewTask(TaskKind.PHONE, LI, "请电话"), NOW))
    await storage.run(lambda work: tasks.erase(work, WANG))
    assert [task.text for task in await storage.read(tasks.everything)] == ["", "请电话"]


async def test_older_calls_about_a_ticket_are_closed_but_what_was_asked_waits_on(
    storage: Storage,
) -> None:
    async def letter(work: UnitOfWork, key: str | None) -> None:
        words = Letter(WANG, key or "已确认", Purpose.RESULT, ticket="A102", unique_key=key)
        number = await outbox.put(work, words, NOW)
        call = NewTask(TaskKind.PHONE, WANG, words.text, "A102", f"phone:{number}")
        await tasks.add(work, call, NOW)

    await storage.run(lambda work: letter(work, None))
    await storage.run(lambda work: letter(work, f"{QUESTION_PREFIX}1"))
    await storage.run(lambda work: tasks.add(work, COMPLAINT, NOW))
    closed = await storage.run(lambda work: tasks.outdate_calls(work, "A102", but_questions=True))
    assert [task.text for task in closed] == ["已确认"]
    closed = await storage.run(lambda work: tasks.outdate_calls(work, "A102", but_questions=False))
    assert [task.text for task in closed] == [f"{QUESTION_PREFIX}1"]
    assert [task.kind for task in await storage.read(tasks.open_tasks)] == [TaskKind.COMPLAINT]
