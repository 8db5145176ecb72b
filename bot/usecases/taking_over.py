"""Who takes somebody's shift: done, still asked, or nobody."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.exchanges import Move, RequestState, RosterRequest
from bot.storage import exchanges
from bot.usecases.duty_wording import spell_dated_shift
from bot.usecases.exchange_checks import moved_shift
from bot.usecases.exchange_wording import kind_word
from bot.usecases.office import Office
from bot.usecases.roster import shifts_of
from bot.usecases.wording import spell_day

_REMEMBERED = timedelta(days=60)


async def spell_cover(office: Office, name: str, days: Sequence[date]) -> str:
    """A line for each shift of `name` on `days` that was given away, or is still theirs."""
    given = await _given(office, name, days)
    lines = [await _line(office, request, move) for request, move in given]
    asked = {(move.day, move.kind) for _, move in given}
    for day in days:
        for shift in await shifts_of(office, name, day, day):
            if (day, shift.kind) not in asked and shift.end > office.now:
                spelled = spell_dated_shift(office, shift)
                lines.append(office.say("cover.own", shift=spelled, day=f"{day:%m-%d}"))
    if lines:
        return "\n".join(lines)
    spelled_days = office.say("duty.and").join(spell_day(office.snapshot, day) for day in days)
    return office.say("cover.none", name=name, day=spelled_days)


async def _given(
    office: Office, name: str, days: Sequence[date]
) -> list[tuple[RosterRequest, Move]]:
    """The latest request about each shift that `name` would give away."""
    latest: dict[tuple[date, str], tuple[RosterRequest, Move]] = {}
    for request in await exchanges.changed_since(office.work, office.now - _REMEMBERED):
        if request.is_open or request.state is RequestState.DONE:
            for move in request.moves:
                latest |= {(move.day, move.kind): (request, move)} if move.day in days else {}
    return [found for found in latest.values() if found[1].giver == name]


async def _line(office: Office, request: RosterRequest, move: Move) -> str:
    shift = spell_dated_shift(office, await moved_shift(office, move))
    kind = kind_word(office, request.kind)
    if request.state is RequestState.DONE:
        key = "done" if move.taker else "empty"
    else:
        key = request.state.value
    return office.say(
        f"cover.{key}",
        shift=shift,
        kind=kind,
        number=request.id,
        name=request.asked if request.is_open else move.taker,
    )
