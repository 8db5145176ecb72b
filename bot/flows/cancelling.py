"""Cancelling an appointment: which one, really, done. Never on a hunch."""

from bot.flows.base import Flow, Reply, Step, Turn
from bot.flows.parts.about import given_up
from bot.flows.parts.agreeing import agrees
from bot.flows.parts.tickets import (
    ask_which_again,
    by_draft,
    choose,
    hear_which,
    line,
    lost,
)
from bot.understanding.reading import Intent
from bot.usecases.tickets import cancel

NAME = "cancelling"


async def begin(turn: Turn) -> Reply:
    """Pick the ticket and ask for a yes."""
    ticket = await choose(turn, NAME)
    if isinstance(ticket, Reply):
        return ticket
    question = turn.say("cancelling.sure", ticket=line(turn, ticket))
    return Reply((question,), NAME, "sure", {"code": ticket.code})


async def _hear_which(turn: Turn) -> Reply | None:
    return await hear_which(turn, NAME)


async def _hear_sure(turn: Turn) -> Reply | None:
    reading = turn.reading
    if reading.no or reading.choice == 2:
        return Reply((turn.say("cancelling.kept"),))
    if reading.any_time:  # 都可以 is no yes to this
        return Reply((await _ask_sure(turn),), NAME, "sure", turn.draft)
    if not (agrees(reading) or reading.intent is Intent.CANCEL):
        return None
    ticket = await by_draft(turn)
    if ticket is None:
        return await lost(turn, NAME)
    await cancel(turn.office, ticket, turn.contact)
    done = turn.say("cancelling.done", code=ticket.code, service=ticket.service)
    return Reply((done,), draft=given_up(ticket.service, ticket.starts_at))


async def _ask_sure(turn: Turn) -> str:
    return turn.say("cancelling.again", code=turn.draft.get("code"))


FLOW = Flow(
    NAME,
    frozenset({Intent.CANCEL}),
    begin,
    {
        "which": Step(_hear_which, ask_which_again, lambda turn: turn.reading.choice is not None),
        "sure": Step(_hear_sure, _ask_sure, lambda turn: turn.reading.yes or turn.reading.no),
    },
)
