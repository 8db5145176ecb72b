"""My appointments: what I booked and where it stands."""

from bot.domain.tickets import Status, Ticket
from bot.flows.base import Flow, Reply, Turn
from bot.flows.parts.about import given_up
from bot.flows.parts.between import taken_up
from bot.flows.parts.line import spell_waits
from bot.flows.parts.tickets import CHANGEABLE, known, line, listed, meant_code, mine, missing
from bot.understanding.cue import Cue
from bot.understanding.reading import Intent
from bot.usecases.tickets import last_act
from bot.usecases.wording import examples, when_of

NAME = "mine"
LATEST = 3
_PLAIN = (Intent.UNCLEAR, Intent.THANKS)
_WHY = Cue(
    "(?:那|你们|请问|到底|我的|我|预约|申请|这个|这次|上次|它|被|是|给|都|办|约)*"
    "(?:为(?:什么|啥子?)|咋个?|怎么|凭什么|凭啥子?|啥子?原因|什么原因)"
    "(?:你们|我的|我|预约|申请|这个|会|要|就|又|被|给|都|还|把|了|是)*"
    "(?:拒绝|拒|没(?:有|得)?(?:通过|约成|办成|约上|约到|同意|批|受理)|不(?:给|让|得行|行|同意|通过|受理|批)|作废|退回)"
    "(?:了|我|的|预约|申请|办|约|受理|嘛|呢|啊|哦|喃|吗|[?？。，,!！])*"
)


_HOW_STANDS = Cue(
    "(?:我|的|那个|预约|申请|现在|到底|[ ,，])*"
    "(?:(?:通过|确认|批|批下来|批准|成功|安排好|弄好|好)了?(?:没有?|吗|不)|有(?:消息|结果|回复)(?:没有?|吗|了没)"
    "|(?:还|大概)*要?等(?:好久|多久|多长时间))[了呢嘛哦啊?？。]*"
)
_CODE_ALONE = Cue(
    r"\s*(?:我?的?(?:预约码|编号|预约号|号码?)(?:就?是)?[\s:：]*)?"
    r"[a-zA-Z]\s?-?\d{3,9}(?:[\s,，]+\d{4})?[\s。.!！?？]*"
)


async def begin(turn: Turn) -> Reply:
    """One ticket in full, several as a list; what is waited for; none: how to book."""
    if code := meant_code(turn):
        ticket = next((one for one in await known(turn) if one.code == code), None)
        return await _whole(turn, ticket) if ticket else await missing(turn, code, NAME)
    own, waits = await mine(turn), await spell_waits(turn)
    if not own:
        return Reply((waits,)) if waits else await _past(turn)
    if len(own) > 1:
        reply = Reply((turn.say("mine.list", tickets=listed(turn, own)) + _how(turn),))
    else:
        reply = await _whole(turn, own[0])
    return Reply((*reply.texts, waits)) if waits else reply


async def hears(turn: Turn) -> Reply | None:
    """Nothing is open: 确认, 嗯 are told how the newest appointment stands, a code how its own."""
    if _WHY.fullmatch(turn.reading.text.strip()):
        return await _why_not(turn)
    reading = turn.reading
    if turn.talk.flow:
        return None
    if _HOW_STANDS.fullmatch(reading.text.strip()) and await mine(turn):
        return await begin(turn)
    if reading.ticket_code and _CODE_ALONE.fullmatch(reading.text):
        return await begin(turn)
    if reading.topic == "progress" and await _is_of_own(turn):
        return await begin(turn)
    is_told = reading.intent not in _PLAIN or reading.time is not None
    if not reading.yes or is_told or taken_up(turn):
        return None
    own = await mine(turn)
    text = turn.say("mine.settled", line=line(turn, own[-1])) if own else turn.say("talk.good")
    return Reply((text,))


async def _is_of_own(turn: Turn) -> bool:
    """我的申请到哪一步了, from who has an appointment of that kind."""
    service = turn.reading.service
    return any(service in (None, ticket.service) for ticket in await mine(turn))


async def _why_not(turn: Turn) -> Reply | None:
    """为什么拒绝: the reason of the own appointment that was declined or missed last."""
    latest = (await known(turn))[-1:]
    if not latest or latest[0].status not in (Status.DECLINED, Status.NO_SHOW):
        return None
    said = turn.say("mine.why", line=await _line(turn, latest[0]))
    return Reply((said,), draft=given_up(latest[0].service, latest[0].starts_at))


async def _whole(turn: Turn, ticket: Ticket) -> Reply:
    if ticket.status not in CHANGEABLE:
        return Reply((await _line(turn, ticket),))
    service = turn.office.service(ticket.service)
    text = turn.say(
        "mine.one",
        line=line(turn, ticket),
        when=when_of(turn.office.snapshot, ticket),
        materials="、".join(service.materials)
        if service and service.materials
        else turn.say("result.no_materials"),
        place=turn.office.window_of(service) if service else "",
    )
    return Reply((text + _how(turn),))


async def _past(turn: Turn) -> Reply:
    every = await known(turn)
    if not every:
        return Reply((turn.say("mine.none", **examples(turn.office.snapshot)),))
    latest = "\n".join([await _line(turn, ticket) for ticket in every[-LATEST:]])
    return Reply((turn.say("mine.past", tickets=latest),))


async def _line(turn: Turn, ticket: Ticket) -> str:
    """One that is over in one line; of a declined one also why."""
    last = await last_act(turn.office, ticket) if ticket.status is Status.DECLINED else None
    said = line(turn, ticket)
    return (
        turn.say("mine.declined", line=said, reason=last.reason) if last and last.reason else said
    )


def _how(turn: Turn) -> str:
    return "\n" + turn.say("mine.how")


FLOW = Flow(NAME, frozenset({Intent.QUERY_TICKET}), begin, hears=hears)
