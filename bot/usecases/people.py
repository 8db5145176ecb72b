"""People:

What a contact told about themselves, hand-overs to a person, binding of staff, erasure.
"""

import secrets
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.messages import ContactRef
from bot.storage import (
    consents,
    contacts,
    conversations,
    link_codes,
    links,
    places,
    privacy,
    questions,
    staff,
    tasks,
)
from bot.storage.contacts import Contact
from bot.storage.questions import Unanswered
from bot.storage.tasks import NewTask, TaskKind
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.office import Office
from bot.usecases.tasks import hide, masked, open_task, person_of, where
from bot.usecases.waiting import leave_all

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
CODE_MINUTES = 60 * 24


class HandOver(Struct, frozen=True):
    """A talk handed to a person: the kind of task, what was said (masked), the group's sentence.

    `mark` stands before the words in the list of tasks: that it is urgent.
    """

    kind: TaskKind
    text: str
    group_key: str = "group.handover"
    mark: str = ""


async def hand_over(office: Office, contact: Contact, over: HandOver) -> None:
    """Open a task and call staff in the group; at most one open call a contact and message."""
    cause = office.cause or f"{contact.id}:{office.now.isoformat()}"
    key = f"{over.kind.value}:{cause}"
    task = await open_task(
        office, NewTask(over.kind, contact.ref, over.mark + over.text, unique_key=key)
    )
    if task is None:
        return
    person = await person_of(office, task)
    text = office.say(
        over.group_key,
        task=task.code,
        where=where(office, task, person),
        who=masked(office, person),
        text=hide(person, over.text) or office.say("group.no_text"),
    )
    verbs = office.say("group.task_verbs")
    await tell_group(office, GroupNote(f"{text}\n{verbs}", unique_key=key))


async def is_called(office: Office, contact: Contact) -> bool:
    """Whether staff were called for this contact just now and still look after it: within the
    time in which an answer is due, so that a later call is heard again."""
    since = office.now - timedelta(minutes=office.config.centre.tickets.answer_minutes)
    return any(
        task.kind is TaskKind.HANDOVER and task.contact == contact.ref and task.created_at > since
        for task in await tasks.open_tasks(office.work)
    )


async def keep_phone(office: Office, contact: Contact, phone: str | None, name: str | None) -> None:
    """Keep the phone that somebody left for a call back, unless we have one."""
    known = await contacts.resident_of(office.work, contact)
    if phone and not (known and known.phone):
        kept = (known.name if known else "") or name or ""
        await contacts.introduce(office.work, contact, kept, phone, office.now)


async def keep_question(office: Office, contact: Contact, text: str, outcome: str) -> None:
    """Put a question that found no answer on the unanswered list; `text` is masked."""
    question = Unanswered(contact.id, contact.ref.channel, text, outcome)
    await questions.add(office.work, question, office.now)


async def keep_choice(office: Office, contact: Contact, entry: str) -> None:
    """Of the answers suggested last the contact chose `entry`: a hint for whoever teaches."""
    await questions.chose(office.work, contact.id, entry)


async def make_bind_code(office: Office, staff_name: str) -> str:
    """A one-time code, valid one day, that binds the account which sends it.

    Raises KeyError for a stranger.
    """
    if staff_name not in office.config.staff:
        raise KeyError(staff_name)
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    expires_at = office.now + timedelta(minutes=CODE_MINUTES)
    await staff.add_code(office.work, code, staff_name, expires_at, office.now)
    return code


async def use_bind_code(office: Office, account: ContactRef, code: str) -> str | None:
    """Bind the account; the name of the member of staff, or None for a wrong, used or old code."""
    name = await staff.use_code(office.work, code, office.now)
    if name is None or name not in office.config.staff:
        return None
    await staff.bind(office.work, account, name, office.now)
    return name


async def bring_in(office: Office, contact: Contact, scene: str) -> Contact:
    """A scanned poster tells the community (`c:NAME`): a hint, never an authorisation."""
    kind, _, name = scene.partition(":")
    if kind != "c" or name not in office.config.centre.communities:
        return contact
    await contacts.set_community(office.work, contact.id, name)
    return replace(contact, community=name)


async def part_with(office: Office, contact: Contact) -> None:
    """The resident unfollowed: forget who they are and what was said (platforms/wechat.md 6).

    Open tickets keep what is needed to serve them until they end; retention erases them then.
    """
    await contacts.set_followed(office.work, contact.id, followed=False)
    await links.forget_told(office.work, contact)
    await link_codes.forget(office.work, contact.id)
    await consents.forget(office.work, contact.ref)
    await conversations.forget(office.work, contact.id)
    await privacy.forget_told(office.work, contact.ref)
    await places.release_holds(office.work, contact.id)
    await leave_all(office, contact.id)
    await questions.erase(office.work, contact.id)
