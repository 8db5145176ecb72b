"""Staff asked the resident something with 问: the next message is passed on to the group."""

from bot.flows.base import Flow, Reply, Step, Turn
from bot.flows.parts.tickets import by_draft, foreign
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.wording import masked_person

NAME = "asked"


async def begin(turn: Turn) -> Reply:
    """Staff lay this flow over the talk (usecases/tickets.ask); it has no first turn of its own."""
    return Reply((await _ask(turn),), NAME, "answer", turn.draft)


async def _hear(turn: Turn) -> Reply | None:
    ticket = await by_draft(turn)
    if ticket is None:
        return foreign(turn)
    text = turn.say(
        "group.answered",
        code=ticket.code,
        person=masked_person(turn.office, ticket),
        text=turn.reading.masked,
    )
    await tell_group(turn.office, GroupNote(text, ticket=ticket.code, to=ticket.owner or None))
    return Reply((turn.say("asked.passed_on"),))


async def _ask(turn: Turn) -> str:
    return turn.say("asked.again", code=turn.draft.get("code"))


FLOW = Flow(NAME, frozenset(), begin, {"answer": Step(_hear, _ask, lambda _: True)})
