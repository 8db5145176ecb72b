"""算了，还是原来的时间: right after an appointment was moved, back to where it stood."""

from bot.flows.base import Flow, Reply, Turn
from bot.flows.parts.fitting import MOVED
from bot.storage.unit_of_work import from_ms
from bot.understanding.cue import Cue
from bot.usecases.wording import spell_start

NAME, RESCHEDULING = "moving_back", "rescheduling"
LONGEST = 24
_BACK = Cue(
    "(?:还是|改回|换回|退回|就)(?:要|用|按|去|来|到)*(?:原来|之前|以前|先前|开始|刚才)的?(?:那个)?(?:时间|时候|日子|那天|吧|嘛|$)"
    "|(?:改|换)回(?:去|来|原来)"
)


async def hears(turn: Turn) -> Reply | None:
    """The move is asked for like any other; the place may be gone meanwhile."""
    moved, said = turn.draft.get(MOVED), turn.reading.text.strip()
    if turn.talk.flow or not isinstance(moved, dict) or turn.is_late:
        return None
    if len(said) > LONGEST or not _BACK.search(said) or turn.reading.time is not None:
        return None
    when = spell_start(turn.office.snapshot, from_ms(moved["was"]))
    text = turn.say("rescheduling.back_to", when=when)
    return Reply((), RESCHEDULING, "", {"code": moved["code"], "said": text})


async def begin(turn: Turn) -> Reply:
    """No intent starts it."""
    return Reply((), RESCHEDULING)


FLOW = Flow(NAME, frozenset(), begin, hears=hears, words=(_BACK,))
