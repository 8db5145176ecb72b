"""Tasks for staff that are not tickets."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from bot.domain.messages import ContactRef
from bot.storage.statements import statements
from bot.storage.unit_of_work import Row, UnitOfWork, from_ms, to_ms

_SQL = statements("tasks")
TASK_LETTER = "T"
"""No ticket's code begins with it."""
QUESTION_PREFIX = "question:"
"""How the unique key of a letter begins that asks a resident something."""


class TaskKind(StrEnum):
    """house.md section 7: complaints, demands and hand-overs are tasks, never tickets."""

    HANDOVER = "handover"
    COMPLAINT = "complaint"
    DEMAND = "demand"
    PHONE = "phone"


class Task(Struct, frozen=True):
    """One task; `text` is masked, `taken_by` the member of staff who looks after it, or ""."""

    id: int
    kind: TaskKind
    contact: ContactRef
    text: str
    status: str
    ticket: str | None
    created_at: datetime
    taken_by: str = ""

    @property
    def code(self) -> str:
        """How staff name it: T3."""
        return f"{TASK_LETTER}{self.id}"


class NewTask(Struct, frozen=True):
    """A task to be added; `unique_key` makes adding it twice a no-op."""

    kind: TaskKind
    contact: ContactRef
    text: str
    ticket: str | None = None
    unique_key: str | None = None


def _task(row: Row) -> Task:
    return Task(
        id=row["id"],
        kind=TaskKind(row["kind"]),
        contact=ContactRef(row["channel"], row["address"]),
        text=row["text"],
        status=row["status"],
        ticket=row["ticket"],
        created_at=from_ms(row["created_at"]),
        taken_by=row["taken_by"],
    )


async def add(work: UnitOfWork, task: NewTask, now: datetime) -> bool:
    """Open a task; False when it is there already."""
    changed = await work.execute(
        _SQL["add"],
        kind=task.kind.value,
        channel=task.contact.channel,
        address=task.contact.address,
        text=task.text,
        ticket=task.ticket,
        unique_key=task.unique_key,
        now=to_ms(now),
    )
    return changed == 1


async def open_tasks(work: UnitOfWork) -> tuple[Task, ...]:
    """Tasks nobody finished yet, oldest first."""
    return tuple(map(_task, await work.fetch_all(_SQL["open"])))


async def everything(work: UnitOfWork) -> tuple[Task, ...]:
    """All tasks, oldest first."""
    return tuple(map(_task, await work.fetch_all(_SQL["everything"])))


async def by_id(work: UnitOfWork, task_id: int) -> Task | None:
    """The task with this number."""
    row = await work.fetch_one(_SQL["by_id"], id=task_id)
    return _task(row) if row else None


async def by_key(work: UnitOfWork, unique_key: str) -> Task | None:
    """The task that was added with this key."""
    row = await work.fetch_one(_SQL["by_key"], unique_key=unique_key)
    return _task(row) if row else None


async def about(
    work: UnitOfWork, contact: ContactRef | None, ticket: str | None
) -> tuple[Task, ...]:
    """Every task of one contact or about one ticket, finished ones too."""
    channel, address = (contact.channel, contact.address) if contact else ("", "")
    rows = await work.fetch_all(_SQL["about"], channel=channel, address=address, ticket=ticket)
    return tuple(map(_task, rows))


async def take(work: UnitOfWork, task: Task, name: str) -> bool:
    """`name` looks after an open task from now on; False when somebody else was faster."""
    changed = await work.execute(_SQL["take"], id=task.id, before=task.taken_by, taken_by=name)
    return changed == 1


async def append(work: UnitOfWork, task_id: int, more: str) -> bool:
    """What the resident said later is put below the text; False when the task is finished."""
    return await work.execute(_SQL["append"], id=task_id, more=more, between="\n") == 1


async def finish(work: UnitOfWork, task_id: int, done_by: str, note: str = "") -> bool:
    """Close a task; False when it was closed before. `note` is put below its text."""
    return await work.execute(_SQL["finish"], id=task_id, done_by=done_by, note=note) == 1


async def outdate_calls(work: UnitOfWork, ticket: str, *, but_questions: bool) -> tuple[Task, ...]:
    """Close the open calls about one ticket, all or all but the questions; those that were open."""
    rows = await work.fetch_all(
        _SQL["outdate_calls"], ticket=ticket, questions=QUESTION_PREFIX if but_questions else "-"
    )
    return tuple(map(_task, rows))


async def finish_phoning(work: UnitOfWork, letter_key: str) -> None:
    """Nobody needs to phone any more for the letter with this unique_key: it lost its use."""
    await work.execute(_SQL["finish_phoning"], letter_key=letter_key)


async def erase(work: UnitOfWork, contact: ContactRef) -> None:
    """Privacy: empty the texts of one contact."""
    await work.execute(_SQL["erase"], channel=contact.channel, address=contact.address)


async def erase_ticket(work: UnitOfWork, code: str) -> None:
    """Privacy: empty the texts about one ticket."""
    await work.execute(_SQL["erase_ticket"], ticket=code)


async def erase_mentions(work: UnitOfWork, phone: str) -> None:
    """Privacy: empty every task that holds this phone."""
    await work.execute(_SQL["erase_mentions"], phone=phone)


async def erase_before(work: UnitOfWork, before: datetime) -> int:
    """Retention: empty the texts of finished tasks made before `before`."""
    return await work.execute(_SQL["erase_before"], before=to_ms(before))
