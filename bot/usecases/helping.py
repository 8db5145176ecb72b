"""A member of staff has taken over a talk: the resident's words go to the group, until it is done.

Mission section 6: a clerk takes over a talk. The bot is quiet meanwhile (flows/parts/helped).
"""

from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.domain.messages import Purpose
from bot.storage import contacts, conversations, tasks
from bot.storage.contacts import Contact
from bot.storage.conversations import Conversation, Help
from bot.storage.outbox import Letter
from bot.storage.tasks import Task, TaskKind
from bot.usecases.notices import GroupNote, tell_group, tell_member
from bot.usecases.office import Office
from bot.usecases.reach import BY_CLERK
from bot.usecases.tasks import hide, masked, person_of

COMPLAINTS = frozenset({TaskKind.COMPLAINT})
_CALLS = COMPLAINTS | {TaskKind.HANDOVER}
_SAME_MATTER = timedelta(days=1)


async def begin_help(office: Office, task: Task) -> bool:
    """What the resident writes from now on goes to the group; False where nothing is written.

    It ends with the task, or when the resident was silent for centre.yaml `person_minutes`.
    """
    contact = await contacts.find(office.work, task.contact)
    if contact is None or task.kind is TaskKind.PHONE or task.contact.channel in BY_CLERK:
        return False
    await contacts.lock(office.work, contact.id)
    talk = await conversations.find(office.work, contact.id)
    help_now = Help(task.id, _until(office), position(talk))
    if talk.help and talk.help.task == task.id and talk.help.until > office.now:
        help_now = replace(talk.help, until=_until(office))
    await conversations.keep_help(office.work, contact.id, help_now, office.now)
    return True


async def helper_of(office: Office, talk: Conversation) -> Task | None:
    """The task in whose course somebody talks with this resident now."""
    if talk.help is None or talk.help.until <= office.now:
        return None
    task = await tasks.by_id(office.work, talk.help.task)
    return task if task and task.status == "open" and task.taken_by else None


async def pass_on(office: Office, contact: Contact, task: Task, said: Help, text: str) -> None:
    """Show the resident's words in the group to whoever helps them; `text` without ID numbers."""
    person = await person_of(office, task)
    shown, who = hide(person, text), masked(office, person)
    spoken = office.say("group.said", task=task.code, who=who, text=shown or "…")
    await tell_group(office, GroupNote(spoken, ticket=task.code, to=task.taken_by))
    if shown != text:  # a phone to call, a door to ring at: whole only for whoever helps
        await _tell_whole(office, task, text)
    after = replace(said, until=_until(office), is_told=True)
    await conversations.keep_help(office.work, contact.id, after, office.now)


async def add_to_call(
    office: Office, contact: Contact, text: str, kinds: frozenset[TaskKind] = _CALLS
) -> bool:
    """What is said within a day after a call for a person, or a complaint, is part of it; False
    when nothing waits any more. `text` without ID numbers."""
    found = await tasks.about(office.work, contact.ref, None)
    waiting = [task for task in found if task.status == "open" and task.kind in kinds]
    if not waiting or office.now - waiting[-1].created_at > _SAME_MATTER:
        return False
    task = waiting[-1]
    await tasks.append(office.work, task.id, text)
    person = await person_of(office, task)
    who = masked(office, person)
    spoken = office.say("group.said", task=task.code, who=who, text=hide(person, text) or "…")
    await tell_group(office, GroupNote(spoken, ticket=task.code, to=task.taken_by or None))
    return True


async def _tell_whole(office: Office, task: Task, text: str) -> None:
    spoken = office.say("task.said_whole", code=task.code, text=text)
    letter = Letter(task.contact, spoken, Purpose.REPLY, office.cause, task.code)
    await tell_member(office, task.taken_by, letter)


def position(talk: Conversation) -> str:
    """Where a talk stands, to see later whether something else was asked since."""
    return f"{talk.flow}:{talk.step}"


def _until(office: Office) -> datetime:
    return office.now + timedelta(minutes=office.config.centre.person_minutes)
