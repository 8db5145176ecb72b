"""Two things it may have meant: a short menu, never a guess (house.md, understanding)."""

from bot.flows.base import Flow, Reply, Step, Turn
from bot.usecases.office import numbered

NAME = "unsure"


async def begin(turn: Turn) -> Reply:
    """Ask which; the engine put the names of the flows into the draft."""
    return Reply((await _ask(turn),), NAME, "choose", turn.draft)


async def _hear(turn: Turn) -> Reply | None:
    flows, choice = turn.draft.get("flows"), turn.reading.choice
    if isinstance(flows, list) and choice and choice <= len(flows):
        return Reply((), flows[choice - 1])
    return None


async def _ask(turn: Turn) -> str:
    flows = turn.draft.get("flows")
    names = flows if isinstance(flows, list) else []
    return turn.say("unsure.ask", choices=numbered(turn.say(f"menu.{name}") for name in names))


FLOW = Flow(
    NAME,
    frozenset(),
    begin,
    {"choose": Step(_hear, _ask, lambda turn: turn.reading.choice is not None)},
)
