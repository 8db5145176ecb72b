"""After silence: go on with what was begun, or start again (mission 3.11)."""

from bot.flows.base import Flow, Reply, Step, Turn
from bot.storage.conversations import Draft

NAME = "resume"


async def begin(turn: Turn) -> Reply:
    """Ask once; the old talk is kept below."""
    talk = turn.talk
    below: Draft = {"flow": talk.flow, "step": talk.step, "draft": talk.draft}
    return Reply((turn.say(f"resume.ask_{talk.flow}"),), NAME, "choose", {"below": below})


async def _hear(turn: Turn) -> Reply | None:
    below = turn.draft.get("below")
    if turn.reading.no or turn.reading.choice == 2 or not isinstance(below, dict):
        return Reply((turn.say("resume.again"),))
    if turn.reading.yes or turn.reading.choice == 1:
        return Reply((), str(below["flow"]), str(below["step"]), below["draft"])
    return None


async def _ask(turn: Turn) -> str:
    return turn.say("resume.choose")


FLOW = Flow(NAME, frozenset(), begin, {"choose": Step(_hear, _ask)})
