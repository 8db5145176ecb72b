"""你是谁, 你是机器人吗: who answers here, said plainly."""

from bot.flows.base import Flow, Reply, Turn
from bot.understanding.cue import Cue

NAME = "introducing"
LONGEST = 16
_WHO = Cue(
    "(?:请问|那)?[你您](?:到底|究竟|们?这(?:里|边))?是(?:谁|哪个|哪位|(?:个)?(?:什么|啥子?)(?:东西|人)?"
    "|(?:不是)?(?:个)?(?:机器人?|真人|人工|人|AI|ai|智能|客服)(?:客服|还是(?:个)?(?:机器人?|真人|人工|人))?)"
    "(?:吗|嘛|么|啊|哦|呢|不是|不|[ ,，。?？!！])*"
)


async def hears(turn: Turn) -> Reply | None:
    """Whatever is open goes on after it."""
    said = turn.reading.text.strip()
    if len(said) > LONGEST or not _WHO.fullmatch(said):
        return None
    return await begin(turn)


async def begin(turn: Turn) -> Reply:
    """No intent starts it."""
    centre = turn.office.config.centre
    return Reply((turn.say("talk.who", centre=centre.name, phone=centre.phone),))


FLOW = Flow(NAME, frozenset(), begin, hears=hears, words=(_WHO,))
