"""Deadlines of tickets: the owner is nudged before, the leader told after; each exactly once."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from msgspec import Struct

from bot.domain.deadlines import opening_minutes_before
from bot.domain.reminders import GROUP
from bot.domain.tickets import Status, Ticket
from bot.storage import roster, tickets
from bot.storage.roster import ReminderKey
from bot.usecases.office import Office
from bot.usecases.reminder_letters import ReminderLetter, send, take_back
from bot.usecases.roster import MEMORY, watch_of
from bot.usecases.wording import masked_person, spell_start, when_of

ANSWER, COMPLETION = "answer", "completion"
NUDGE, OVERDUE = "nudge", "overdue"
_KINDS = frozenset(f"{what}_{step}" for what in (ANSWER, COMPLETION) for step in (NUDGE, OVERDUE))
_IN_HAND = (Status.CONFIRMED, Status.ARRIVED)
_FAR = timedelta(days=400)
"""Beyond every ticket's time: nothing is booked so far ahead."""


class Deadline(Struct, frozen=True):
    """Until when a ticket must be answered or done; `since`: it did not count before."""

    ticket: Ticket
    what: str
    at: datetime
    since: datetime

    @property
    def subject(self) -> str:
        """What its reminders are about: another time is another deadline."""
        return f"{self.ticket.code}:{self.at:%Y-%m-%dT%H:%M:%S}"


async def nudge_deadlines(office: Office, since: datetime) -> None:
    """Nudge owners before a deadline passes and tell the leaders after (mission section 5).

    `since`: what was due before this centre was started first is not made up for.
    """
    pending = await _nearly_due(office)
    issued = frozenset(await roster.issued_since(office.work, office.now - MEMORY))
    waiting = {(deadline.what, deadline.subject) for deadline in pending}
    of_tickets = (key for key in issued if key.kind in _KINDS)
    gone = [key for key in of_tickets if (key.kind.partition("_")[0], key.subject) not in waiting]
    await take_back(office, gone)
    for deadline in pending:
        for key in _due_keys(office, deadline):
            if key not in issued and key.due_at >= since:
                await _issue(office, deadline, key)


async def next_deadline(office: Office) -> datetime | None:
    """The next instant after now at which an owner is nudged or a leader told."""
    unanswered = await tickets.unanswered_by(office.work, office.now + _FAR)
    begun = await _begun(office)
    # Of the visits that lie ahead the deadlines follow one another as the visits do.
    ahead = (await tickets.uncompleted(office.work, office.now, office.now + _FAR))[:1]
    found = (*unanswered, *begun, *ahead)
    moments = {moment for each in _deadlines(office, found) for moment in _moments(office, each)}
    return min((moment for moment in moments if moment > office.now), default=None)


def completion_deadline(office: Office, ticket: Ticket) -> datetime | None:
    """Until when it must be written how a visit went, in opening minutes from its start."""
    if ticket.status not in _IN_HAND or ticket.starts_at is None:
        return None
    minutes = office.config.centre.tickets.completion_minutes
    return office.snapshot.calendar.add_opening_minutes(ticket.starts_at, minutes)


async def _nearly_due(office: Office) -> list[Deadline]:
    """The few tickets a tick must look at: it runs in the lane, where residents wait for it."""
    minutes = office.config.centre.tickets.nudge_minutes + 1
    soon = office.snapshot.calendar.add_opening_minutes(office.now, minutes)
    unanswered = await tickets.unanswered_by(office.work, soon)
    # What was told days ago is remembered no longer, and must not be told again.
    oldest = office.now - MEMORY
    in_hand = [d for d in _deadlines(office, await _begun(office)) if oldest < d.at <= soon]
    return [*_deadlines(office, unanswered), *in_hand]


async def _begun(office: Office) -> tuple[Ticket, ...]:
    """Visits whose time has come lately and of which nobody wrote how they went."""
    return await tickets.uncompleted(office.work, office.now - 3 * MEMORY, office.now)


def _deadlines(office: Office, found: Iterable[Ticket]) -> Iterator[Deadline]:
    for ticket in found:
        if ticket.status is Status.REQUESTED and ticket.answer_by:
            yield Deadline(ticket, ANSWER, ticket.answer_by, ticket.created_at)
        elif ticket.starts_at and (at := completion_deadline(office, ticket)):
            yield Deadline(ticket, COMPLETION, at, ticket.starts_at)


def _moments(office: Office, deadline: Deadline) -> tuple[datetime, datetime]:
    """When the owner is nudged and when the leaders are told."""
    minutes = office.config.centre.tickets.nudge_minutes
    nudge = opening_minutes_before(office.snapshot.calendar, deadline.at, minutes)
    return max(nudge, deadline.since), deadline.at


def _due_keys(office: Office, deadline: Deadline) -> Iterator[ReminderKey]:
    nudge, overdue = _moments(office, deadline)
    owner = deadline.ticket.owner
    if overdue <= office.now:
        for recipient in dict.fromkeys((GROUP, *watch_of(office).leaders)):
            yield ReminderKey(f"{deadline.what}_{OVERDUE}", deadline.subject, recipient, overdue)
    elif nudge <= office.now:
        for recipient in dict.fromkeys((GROUP, owner) if owner else (GROUP,)):
            yield ReminderKey(f"{deadline.what}_{NUDGE}", deadline.subject, recipient, nudge)


async def _issue(office: Office, deadline: Deadline, key: ReminderKey) -> None:
    if not await roster.issue(office.work, key, office.now):
        return
    room = "group" if key.recipient == GROUP else "private"
    is_nudge = key.kind.endswith(NUDGE)
    leader = next(iter(watch_of(office).leaders), None)
    letter = ReminderLetter(
        _text(office, deadline, f"deadline.{key.kind}_{room}"),
        ticket=deadline.ticket.code,
        mention=(deadline.ticket.owner or None) if is_nudge else leader,
        expires_at=deadline.at if is_nudge else None,
    )
    await send(office, key, letter)


def _text(office: Office, deadline: Deadline, key: str) -> str:
    ticket = deadline.ticket
    return office.say(
        key,
        code=ticket.code,
        service=ticket.service,
        person=masked_person(office, ticket),
        when=when_of(office.snapshot, ticket),
        deadline=spell_start(office.snapshot, deadline.at),
        owner=ticket.owner or office.say("deadline.nobody"),
    )
