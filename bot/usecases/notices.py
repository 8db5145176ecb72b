"""Letters of the office: to a resident, to the staff group, to one member of staff."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.messages import ContactRef, Purpose, is_member_only
from bot.domain.tickets import Ticket
from bot.storage import outbox, staff
from bot.storage.outbox import Letter
from bot.usecases.office import Office
from bot.usecases.wording import (
    channel_word,
    masked_note,
    masked_person,
    spell_home,
    status_word,
    when_of,
)

TO_MEMBER = ContactRef("", "")
"""In a letter to a member of staff, whose account `tell_member` finds."""


class GroupNote(Struct, frozen=True):
    """Something to be said in the staff group; `to` is the member of staff to be @-ed (by name)."""

    text: str
    purpose: Purpose = Purpose.GROUP
    ticket: str | None = None
    to: str | None = None
    unique_key: str | None = None
    expires_at: datetime | None = None


def staff_group(office: Office) -> ContactRef | None:
    """The staff group's address, None when there is none."""
    return office.snapshot.staff_group


async def tell_group(office: Office, note: GroupNote) -> bool:
    """Put a message for the staff group into the outbox;

    False when there is no group or it was put before.
    """
    group = staff_group(office)
    if group is None:
        return False
    mention = await _account(office, note.to, group.channel) if note.to else None
    letter = Letter(
        to=group,
        text=note.text,
        purpose=note.purpose,
        cause=office.cause,
        ticket=note.ticket,
        mention=mention.address if mention else None,
        unique_key=note.unique_key,
        expires_at=note.expires_at,
    )
    return await outbox.put(office.work, letter, office.now) is not None


async def tell_member(office: Office, name: str, letter: Letter) -> bool:
    """Put a private message to a member of staff, wherever it was to go; False when no account
    takes one."""
    accounts = await staff.accounts_of(office.work, name)
    account = next((each for each in accounts if not is_member_only(each)), None)
    if account is None:
        return False
    private = replace(letter, to=account)
    return await outbox.put(office.work, private, office.now) is not None


async def tell_resident(
    office: Office, ticket: Ticket, text: str, to: ContactRef | None = None
) -> None:
    """Put the outcome of a ticket into the outbox; the delivery planner finds the way.

    `to` is another contact than the ticket's own.
    """
    letter = letter_about(office, ticket, text)
    await outbox.put(office.work, replace(letter, to=to or letter.to), office.now)


def letter_about(office: Office, ticket: Ticket, text: str) -> Letter:
    """What the contact of a ticket is told about it."""
    return Letter(
        to=ContactRef(ticket.channel, ticket.address),
        text=text,
        purpose=Purpose.RESULT,
        cause=office.cause,
        ticket=ticket.code,
        fields=notice_fields(office, ticket, status_word(office, ticket)),
    )


def notice_fields(office: Office, ticket: Ticket, status: str) -> dict[str, str]:
    """Short values a template notice may show (platforms/wechat.md section 11)."""
    return {
        "character_string": ticket.code,
        "thing": ticket.service,
        "phrase": status,
        "time": f"{ticket.starts_at:%Y-%m-%d %H:%M}" if ticket.starts_at else "",
    }


async def show_card(office: Office, ticket: Ticket, earlier: int) -> None:
    """One card in the staff group, with the verbs that may be answered (mission section 6).

    `earlier`: how many tickets the contact had before.
    """
    key = "card.history" if earlier else "card.first_time"
    history = office.say(key, count=earlier)
    values = {
        "code": ticket.code,
        "service": ticket.service,
        "when": when_of(office.snapshot, ticket),
        "person": masked_person(office, ticket),
        "channel": channel_word(office, ticket.channel),
        "note": masked_note(office, ticket),
        "place": spell_home(office, ticket),
        "owner": ticket.owner,
        "history": history,
    }
    text = office.say(f"card.{ticket.kind.value}", **values)
    note = GroupNote(text, Purpose.CARD, ticket.code, to=ticket.owner or None)
    await tell_group(office, note)


async def _account(office: Office, name: str, channel: str) -> ContactRef | None:
    """The account to call in the group: the one known there, where the platform has two."""
    accounts = await staff.accounts_of(office.work, name)
    here = [account for account in accounts if account.channel == channel]
    return next(filter(is_member_only, here), here[0] if here else None)
