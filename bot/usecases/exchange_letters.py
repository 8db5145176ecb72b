"""Letters about changes of the roster: to whoever is asked, to the leaders, to all concerned."""

from collections.abc import Sequence

from bot.domain.exchanges import RequestKind, RequestState, RosterRequest
from bot.domain.messages import Purpose
from bot.domain.tickets import Ticket
from bot.storage.outbox import Letter
from bot.usecases.exchange_wording import (
    kind_word,
    spell_moves,
    spell_until,
    spell_warning,
)
from bot.usecases.notices import TO_MEMBER, GroupNote, tell_group, tell_member
from bot.usecases.office import Office
from bot.usecases.standins import deciders


async def tell_asked(office: Office, request: RosterRequest, lost: Sequence[Ticket]) -> None:
    """Ask whose yes is missing, privately; in the group when no account takes it."""
    key = "stand_in" if request.kind is RequestKind.LEAVE else "other"
    if request.kind is RequestKind.STAND_IN and request.moves[0].taker == request.asker:
        key = "offer"
    text = await _spell(office, request, f"exchange.ask.{key}", lost)
    await _tell(office, request.asked, text)


async def tell_leaders(office: Office, request: RosterRequest, lost: Sequence[Ticket]) -> None:
    """Ask the leaders to decide."""
    is_vacant = any(not move.taker for move in request.moves)
    key = "leader_vacant" if is_vacant else "leader"
    text = await _spell(office, request, f"exchange.ask.{key}", lost)
    for name in deciders(office):
        await _tell(office, name, text)


async def tell_ended(office: Office, request: RosterRequest) -> None:
    """Tell all concerned what came of it; the group when it was done or asked for there."""
    text = await spell_ended(office, request)
    concerned = dict.fromkeys((*request.people, request.asked))
    for name in concerned:
        if name and name != request.decided_by:
            await tell_member(office, name, _letter(text))
    if is_for_group(request):
        await tell_group(office, GroupNote(text))


def is_for_group(request: RosterRequest) -> bool:
    """Whether the group hears how it ended."""
    return request.state is RequestState.DONE or request.in_group


async def spell_ended(office: Office, request: RosterRequest) -> str:
    """What came of a request."""
    state = request.state.value
    if request.state is RequestState.DONE and any(not m.taker for m in request.moves):
        state = "done_vacant"
    elif request.state is RequestState.DONE and request.decided_by == request.asker:
        state = "done_alone"
    return office.say(
        f"exchange.ended.{state}",
        number=request.id,
        kind=kind_word(office, request.kind),
        asker=request.asker,
        by=request.decided_by or office.say("exchange.nobody"),
        moves=await spell_moves(office, request.moves),
    )


async def _spell(office: Office, request: RosterRequest, key: str, lost: Sequence[Ticket]) -> str:
    reason = office.say("exchange.reason", reason=request.reason) if request.reason else ""
    tried = office.say("duty.and").join(request.tried)
    return office.say(
        key,
        number=request.id,
        kind=kind_word(office, request.kind),
        asker=request.asker,
        name=request.asked,
        moves=await spell_moves(office, request.moves),
        reason=reason,
        warning=spell_warning(office, lost),
        until=spell_until(office, request.answer_by),
        tried=office.say("exchange.tried", names=tried) if tried else "",
        day=request.moves[0].day.strftime("%m-%d"),
    )


async def _tell(office: Office, name: str, text: str) -> None:
    if not await tell_member(office, name, _letter(text)):
        await tell_group(office, GroupNote(text, to=name))


def _letter(text: str) -> Letter:
    return Letter(TO_MEMBER, text, Purpose.NOTICE)
