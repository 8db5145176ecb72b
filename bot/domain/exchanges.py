"""Changes of the roster that people ask for: what moves, who must agree, what comes of it."""

from collections.abc import Iterable
from datetime import date, datetime, time
from enum import StrEnum

from msgspec import Struct

from bot.domain.calendar import ShiftKind, local
from bot.domain.part_shifts import spell_place, split_place
from bot.domain.refusals import Refusal
from bot.domain.roster import Shift


class CannotExchange(Refusal):
    """The roster cannot be changed so; `key` names the sentence, `values` fill it."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.text_key = f"exchange.cannot.{key}"
        self._values = values

    @property
    def values(self) -> dict[str, str]:
        return self._values


class RequestKind(StrEnum):
    """What was asked for."""

    SWAP = "swap"
    STAND_IN = "stand_in"
    LEAVE = "leave"
    UNDO = "undo"


class DutyRules(Struct, frozen=True):
    """centre.yaml `duty`: which kinds of request a leader must approve, and how long is waited.

    In minutes of the clock: `stand_in_minutes` for each one who is asked to stand in,
    `swap_minutes` for the other of a swap; `leader_minutes` before the shift it goes to the leader.
    """

    approval: frozenset[RequestKind] = frozenset()
    stand_in_minutes: int = 30
    swap_minutes: int = 1440
    leader_minutes: int = 60


class RequestState(StrEnum):
    """ASKED: somebody is asked; LEADER: it is for a leader to say; the rest are ends."""

    ASKED = "asked"
    LEADER = "leader"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Move(Struct, frozen=True):
    """`giver`'s place on a shift goes to `taker`; "" = nobody. `part`: only this part of it."""

    day: date
    kind: ShiftKind
    giver: str
    taker: str
    part: tuple[time, time] | None = None


class RosterRequest(Struct, frozen=True):
    """One request. `asked` is whose answer is waited for until `answer_by`, `tried` who was asked
    and did not take it; `in_group`: it was made in the staff group."""

    id: int
    kind: RequestKind
    asker: str
    moves: tuple[Move, ...]
    reason: str
    state: RequestState
    asked: str
    tried: tuple[str, ...]
    answer_by: datetime | None
    leave_id: int | None
    in_group: bool
    decided_by: str
    created_at: datetime
    changed_at: datetime
    version: int

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state in (RequestState.ASKED, RequestState.LEADER)

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody it is about, the asker first."""
        named = (name for move in self.moves for name in (move.giver, move.taker))
        return tuple(dict.fromkeys(name for name in (self.asker, *named) if name))


def applied(shift: Shift, move: Move) -> tuple[str, ...]:
    """The roster entry of `shift` after the move. Raises CannotExchange when it does not fit."""
    if move.giver and move.giver not in shift.people:
        raise CannotExchange("not_on_shift", name=move.giver)
    if move.taker in shift.people and not move.part:
        raise CannotExchange("already_on_shift", name=move.taker)
    if not move.giver:
        return (*shift.places, move.taker)
    if move.part:
        return _in_part(shift, move, move.part)
    return tuple(
        place
        for each in shift.places
        if (place := _renamed(each, move.giver, move.taker)) is not None
    )


def reversed_moves(moves: Iterable[Move]) -> tuple[Move, ...]:
    """What undoes them."""
    return tuple(Move(m.day, m.kind, m.taker, m.giver, m.part) for m in reversed(tuple(moves)))


def _renamed(place: str, giver: str, taker: str) -> str | None:
    """The same place for another; None when nobody takes it."""
    name, _ = split_place(place)
    if name != giver:
        return place
    return taker + place.removeprefix(giver) if taker else None


def _in_part(shift: Shift, move: Move, part: tuple[time, time]) -> tuple[str, ...]:
    """The giver keeps what is before and after the part."""
    since, until = local(shift.day, part[0]), local(shift.day, part[1])
    if not any(start < until and since < end for start, end in shift.hours_of(move.giver)):
        raise CannotExchange("part_outside", name=move.giver)
    rest: list[str] = []
    for start, end in shift.hours_of(move.giver):
        pieces = ((start, min(end, since)), (max(start, until), end))
        rest += [spell_place(move.giver, a, b) for a, b in pieces if a < b]
    since, until = max(since, shift.start), min(until, shift.end)
    own = [spell_place(move.taker, since, until)] if move.taker else []
    places: list[str] = []
    for each in shift.places:
        if split_place(each)[0] != move.giver:
            places.append(each)
        elif rest or own:
            places += rest + own
            rest, own = [], []
    return tuple(places)
