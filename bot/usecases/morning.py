"""The leaders' note in the morning: who is on duty, what is missing, how many are booked where."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import time, timedelta

from bot.domain.calendar import local
from bot.domain.gaps import gaps_of
from bot.domain.roster import Shift
from bot.domain.tickets import OPEN_STATUSES, Ticket
from bot.storage import tickets
from bot.usecases.coverage import booked_on, unserved
from bot.usecases.duty_wording import spell_people, spell_shift
from bot.usecases.exchange_wording import spell_warning
from bot.usecases.gap_wording import spell_gaps
from bot.usecases.office import Office
from bot.usecases.roster import acknowledged, away_on
from bot.usecases.wording import spell_day


async def morning_note(office: Office, name: str, shifts: Sequence[Shift]) -> str:
    """The note of the day of `shifts` for the leader `name`."""
    day = shifts[0].day
    lines = [office.say("morning.title", name=name, day=spell_day(office.snapshot, day))]
    lines += [
        office.say("morning.reason", reason=r) for r in office.snapshot.calendar.notes_on(day)
    ]
    for shift in shifts:
        lines.append(await _shift_line(office, shift))
    lines.append(await _gap_lines(office, shifts))
    since = local(day, time.min)
    found = await tickets.between(office.work, since, since + timedelta(days=1))
    lines.append(_windows(office, [each for each in found if each.status in OPEN_STATUSES]))
    for shift in shifts:
        lines.append(spell_warning(office, unserved(office, shift, await booked_on(office, shift))))
    return "\n".join(line.strip() for line in lines if line.strip())


async def _shift_line(office: Office, shift: Shift) -> str:
    seen = await acknowledged(office, shift)
    return office.say(
        "morning.shift",
        shift=spell_shift(office, shift),
        people=spell_people(office, shift, seen),
        count=len(await booked_on(office, shift)),
    )


async def _gap_lines(office: Office, shifts: Sequence[Shift]) -> str:
    away = await away_on(office, shifts[0].day)
    services = tuple(office.config.catalogue.services.values())
    found = [gap for shift in shifts for gap in gaps_of(shift, office.config.staff, services, away)]
    if not found:
        return office.say("morning.no_gaps")
    return office.say("morning.gaps", lines="\n".join(spell_gaps(office, found)))


def _windows(office: Office, booked: Iterable[Ticket]) -> str:
    """How many come to each window of the building, the most first."""
    counts: Counter[str] = Counter()
    for ticket in booked:
        service = office.service(ticket.service)
        counts[(service.window or service.category) if service else ticket.service] += 1
    if not counts:
        return office.say("morning.none_booked")
    spelled = [
        office.say("morning.window", window=window, count=count)
        for window, count in counts.most_common()
    ]
    joined = office.say("duty.comma").join(spelled)
    return office.say("morning.windows", count=counts.total(), windows=joined)
