"""A roster from a sheet, held against the roster there is: what would change, what forbids it."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct, field

from bot.domain.calendar import ShiftKind
from bot.domain.part_shifts import names_of
from bot.domain.roster import Shift, shift_on, with_people
from bot.sheets.entries import Entry, Reader, Understood
from bot.sheets.grid import Remark
from bot.sheets.wall import Base
from bot.storage import roster_record
from bot.storage.roster_record import RosterChange
from bot.usecases.coverage import lost_by
from bot.usecases.office import Office
from bot.usecases.roster import Change, away_on, change_shift
from bot.usecases.wording import spell_day

SHEET = "sheet"
"""How the log calls a change that came from a sheet."""
_NOTES = frozenset({"newer_kept", "on_leave", "lost_tickets"})
"""What is only to be looked at; every other remark keeps the sheet from being written."""


class Proposal(Struct, frozen=True):
    """One shift that the sheet would change."""

    shift: Shift
    entry: Entry


class Considered(Struct):
    """What the sheet would do: `same` shifts stay as they are, `past` ones are left alone."""

    proposals: list[Proposal] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    same: int = 0
    past: int = 0

    @property
    def is_sure(self) -> bool:
        """Whether it may be written."""
        return not any(remark.is_error for remark in self.remarks)


class Rules(Struct, frozen=True):
    """`base`: who was on duty when an export was made; `replaces`: also what people agreed on in
    the chat since; `month`: only this one (its first day)."""

    base: Base = field(default_factory=dict)
    replaces: bool = False
    month: date | None = None


def reader_of(office: Office) -> Reader:
    """What a sheet is read with in this office; for the month of a sheet see Reader.month."""
    staff = office.config.staff
    return Reader(
        frozenset(staff),
        frozenset(member.department for member in staff.values()),
        office.snapshot.calendar,
        office.today,
        {office.say(f"shift.{kind.value}"): kind for kind in ShiftKind},
    )


async def consider(office: Office, understood: Understood, rules: Rules) -> Considered:
    """Hold every entry against the calendar, the roster as it is and what changed since."""
    considered = Considered(remarks=list(understood.remarks))
    considered.remarks += _provisional(office, understood)
    entries = [each for each in understood.entries if _is_wanted(each.day, rules)]
    if len(entries) < len(understood.entries):
        left = str(len(understood.entries) - len(entries))
        considered.remarks.append(Remark("", "", "other_months", {"count": left}, is_error=False))
    if not entries:
        return considered
    first, last = min(e.day for e in entries), max(e.day for e in entries)
    overrides = await office.overrides(first, last)
    changes = {(c.day, c.shift): c for c in await roster_record.history(office.work, first, last)}
    for entry in entries:
        shift = shift_on(
            office.config.roster, overrides, office.snapshot.calendar, entry.day, entry.kind
        )
        if shift is None:
            considered.remarks += _no_shift(office, entry, entries)
        elif shift.end <= office.now:
            considered.past += 1
        else:
            change = changes.get((entry.day, entry.kind))
            _weigh(office, considered, Proposal(shift, entry), (rules, change))
    await _look_around(office, considered)
    _look_back(considered, entries)
    return considered


async def write(office: Office, considered: Considered, actor: str, reason: str) -> int:
    """Make all changes, or none. Raises CannotExchange when somebody was faster."""
    assert considered.is_sure  # noqa: S101 - the caller looked
    for proposal in considered.proposals:
        entry, before = proposal.entry, proposal.shift.places
        await change_shift(
            office, Change(entry.day, entry.kind, entry.people, actor, reason, before, SHEET)
        )
    return len(considered.proposals)


def _provisional(office: Office, understood: Understood) -> Iterator[Remark]:
    for year in dict.fromkeys(entry.day.year for entry in understood.entries):
        if not office.snapshot.calendar.is_published(year):
            yield Remark("", "", "provisional", {"year": str(year)}, is_error=False)


def _is_wanted(day: date, rules: Rules) -> bool:
    return rules.month is None or (day.year, day.month) == (rules.month.year, rules.month.month)


def _no_shift(office: Office, entry: Entry, entries: Sequence[Entry]) -> Iterator[Remark]:
    """Of several days in one line some need not have the shift, but one must."""
    together = [e for e in entries if e.place == entry.place and e.sheet == entry.sheet]
    calendar = office.snapshot.calendar
    fits = any(i.shift is e.kind for e in together for i in calendar.intervals(e.day))
    if entry.is_spread and fits:
        return
    shifts = dict.fromkeys(i.shift for i in calendar.intervals(entry.day) if i.shift)
    words = [office.say(f"shift.{kind.value}") for kind in shifts]
    yield _remark(
        office, entry, "no_shift", has="、".join(words) or office.say("sheet.no_shifts_then")
    )


def _weigh(
    office: Office,
    considered: Considered,
    proposal: Proposal,
    against: tuple[Rules, RosterChange | None],
) -> None:
    rules, change = against
    shift, entry = proposal.shift, proposal.entry
    if entry.people == shift.places and (entry.people or shift.state == "vacant"):
        considered.same += 1
        return
    base = rules.base.get((entry.day, entry.kind))
    moved_since = base is not None and base != shift.places
    who = change.actor if change else "roster.yaml"
    if moved_since and entry.people == base:
        remark = _remark(office, entry, "newer_kept", who=who, now=_spell(office, shift))
        considered.remarks.append(remark)
        considered.same += 1
        return
    by_hand = change is not None and change.act != SHEET and base is None
    if (moved_since or by_hand) and not rules.replaces:
        considered.remarks.append(
            _remark(office, entry, "changed_since", who=who, now=_spell(office, shift))
        )
        return
    considered.remarks += _parts(office, proposal)
    considered.proposals.append(proposal)


def _parts(office: Office, proposal: Proposal) -> Iterator[Remark]:
    """Parts of a shift that lie outside it."""
    try:
        changed = with_people(proposal.shift, proposal.entry.people)
    except ValueError as bad:
        yield _remark(office, proposal.entry, "part_outside", name=str(bad))
        return
    for name in names_of(proposal.entry.people):
        if not changed.hours_of(name):
            yield _remark(office, proposal.entry, "part_outside", name=name)


async def _look_around(office: Office, considered: Considered) -> None:
    """Leave, and residents who could not be served any more."""
    if not considered.is_sure:
        return
    for proposal in considered.proposals:
        entry = proposal.entry
        away = await away_on(office, entry.day)
        considered.remarks += [
            _remark(office, entry, "on_leave", name=name)
            for name in names_of(entry.people)
            if name in away
        ]
        lost = await lost_by(office, proposal.shift, entry.people)
        if lost:
            codes = "、".join(ticket.code for ticket in lost)
            considered.remarks.append(_remark(office, entry, "lost_tickets", codes=codes))


def _look_back(considered: Considered, entries: Sequence[Entry]) -> None:
    """A sheet of days that are over changes nothing, and says so."""
    if considered.past == len(entries):
        day = max(entry.day for entry in entries)
        place = entries[0]
        said = {"month": f"{day.year}年{day.month}月"}
        considered.remarks.append(Remark(place.sheet, place.place, "past_month", said))


def _remark(office: Office, entry: Entry, key: str, **values: str) -> Remark:
    said = {
        "day": spell_day(office.snapshot, entry.day),
        "shift": office.say(f"shift.{entry.kind.value}"),
    }
    return Remark(entry.sheet, entry.place, key, said | values, is_error=key not in _NOTES)


def _spell(office: Office, shift: Shift) -> str:
    return office.say("duty.and").join(shift.places) or office.say("duty.vacant")
