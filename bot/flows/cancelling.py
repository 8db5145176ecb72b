"""Cancelling an appointment: which one, really, done. Never on a hunch."""

from msgspec.structs import replace

from bot.flows.base import Flow, Reply, Step, Turn
from bot.flows.parts.about import given_up
from bot.flows.parts.agreeing import agrees
from bot.flows.parts.tickets import (
    ask_which_again,
    by_draft,
    choose,
    hear_which,
    line,
    listed,
    lost,
    mine,
    pick,
)
from bot.storage.conversations import Conversation
from bot.understanding.cue import Cue
from bot.understanding.reading import Intent
from bot.usecases.tickets import cancel

NAME = "cancelling"
_ORDERS = Cue("(?:请|帮我|我要|我想|麻烦|给我|把|那|[,，。 ])*(?:取消|退掉|撤销)(?!不)")
_KEEPS = Cue("留[着起到]|保留|(?:不|别|莫|不要|不用|不想)取消|不是不是")
_GIVES_UP = Cue("不(?:来|去|办)了|(?<!不)(?<!不要)(?<!不用)(?<!别)取消|退掉")
_ALL = Cue("全部|所有|统统|(?:[两三四23]个)?都(?:给我|帮我)?(?:取消|不|退|撤)|[两三四23]个一起")


async def begin(turn: Turn) -> Reply:
    """Pick the ticket and ask for a yes."""
    if (every := await _every(turn)) is not None:
        return every
    ticket = await choose(turn, NAME)
    if isinstance(ticket, Reply):
        return ticket
    question = turn.say("cancelling.sure", ticket=line(turn, ticket))
    return Reply((question,), NAME, "sure", {"code": ticket.code})


async def hears(turn: Turn) -> Reply | None:
    """取消失业登记, from who has an appointment for it: that one, no register is left here."""
    reading = turn.reading
    is_order = reading.service and _ORDERS.match(reading.text)
    if not is_order or reading.intent is Intent.CANCEL:
        return None
    is_own = any(ticket.service == reading.service for ticket in await mine(turn))
    return await begin(replace(turn, talk=Conversation())) if is_own else None


async def _every(turn: Turn) -> Reply | None:
    """全部取消, from who has several: really all of them?"""
    if not _ALL.search(turn.reading.text) or turn.reading.service or turn.reading.ticket_code:
        return None
    own = await mine(turn)
    if len(own) < 2:
        return None
    question = turn.say("cancelling.sure_all", tickets=listed(turn, own))
    return Reply((question,), NAME, "all", {"codes": [ticket.code for ticket in own]})


async def _hear_which(turn: Turn) -> Reply | None:
    return await _every(turn) or await hear_which(turn, NAME)


async def _hear_all(turn: Turn) -> Reply | None:
    reading, codes = turn.reading, turn.draft.get("codes")
    if not isinstance(codes, list):
        return None
    if reading.choice and reading.choice <= len(codes):  # the number of one is no yes to all
        return Reply((), NAME, "", {"code": codes[reading.choice - 1]})
    if reading.no:
        return Reply((turn.say("cancelling.kept"),))
    if reading.any_time or not (agrees(reading) or reading.intent is Intent.CANCEL):
        return None
    given = [ticket for ticket in await mine(turn) if ticket.code in codes]
    for ticket in given:
        await cancel(turn.office, ticket, turn.contact)
    return Reply((turn.say("cancelling.done_all", codes="、".join(one.code for one in given)),))


async def _ask_all(turn: Turn) -> str:
    codes = turn.draft.get("codes")
    own = [one for one in await mine(turn) if isinstance(codes, list) and one.code in codes]
    return turn.say("cancelling.sure_all", tickets=listed(turn, own))


async def _hear_sure(turn: Turn) -> Reply | None:
    reading = turn.reading
    gives_up = _GIVES_UP.search(reading.text) is not None  # 不来了，取消 is no no
    keeps = _KEEPS.search(reading.text) is not None
    if keeps or reading.choice == 2 or (reading.no and not gives_up):
        return Reply((turn.say("cancelling.kept"),))
    if other := await _another(turn):
        return other
    if reading.any_time:  # 都可以 is no yes to this
        return Reply((await _ask_sure(turn),), NAME, "sure", turn.draft)
    if not (agrees(reading) or gives_up or reading.intent is Intent.CANCEL):
        return None
    ticket = await by_draft(turn)
    if ticket is None:
        return await lost(turn, NAME)
    await cancel(turn.office, ticket, turn.contact)
    done = turn.say("cancelling.done", code=ticket.code, service=ticket.service)
    return Reply((done,), draft=given_up(ticket.service, ticket.starts_at))


async def _another(turn: Turn) -> Reply | None:
    """取消年检那个, while another one was asked about: that one, and really?"""
    reading = turn.reading
    is_named = reading.service or reading.ticket_code or reading.time or reading.negated
    if reading.intent is not Intent.CANCEL or not is_named:
        return None
    ticket = await pick(replace(turn, talk=Conversation()), await mine(turn))
    if ticket is not None and ticket.code == turn.draft.get("code"):
        return None
    return Reply((), NAME, "", {"said": reading.masked})


async def _ask_sure(turn: Turn) -> str:
    return turn.say("cancelling.again", code=turn.draft.get("code"))


FLOW = Flow(
    NAME,
    frozenset({Intent.CANCEL}),
    begin,
    {
        "which": Step(_hear_which, ask_which_again, lambda turn: turn.reading.choice is not None),
        "all": Step(_hear_all, _ask_all, lambda turn: turn.reading.yes or turn.reading.no),
        "sure": Step(_hear_sure, _ask_sure, lambda turn: turn.reading.yes or turn.reading.no),
    },
    hears=hears,
    words=(_ORDERS,),
)
