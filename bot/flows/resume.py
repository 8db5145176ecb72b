"""After silence: go on with what was begun, or start again (mission 3.11)."""

from bot.flows.base import Flow, Reply, Step, Turn
from bot.storage.conversations import Draft, fold

NAME = "resume"
SHORTEST_SAID = 4
"""A digit or a yes after a silence may answer a question nobody remembers."""


async def begin(turn: Turn) -> Reply:
    """Ask once; the old talk is kept below, and what was said now is heard after the choice."""
    talk = turn.talk
    said = turn.reading.masked.strip()
    kept = said if len(said) >= SHORTEST_SAID else ""
    draft: Draft = {"below": fold(talk), "words": kept}
    return Reply((turn.say(f"resume.ask_{talk.flow}"),), NAME, "choose", draft)


async def _hear(turn: Turn) -> Reply | None:
    below, words = turn.draft.get("below"), turn.draft.get("words")
    if turn.reading.no or turn.reading.choice == 2 or not isinstance(below, dict):
        again = turn.say("resume.again")
        return Reply(() if words else (again,), draft={"said": words} if words else {})
    if turn.reading.yes or turn.reading.choice == 1 or turn.reading.any_time:
        draft = {**below["draft"], "said": words}
        draft |= {"offered": []} if "offered" in draft else {}  # those times may have passed
        return Reply((), str(below["flow"]), str(below["step"]), draft)
    return None


async def _ask(turn: Turn) -> str:
    return turn.say("resume.choose")


def _wants(turn: Turn) -> bool:
    return turn.reading.yes or turn.reading.no or turn.reading.choice is not None


FLOW = Flow(NAME, frozenset(), begin, {"choose": Step(_hear, _ask, _wants)})
