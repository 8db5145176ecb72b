"""After silence: go on with what was begun, or start again (mission 3.11)."""

from bot.flows.base import Flow, Reply, Step, Turn
from bot.storage.conversations import Conversation, Draft, fold
from bot.understanding.cue import Cue

NAME = "resume"
_GO_ON = Cue(
    "(?:我|好了?|嗯|那|就|想好了|考虑好了|商量好了|回来了|[,，。 ])*"
    "(?:接着|继续)(?:办|约|来|弄|说|上次的|刚才的)*(?:嘛|吧|哈|了|[。.!！])*"
)
SHORTEST_SAID = 4
"""A digit or a yes after a silence may answer a question nobody remembers."""


async def begin(turn: Turn) -> Reply:
    """Ask once; the old talk is kept below, and what was said now is heard after the choice."""
    talk = turn.talk
    said = turn.reading.masked.strip()
    kept = said if len(said) >= SHORTEST_SAID else ""
    if _GO_ON.fullmatch(said):
        return _onward(talk, "")
    draft: Draft = {"below": fold(talk), "words": kept}
    return Reply((turn.say(f"resume.ask_{talk.flow}"),), NAME, "choose", draft)


async def _hear(turn: Turn) -> Reply | None:
    below, words = turn.draft.get("below"), turn.draft.get("words")
    if turn.reading.no or turn.reading.choice == 2 or not isinstance(below, dict):
        again = turn.say("resume.again")
        return Reply(() if words else (again,), draft={"said": words} if words else {})
    talk = Conversation(below["flow"], below["step"], below["draft"])
    if turn.reading.yes or turn.reading.choice == 1 or turn.reading.any_time:
        return _onward(talk, words)
    is_answer = turn.reading.time or turn.reading.phone or turn.reading.name
    if is_answer and turn.reading.service in (None, talk.draft.get("service")):
        said = turn.reading.masked  # 下周一上午十点: they go on already
        return _onward(talk, f"{words}，{said}" if words else said)
    return None


def _onward(talk: Conversation, words: object) -> Reply:
    """To the question that was open, with what was said since."""
    draft: Draft = {**talk.draft, "said": words}
    draft |= {"offered": []} if "offered" in draft else {}  # those times may have passed
    return Reply((), talk.flow, talk.step, draft)


async def _ask(turn: Turn) -> str:
    return turn.say("resume.choose")


def _wants(turn: Turn) -> bool:
    return turn.reading.yes or turn.reading.no or turn.reading.choice is not None


FLOW = Flow(NAME, frozenset(), begin, {"choose": Step(_hear, _ask, _wants)})
