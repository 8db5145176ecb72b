"""Tasks of staff that are no tickets: taken by one, answered, finished (mission section 2)."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.masking import mask_numbers, mask_person, mask_phone, title_name
from bot.domain.refusals import Refusal
from bot.domain.tickets import OPEN_STATUSES, Ticket
from bot.storage import contacts, tasks, tickets
from bot.storage.tasks import NewTask, Task
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.office import Office
from bot.usecases.wording import channel_word

MOST_SHOWN = 10
LONGEST_LINE = 30


class Person(Struct, frozen=True):
    """Whom a task is about, as far as we know; nothing is masked."""

    name: str = ""
    phone: str = ""
    tickets: tuple[str, ...] = ()
    contact_name: str = ""
    address: str = ""


class TaskTaken(Refusal):
    """Somebody else, `actor`, looks after the task; "" = it is finished."""

    def __init__(self, code: str, actor: str) -> None:
        super().__init__(code)
        self.text_key = "refusal.task_taken" if actor else "refusal.task_done"
        self.code, self.actor = code, actor

    @property
    def values(self) -> dict[str, str]:
        """Whose task it is, for the sentence."""
        return {"code": self.code, "actor": self.actor}


async def open_task(office: Office, new: NewTask) -> Task | None:
    """Put a task on the list; None when it is there already."""
    if new.unique_key is None or not await tasks.add(office.work, new, office.now):
        return None
    return await tasks.by_key(office.work, new.unique_key)


async def person_of(office: Office, task: Task) -> Person:
    """Name and phone: of the task's ticket, else what the contact told us, else of a ticket."""
    ticket = await tickets.by_code(office.work, task.ticket) if task.ticket else None
    if ticket is not None:
        return _person(ticket, (ticket.code,))
    contact = await contacts.find(office.work, task.contact)
    if contact is None:
        return Person()
    found = await tickets.of_contact(office.work, contact.id)
    codes = tuple(each.code for each in found if each.status in OPEN_STATUSES)
    resident = await contacts.resident_of(office.work, contact)
    if resident is not None and (resident.name or resident.phone):
        known = _person(found[-1], codes) if found else Person(tickets=codes)
        return replace(known, name=resident.name, phone=resident.phone, contact_name=known.name)
    last = next((each for each in reversed(found) if each.name or each.phone), None)
    return _person(last, codes) if last else Person(tickets=codes)


def _person(ticket: Ticket, codes: tuple[str, ...]) -> Person:
    return Person(ticket.name, ticket.phone, codes, ticket.contact_name, ticket.home_address)


def masked(office: Office, person: Person) -> str:
    """刘女士 138****5678: how the group sees whom a task is about."""
    if not (person.name or person.phone):
        return office.say("task.unknown_person")
    return office.say(
        "ticket.person",
        name=title_name(person.name) or office.say("ticket.no_name"),
        phone=mask_phone(person.phone) or office.say("ticket.no_phone"),
    )


def hide(person: Person, text: str) -> str:
    """What was said by or about this person, as the group may read it."""
    return mask_person(text, (person.name, person.contact_name), person.address)


def where(office: Office, task: Task, person: Person) -> str:
    """微信，A102: the channel and the person's open tickets."""
    word = channel_word(office, task.contact.channel)
    return office.say("duty.comma").join((word, *person.tickets))


async def spell_task(office: Office, task: Task) -> str:
    """The whole task for the group: who, what was said or must be said, who looks after it."""
    person = await person_of(office, task)
    return office.say(
        "task.full",
        code=task.code,
        kind=office.say(f"task.{task.kind.value}"),
        who=masked(office, person),
        where=where(office, task, person),
        text=hide(person, task.text) or office.say("group.no_text"),
        state=_state(office, task),
    )


async def spell_for_taker(office: Office, task: Task) -> str:
    """The same with the whole name and phone: only for the private chat of who looks after it."""
    person = await person_of(office, task)
    return office.say(
        "task.private",
        code=task.code,
        kind=office.say(f"task.{task.kind.value}"),
        where=where(office, task, person),
        name=person.name or office.say("ticket.no_name"),
        phone=person.phone or office.say("ticket.no_phone"),
        text=task.text or office.say("group.no_text"),
    )


async def spell_list(office: Office, found: Sequence[Task]) -> list[str]:
    """A line a task, the first MOST_SHOWN of them."""
    if not found:
        return []
    lines = [await task_line(office, task) for task in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        lines.append(office.say("staff.more", count=len(found) - MOST_SHOWN))
    return [office.say("staff.tasks", count=len(found), code=found[0].code), *lines]


async def take(office: Office, task: Task, name: str) -> Task:
    """`name` looks after it from now on. Raises TaskTaken when another does or it is finished."""
    if task.status != "open":
        raise TaskTaken(task.code, "")
    if task.taken_by not in ("", name):
        raise TaskTaken(task.code, task.taken_by)
    await tasks.take(office.work, task, name)
    after = await tasks.by_id(office.work, task.id) or task
    if after.taken_by != name:
        raise TaskTaken(task.code, after.taken_by)
    return after


async def finish(office: Office, task: Task, name: str, remark: str = "") -> bool:
    """It is done, with a note for colleagues; False when it was done before."""
    note = office.say("task.remark", name=name, text=mask_numbers(remark)) if remark else ""
    return await tasks.finish(office.work, task.id, name, note if task.text else note.strip())


async def outdate_calls(office: Office, ticket: Ticket) -> None:
    """Nobody needs to phone any more what was news of `ticket`; who had taken the call is told.

    A question waits on while the ticket is open: it still has to be asked.
    """
    is_open = ticket.status in OPEN_STATUSES
    for task in await tasks.outdate_calls(office.work, ticket.code, but_questions=is_open):
        if task.taken_by:
            text = office.say("task.outdated", code=task.code, ticket=ticket.code)
            note = GroupNote(text, ticket=task.code, to=task.taken_by)
            await tell_group(office, note)


async def task_line(office: Office, task: Task) -> str:
    """Code, kind, masked person and the beginning of what was said, in one line."""
    person = await person_of(office, task)
    text = " ".join(hide(person, task.text).split()) or office.say("group.no_text")
    return office.say(
        "task.line",
        code=task.code,
        kind=office.say(f"task.{task.kind.value}"),
        who=masked(office, person),
        where=where(office, task, person),
        text=text[:LONGEST_LINE] + ("…" if len(text) > LONGEST_LINE else ""),
        state=_state(office, task),
    )


def _state(office: Office, task: Task) -> str:
    if task.status != "open":
        return office.say("task.done")
    return office.say("task.taken", name=task.taken_by) if task.taken_by else ""
