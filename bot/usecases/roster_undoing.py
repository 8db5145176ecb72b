"""Taking the last change of a shift back on a page; of a swap all its shifts, not one half."""

from bot.domain.exchanges import CannotExchange
from bot.domain.roster import Shift
from bot.storage import exchanges
from bot.storage.roster_record import RosterChange
from bot.usecases.duty_wording import spell_dated_shift
from bot.usecases.office import Office
from bot.usecases.roster import UNDO, Change, by_files, shift_of
from bot.usecases.roster_editing import history_of


async def undoing(office: Office, shift: Shift, actor: str, reason: str) -> tuple[Change, ...]:
    """What takes the last change of `shift` back, that shift first.

    What people asked for together goes back together. Raises CannotExchange when there is
    nothing to undo, or when one of the shifts is over or was changed since.
    """
    lines = await history_of(office, shift)
    if not lines:
        raise CannotExchange("nothing_to_undo", name=actor)
    last = lines[0]
    if last.after != shift.places:
        raise CannotExchange("not_on_shift", name=" ".join(last.after))
    others = [await _same_change(office, last, each) for each in await _others(office, last)]
    pairs = [(shift, last), *others]
    return tuple([await _back(office, each, line, (actor, reason)) for each, line in pairs])


async def _others(office: Office, last: RosterChange) -> list[Shift]:
    """The other shifts that the request behind this change moved."""
    request = None if last.request is None else await exchanges.by_id(office.work, last.request)
    places = {(move.day, move.kind) for move in request.moves} if request else set()
    found = [await shift_of(office, *place) for place in sorted(places)]
    return [s for s in found if s is not None and (s.day, s.kind) != (last.day, last.shift)]


async def _same_change(
    office: Office, last: RosterChange, other: Shift
) -> tuple[Shift, RosterChange]:
    lines = await history_of(office, other)
    is_same = bool(lines) and (lines[0].request, lines[0].act) == (last.request, last.act)
    if not is_same or lines[0].after != other.places or other.end <= office.now:
        raise CannotExchange("only_half", shift=spell_dated_shift(office, other))
    return other, lines[0]


async def _back(office: Office, shift: Shift, last: RosterChange, why: tuple[str, str]) -> Change:
    """To who served before; to whoever the files name now, where nothing else was changed."""
    overrides = await office.overrides(shift.day, shift.day)
    is_only = sum(each.shift is shift.kind for each in overrides) == 1
    people = by_files(office, shift.day, shift.kind) if is_only else last.before
    actor, reason = why
    return Change(
        shift.day,
        shift.kind,
        people,
        actor,
        reason,
        last.after,
        act=UNDO,
        request=last.request,
    )
