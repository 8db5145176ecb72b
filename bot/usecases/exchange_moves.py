"""From what somebody said to the moves that are meant; the roster tells who gives to whom."""

from collections.abc import Sequence
from datetime import date, time

from msgspec import Struct

from bot.domain.calendar import ShiftKind
from bot.domain.exchanges import CannotExchange, Move
from bot.domain.roster import Shift
from bot.usecases.duty_wording import spell_dated_shift
from bot.usecases.office import Office
from bot.usecases.roster import shifts_of_day
from bot.usecases.wording import spell_day


class Meant(Struct, frozen=True):
    """Which shifts: of one kind, or whichever there is; `part`: only part of the shift."""

    kind: ShiftKind | None = None
    part: tuple[time, time] | None = None


async def swap_moves(
    office: Office, pair: tuple[str, str], days: Sequence[date], meant: Meant
) -> tuple[Move, ...]:
    """换班 of `pair` (the speaker first). Raises CannotExchange when it is not clear.

    One day: whoever serves then gives the shift to the other, both when both serve on different
    shifts. Two days: each gives the shift of one of them.
    """
    if len(days) == 1:
        return await _on_one_day(office, pair, days[0], meant)
    loose = Meant(None, meant.part)  # 周四晚班换周六: the kind that was said is of one of them
    for first, second in ((days[0], days[1]), (days[1], days[0])):
        mine = await _either(office, pair, first, (meant, loose))
        theirs = await _either(office, pair[::-1], second, (meant, loose))
        if mine and theirs:
            own = await _single(office, mine, pair[0])
            other = await _single(office, theirs, pair[1])
            return (_move(own, pair, meant), _move(other, pair[::-1], meant))
    raise CannotExchange("not_both", name=pair[0], other=pair[1])


async def _either(
    office: Office, pair: tuple[str, str], day: date, meant: tuple[Meant, Meant]
) -> tuple[Shift, ...]:
    found = await _own(office, *pair, day, meant[0])
    return found or await _own(office, *pair, day, meant[1])


async def handed_over(
    office: Office, giver: str, taker: str, day: date, meant: Meant
) -> tuple[Move, ...]:
    """`taker` serves for `giver` on `day`. Raises CannotExchange."""
    found = await _own(office, giver, taker, day, meant)
    if not found and await _own(office, giver, "", day, meant):
        raise CannotExchange("already_on_shift", name=taker)
    if not found:
        raise CannotExchange("no_shift_of", name=giver, day=spell_day(office.snapshot, day))
    return (_move(await _single(office, found, giver), (giver, taker), meant),)


async def left(office: Office, giver: str, days: Sequence[date], meant: Meant) -> tuple[Move, ...]:
    """Every shift of `giver` on `days` that is not over, with nobody to take it yet."""
    shifts = [shift for day in days for shift in await _own(office, giver, "", day, meant)]
    return tuple(
        _move(shift, (giver, ""), meant)
        for shift in shifts
        if shift.end > office.now and _touches(shift, meant)
    )


async def serves(office: Office, name: str, day: date, meant: Meant) -> bool:
    """Whether `name` has such a shift that day."""
    return bool(await _own(office, name, "", day, meant))


async def joinable(office: Office, day: date, meant: Meant) -> tuple[Shift, ...]:
    """Where a leader may send one more: the shifts that nobody serves, else all of the day."""
    shifts = await shifts_of_day(office, day)
    fitting = [shift for shift in shifts if meant.kind in (None, shift.kind)]
    return tuple(shift for shift in fitting if not shift.people) or tuple(fitting)


async def _on_one_day(
    office: Office, pair: tuple[str, str], day: date, meant: Meant
) -> tuple[Move, ...]:
    mine = await _own(office, pair[0], pair[1], day, meant)
    theirs = await _own(office, pair[1], pair[0], day, meant)
    if not (mine or theirs):
        spelled = spell_day(office.snapshot, day)
        raise CannotExchange("neither", name=pair[0], other=pair[1], day=spelled)
    moves: list[Move] = []
    if mine:
        moves.append(_move(await _single(office, mine, pair[0]), pair, meant))
    if theirs:
        moves.append(_move(await _single(office, theirs, pair[1]), pair[::-1], meant))
    return tuple(moves)


async def _own(office: Office, name: str, other: str, day: date, meant: Meant) -> tuple[Shift, ...]:
    """The shifts of `name` on which `other` is not."""
    return tuple(
        shift
        for shift in await shifts_of_day(office, day)
        if name in shift.people and other not in shift.people and meant.kind in (None, shift.kind)
    )


async def _single(office: Office, shifts: Sequence[Shift], name: str) -> Shift:
    if len(shifts) > 1:
        spelled = office.say("duty.and").join(spell_dated_shift(office, s) for s in shifts)
        word = office.say(f"exchange.word.{shifts[0].kind.value}")
        raise CannotExchange("which_shift", name=name, shifts=spelled, word=word)
    return shifts[0]


def _touches(shift: Shift, meant: Meant) -> bool:
    if meant.part is None:
        return True
    return meant.part[0] < shift.end.time() and shift.start.time() < meant.part[1]


def _move(shift: Shift, pair: tuple[str, str], meant: Meant) -> Move:
    part = None
    if meant.part:  # what reaches beyond the shift is cut off
        first = max(meant.part[0], shift.start.time())
        last = min(meant.part[1], shift.end.time())
        is_whole = (first, last) == (shift.start.time(), shift.end.time())
        part = None if is_whole else (first, last)
    return Move(shift.day, shift.kind, pair[0], pair[1], part)
