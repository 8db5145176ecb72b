"""Admins hear in the staff group that a changed configuration was not taken, and when it was."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.domain.calendar import CHINA, ShiftKind
from bot.domain.masking import mask_numbers
from bot.domain.planning import Override
from bot.domain.roster import shift_on
from bot.domain.services import Role
from bot.usecases.duty_wording import spell_dated_shift
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.office import Office, Snapshot
from bot.usecases.roster import shift_of

_FARTHEST = timedelta(days=400)
MOST_SHOWN = 3
LONGEST_FAULT = 160


async def tell_faults(office: Office, faults: Sequence[str]) -> None:
    """Say the first faults, masked and short; the same set once a day, by whichever process."""
    shown = [_short(fault) for fault in faults[:MOST_SHOWN]]
    if len(faults) > MOST_SHOWN:
        shown.append(office.say("config.more", count=len(faults) - MOST_SHOWN))
    text = office.say("config.refused", count=len(faults), faults="\n".join(shown))
    await _tell(office, text, "\n".join(faults))


async def tell_harm(office: Office, shares: Mapping[str, str]) -> None:
    """Say that the lessons of a file edited by hand were not taken, with the expected `shares`."""
    text = office.say("teach.edited_for_worse", **shares)
    await _tell(office, text, text)


async def tell_mended(office: Office) -> None:
    """After faults were told: the files are in order and in use."""
    await _tell(office, office.say("config.mended"), office.config.version)


async def tell_overruled(office: Office, before: Snapshot) -> None:
    """After a reload: the shifts that roster.yaml plans otherwise than in the snapshot `before`,
    without effect because they were changed in the chat or on a page; by whom."""
    newest: dict[tuple[date, ShiftKind], Override] = {}
    for each in await office.overrides(office.today, office.today + _FARTHEST):
        key = (each.day, each.shift)
        if key not in newest or newest[key].at <= each.at:
            newest[key] = each
    lines = []
    for each in newest.values():
        planned = _planned(office.snapshot, each)
        if planned not in (_planned(before, each), each.people):
            lines.append(await _overruled(office, each, planned))
    if lines:
        text = office.say("config.overruled", shifts="\n".join(lines))
        await _tell(office, text, text)


def _planned(snapshot: Snapshot, override: Override) -> tuple[str, ...]:
    """Whom roster.yaml alone puts on that shift."""
    roster, calendar = snapshot.config.roster, snapshot.calendar
    shift = shift_on(roster, (), calendar, override.day, override.shift)
    return shift.places if shift else ()


async def _overruled(office: Office, override: Override, written: Sequence[str]) -> str:
    shift = await shift_of(office, override.day, override.shift)
    named = spell_dated_shift(office, shift) if shift else override.day.isoformat()
    nobody, between = office.say("duty.vacant"), office.say("duty.and")
    return office.say(
        "config.overruled_shift",
        shift=named,
        written=between.join(written) or nobody,
        actor=override.actor,
        at=f"{override.at.astimezone(CHINA):%m-%d %H:%M}",
        people=between.join(override.people) or nobody,
    )


async def tell_waiting(office: Office, author: str, file: str, number: int) -> None:
    """Call another admin: a change of a file waits for their yes."""
    others = [name for name in office.holders(Role.ADMIN) if name != author]
    text = office.say("desk.config.told_waiting", author=author, file=file)
    note = GroupNote(text, to=next(iter(others), None), unique_key=f"config-waits:{number}")
    await tell_group(office, note)


async def _tell(office: Office, text: str, what: str) -> None:
    digest = hashlib.sha256(what.encode()).hexdigest()[:16]
    day = office.today.isoformat()
    note = GroupNote(text, to=office.admin, unique_key=f"config:{day}:{digest}")
    await tell_group(office, note)


def _short(fault: str) -> str:
    plain = mask_numbers(fault)
    return plain if len(plain) <= LONGEST_FAULT else plain[:LONGEST_FAULT] + "…"
