"""Reminders on their way out: issued exactly once, taken back when they no longer hold."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from bot.domain.messages import Purpose
from bot.domain.reminders import GROUP
from bot.storage.outbox import Letter
from bot.storage.recall import recall
from bot.storage.roster import ReminderKey
from bot.usecases.notices import TO_MEMBER, GroupNote, tell_group, tell_member
from bot.usecases.office import Office

OUTDATED = "outdated"
"""Why a reminder's letter was withdrawn: the roster or the ticket changed."""


class ReminderLetter(Struct, frozen=True):
    """What a reminder says; `mention` is the member of staff to be @-ed in the group.

    `expires_at`: of no use after; None = always. `purpose`: what does not call anybody to a shift
    is only a notice.
    """

    text: str
    ticket: str | None = None
    mention: str | None = None
    expires_at: datetime | None = None
    purpose: Purpose = Purpose.REMINDER


def letter_key(key: ReminderKey) -> str:
    """What makes the letter of a reminder the same one."""
    return f"{key.kind}:{key.subject}:{key.recipient}:{key.due_at:%Y%m%d%H%M%S%z}"


async def send(office: Office, key: ReminderKey, letter: ReminderLetter) -> None:
    """Put the letter of a reminder that was just issued into the outbox of the same transaction."""
    if key.recipient == GROUP:
        await tell_group(office, _group_note(key, letter))
    else:
        await tell_member(office, key.recipient, _private_letter(key, letter))


async def take_back(office: Office, keys: Iterable[ReminderKey]) -> None:
    """Withdraw reminders that no longer hold; what was sent already stays sent.

    Should one hold again, it is sent then if it was not before.
    """
    for key in keys:
        await recall(office.work, key, letter_key(key), OUTDATED)


def _group_note(key: ReminderKey, letter: ReminderLetter) -> GroupNote:
    return GroupNote(
        letter.text,
        letter.purpose,
        letter.ticket,
        to=letter.mention,
        unique_key=letter_key(key),
        expires_at=letter.expires_at,
    )


def _private_letter(key: ReminderKey, letter: ReminderLetter) -> Letter:
    return Letter(
        TO_MEMBER,
        letter.text,
        letter.purpose,
        ticket=letter.ticket,
        expires_at=letter.expires_at,
        unique_key=letter_key(key),
    )
