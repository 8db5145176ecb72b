"""How requests to change the roster are spelled: what moves, what it does to those booked."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.exchanges import Move, RequestKind, RosterRequest
from bot.domain.masking import title_name
from bot.domain.tickets import Ticket
from bot.usecases.duty_wording import spell_dated_shift
from bot.usecases.office import Office
from bot.usecases.roster import shift_of
from bot.usecases.wording import spell_clock, spell_start, start_of

MOST_TICKETS = 8


async def spell_moves(office: Office, moves: Iterable[Move]) -> str:
    """11月28日（周六）节假日班 09:00-12:00：王芳 → 李四, a line each."""
    return "\n".join([await _move(office, move) for move in moves])


async def _move(office: Office, move: Move) -> str:
    shift = await shift_of(office, move.day, move.kind)
    spelled = spell_dated_shift(office, shift) if shift else move.day.isoformat()
    if move.part:
        start, end = move.part
        spelled = office.say(
            "exchange.part", shift=spelled, start=f"{start:%H:%M}", end=f"{end:%H:%M}"
        )
    key = "leaves" if not move.taker else "move" if move.giver else "joins"
    return office.say(f"exchange.{key}", shift=spelled, giver=move.giver, taker=move.taker)


def spell_warning(office: Office, lost: Sequence[Ticket]) -> str:
    """Whom nobody could serve any more, a line each; "" when nobody is concerned."""
    if not lost:
        return ""
    lines = [spell_lost(office, ticket) for ticket in lost[:MOST_TICKETS]]
    if len(lost) > MOST_TICKETS:
        lines.append(office.say("remind.more_booked", count=len(lost) - MOST_TICKETS))
    return office.say("exchange.warning", count=len(lost), tickets="\n".join(lines)) + "\n"


def spell_lost(office: Office, ticket: Ticket) -> str:
    """A102 11月28日（周六）09:30 刘女士 社会保障卡激活."""
    return office.say(
        "exchange.ticket",
        code=ticket.code,
        when=start_of(office.snapshot, ticket),
        name=title_name(ticket.name) if ticket.name else office.say("ticket.no_name"),
        service=ticket.service,
    )


async def spell_request(office: Office, request: RosterRequest) -> str:
    """What was asked for, in one or two lines: 3号 换班，王芳."""
    return office.say(
        "exchange.request",
        number=request.id,
        kind=kind_word(office, request.kind),
        asker=request.asker,
        moves=await spell_moves(office, request.moves),
    )


def kind_word(office: Office, kind: RequestKind) -> str:
    """换班."""
    return office.say(f"exchange.kind.{kind.value}")


def spell_until(office: Office, until: datetime | None) -> str:
    """17:30 today, else with its day; "" for no limit."""
    if until is None:
        return ""
    is_today = until.date() == office.today
    return spell_clock(until) if is_today else spell_start(office.snapshot, until)
