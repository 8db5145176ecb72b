"""Calendar feeds of the roster: opening and revoking their addresses, and what is in them."""

import secrets
from datetime import date, timedelta

from bot.domain.calendar import ShiftKind
from bot.domain.part_shifts import names_of
from bot.domain.roster import Shift
from bot.sheets.feed import Appearance, Feed
from bot.storage import feeds, roster_record
from bot.storage.roster_record import RosterChange
from bot.usecases.office import Office
from bot.usecases.sheet_export import shifts_between

CENTRE = "centre"
"""How the command line calls the feed of everybody."""

DAYS_BACK, DAYS_AHEAD = 31, 92
_TOKEN_BYTES = 24
Content = tuple[Feed, list[Appearance]]
"""For bot.sheets.feed.write_feed."""

_Key = tuple[date, ShiftKind]


async def open_feed(office: Office, person: str) -> str:
    """The secret of a new feed, "" = the centre's; the person's older ones end."""
    await feeds.drop(office.work, person)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    await feeds.add(office.work, token, person, office.now)
    return token


async def revoke_feeds(office: Office, person: str) -> int:
    """Nobody can read the person's feed any more; how many addresses there were."""
    return await feeds.drop(office.work, person)


async def feed_of(office: Office, token: str) -> Content | None:
    """What is behind a secret; None for a wrong one and for who left the staff list."""
    person = await feeds.person_of(office.work, token)
    if person is None or (person and person not in office.config.staff):
        return None
    return await content_of(office, person)


async def content_of(office: Office, person: str) -> Content:
    """The shifts of `person`, "" = all, from a month back to three months ahead."""
    today = office.today
    first, last = today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)
    changes: dict[_Key, list[RosterChange]] = {}
    for change in await roster_record.history(office.work, first, last):
        if change.shift:
            changes.setdefault((change.day, change.shift), []).append(change)
    found = [
        Appearance(shift, len(known), is_cancelled=bool(person) and person not in shift.people)
        for shift in await shifts_between(office, first, last)
        if _concerns(shift, person, known := changes.get((shift.day, shift.kind), []))
    ]
    centre = office.config.centre
    feed = Feed(person, centre.name, centre.address, office.now, office.say)
    return feed, found


def _concerns(shift: Shift, person: str, changes: list[RosterChange]) -> bool:
    """On it now, or once: then it is shown as cancelled, so that the calendar strikes it out."""
    if not person or person in shift.people:
        return True
    return any(person in names_of((*change.before, *change.after)) for change in changes)
