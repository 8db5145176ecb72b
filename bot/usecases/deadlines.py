"""Answer deadlines of tickets: the owner is nudged before, the leader told after; each once."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.deadlines import opening_minutes_before
from bot.domain.reminders import GROUP
from bot.domain.tickets import Status, Ticket
from bot.storage import roster, tickets
from bot.storage.roster import ReminderKey
from bot.usecases.office import Office
from bot.usecases.reminder_letters import ReminderLetter, send, take_back
from bot.usecases.roster import MEMORY, watch_of
from bot.usecases.wording import masked_person, spell_start, when_of

NUDGE = "answer_nudge"
OVERDUE = "answer_overdue"


async def nudge_deadlines(office: Office, since: datetime) -> None:
    """Nudge owners before `answer_by` passes and tell the leaders after (mission section 5).

    `since`: what was due before this centre was started first is not made up for.
    """
    requested = await _nearly_due(office)
    issued = frozenset(await roster.issued_since(office.work, office.now - MEMORY))
    waiting = {_subject(ticket) for ticket in requested}
    of_answers = (key for key in issued if key.kind in (NUDGE, OVERDUE))
    await take_back(office, [key for key in of_answers if key.subject not in waiting])
    for ticket in requested:
        for key in _due_keys(office, ticket):
            if key not in issued and key.due_at >= since:
                await _issue(office, ticket, key)


async def next_deadline(office: Office) -> datetime | None:
    """The next instant after now at which an owner is nudged or a leader told."""
    requested = [t for t in await _requested(office) if t.answer_by is not None]
    moments = {moment for ticket in requested for moment in _moments(office, ticket)}
    return min((moment for moment in moments if moment > office.now), default=None)


async def _nearly_due(office: Office) -> tuple[Ticket, ...]:
    """The few tickets a tick must look at: it runs in the lane, where residents wait for it."""
    minutes = office.config.centre.tickets.nudge_minutes + 1
    soon = office.snapshot.calendar.add_opening_minutes(office.now, minutes)
    return await tickets.unanswered_by(office.work, soon)


async def _requested(office: Office) -> tuple[Ticket, ...]:
    return await tickets.with_status(office.work, Status.REQUESTED)


def _moments(office: Office, ticket: Ticket) -> tuple[datetime, datetime]:
    """When the owner is nudged and when the leaders are told."""
    assert ticket.answer_by is not None  # noqa: S101 - the callers looked
    minutes = office.config.centre.tickets.nudge_minutes
    nudge = opening_minutes_before(office.snapshot.calendar, ticket.answer_by, minutes)
    return max(nudge, ticket.created_at), ticket.answer_by


def _due_keys(office: Office, ticket: Ticket) -> Iterator[ReminderKey]:
    nudge, overdue = _moments(office, ticket)
    if overdue <= office.now:
        for recipient in dict.fromkeys((GROUP, *watch_of(office).leaders)):
            yield ReminderKey(OVERDUE, _subject(ticket), recipient, overdue)
    elif nudge <= office.now:
        for recipient in dict.fromkeys((GROUP, ticket.owner) if ticket.owner else (GROUP,)):
            yield ReminderKey(NUDGE, _subject(ticket), recipient, nudge)


def _subject(ticket: Ticket) -> str:
    assert ticket.answer_by is not None  # noqa: S101 - the callers looked
    return f"{ticket.code}:{ticket.answer_by:%Y-%m-%dT%H:%M:%S}"


async def _issue(office: Office, ticket: Ticket, key: ReminderKey) -> None:
    if not await roster.issue(office.work, key, office.now):
        return
    room = "group" if key.recipient == GROUP else "private"
    await send(
        office,
        key,
        ReminderLetter(
            _text(office, ticket, f"deadline.{key.kind}_{room}"),
            ticket=ticket.code,
            mention=_mention(office, ticket, key),
            expires_at=ticket.answer_by if key.kind == NUDGE else None,
        ),
    )


def _mention(office: Office, ticket: Ticket, key: ReminderKey) -> str | None:
    if key.kind == NUDGE:
        return ticket.owner or None
    return next(iter(watch_of(office).leaders), None)


def _text(office: Office, ticket: Ticket, key: str) -> str:
    assert ticket.answer_by is not None  # noqa: S101 - the callers looked
    return office.say(
        key,
        code=ticket.code,
        service=ticket.service,
        person=masked_person(office, ticket),
        when=when_of(office.snapshot, ticket),
        deadline=spell_start(office.snapshot, ticket.answer_by),
        owner=ticket.owner or office.say("deadline.nobody"),
    )
