"""What is said to whoever asked for a change of the roster, or answered one."""

from collections.abc import Awaitable, Callable

from bot.domain.exchanges import CannotExchange, RequestKind, RequestState, RosterRequest
from bot.handlers.commands.base import Order, Run
from bot.handlers.roster_words import RosterWish
from bot.understanding.cue import Cue
from bot.usecases.exchange_answers import waiting_for
from bot.usecases.exchange_checks import lost_tickets
from bot.usecases.exchange_letters import is_for_group, spell_ended
from bot.usecases.exchange_wording import (
    kind_word,
    spell_moves,
    spell_request,
    spell_until,
    spell_warning,
)
from bot.usecases.office import Office

_COLLEAGUE = Cue(r"[\u4e00-\u9fff]{2,4}(?=\s|\d|$)")
_NUMBER = Cue(r"^\D{0,3}(\d{1,4})")


async def spell_asked(order: Order, request: RosterRequest) -> str:
    """How it stands after it was asked for; "" when the group has just heard it."""
    if not request.is_open:
        return await spell_outcome(order, request)
    lost = await lost_tickets(order.office, request.moves)
    is_search = request.kind is RequestKind.LEAVE and request.state is RequestState.ASKED
    key = "search" if is_search else request.state.value
    return order.say(
        f"exchange.asked.{key}",
        number=request.id,
        kind=kind_word(order.office, request.kind),
        name=request.asked,
        moves=await spell_moves(order.office, request.moves),
        warning=spell_warning(order.office, lost),
        until=spell_until(order.office, request.answer_by),
    )


async def spell_outcome(order: Order, request: RosterRequest) -> str:
    """How it stands after an answer; "" when the group has just heard it."""
    if request.state is RequestState.LEADER:
        return order.say("exchange.answered.leader", number=request.id)
    if request.state is RequestState.ASKED:
        return order.say("exchange.answered.noted", number=request.id)
    if not order.private and is_for_group(request) and order.office.snapshot.staff_group:
        return ""
    return await spell_ended(order.office, request)


def how_to(order: Order, wish: RosterWish, key: str) -> str:
    """How the order is written. Raises CannotExchange for a colleague who is not on the list."""
    first = _COLLEAGUE.match(order.rest)
    if order.exact and first and not wish.names and first[0] in wish.reason:
        raise CannotExchange("unknown_name", name=first[0])
    return order.say(key)


def answering(
    word: str, answer: Callable[[Office, RosterRequest, str], Awaitable[RosterRequest]]
) -> Run:
    """What a command does that answers a request: to the only one that waits for the speaker, or
    the one that was named. `word`: the key of the word to answer with."""

    async def run(order: Order) -> str:
        found = await _answered(order, order.say(word))
        if isinstance(found, str):
            return found
        return await spell_outcome(order, await answer(order.office, found, order.member.name))

    return run


async def _answered(order: Order, word: str) -> RosterRequest | str:
    """The request that the speaker answers with `word`; else what to say ("" = nothing)."""
    name = order.member.name
    waiting = await waiting_for(order.office, name)
    said = _NUMBER.search(order.rest)
    own = [request for request in waiting if request.asked == name]
    chosen = [r for r in waiting if r.id == int(said[1])] if said else own or list(waiting)
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        return order.say("exchange.none_waiting") if order.private or said else ""
    lines = [await spell_request(order.office, request) for request in chosen]
    return order.say("exchange.which", word=word, number=chosen[0].id, lines="\n".join(lines))
