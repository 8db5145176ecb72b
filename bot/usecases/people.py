"""People:

What a contact told about themselves, hand-overs to a person, binding of staff, erasure.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.messages import ContactRef
from bot.storage import staff, tasks
from bot.storage.contacts import Contact
from bot.storage.tasks import NewTask, TaskKind, Unanswered
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.office import Office

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
CODE_MINUTES = 60 * 24


@dataclass(frozen=True, slots=True)
class HandOver:
    """A talk handed to a person: the kind of task, what was said (masked), the group's sentence."""

    kind: TaskKind
    text: str
    group_key: str = "group.handover"


async def hand_over(office: Office, contact: Contact, over: HandOver) -> None:
    """Open a task and call staff in the group; at most one open call a contact and message."""
    key = f"{over.kind.value}:{office.cause}" if office.cause else None
    task = NewTask(over.kind, contact.ref, over.text, unique_key=key)
    if not await tasks.add(office.work, task, office.now):
        return
    channel = office.say(f"channel.{contact.ref.channel}")
    text = office.say(
        over.group_key, channel=channel, text=over.text or office.say("group.no_text")
    )
    await tell_group(office, GroupNote(text))


async def keep_question(office: Office, contact: Contact, text: str, outcome: str) -> None:
    """Put a question that found no answer on the unanswered list; `text` is masked."""
    question = Unanswered(contact.id, contact.ref.channel, text, outcome)
    await tasks.add_unanswered(office.work, question, office.now)


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
