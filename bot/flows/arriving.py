"""我到了, 要晚到: a resident says that they are here, or late; staff are told once."""

from bot.domain.calendar import CHINA
from bot.domain.tickets import Status, Ticket
from bot.flows.base import Flow, Reply, Turn
from bot.flows.parts.tickets import known
from bot.understanding.cue import Cue
from bot.understanding.reading import Intent
from bot.usecases.arriving import announce, announce_late
from bot.usecases.results import OURS
from bot.usecases.wording import when_of

NAME = "arriving"
LONGEST = 30
_PLACE = (
    "(?:(?:政务|服务|办事)?(?:大厅|中心)|一?楼|门口|窗口|现场|这(?:里|儿|边)"
    "|[你您]们?(?:这|那)?(?:里|儿|边|中心)?)"
)
_WHERE = (
    "(?:该|要|应该)?(?:去|到|在|找)?(?:哪个?|哪里|几号?|哪边|谁)(?:个|号|里|边)?"
    "(?:窗口|柜台|楼)?(?:办理?|找)?"
)
_HERE = Cue(
    "(?:[你您]好|师傅|我们?|人|都|就|现在|刚刚?|已经?|[ ,，。.!！])*"
    f"(?:(?:到|来)了?(?:在)?{_PLACE}(?:门口|外面|里面?)?(?:了|啦|咯)|(?:到|来)(?:了|啦|咯)(?:{_PLACE})?"
    f"|在{_PLACE}(?:门口|外面|里面?)?(?:等(?:着|起)?)?(?:了|啦|咯|的)?|签到|报到)"
    f"(?:[ ,，。.!！?？]|哈|哦|啊|的|了|{_WHERE}|怎么走|往哪走"
    "|下一步(?:干|做|怎么办)?(?:啥子?|什么)?)*"
)
_LATE = Cue(
    "(?:晚|迟)(?:一?点|些|[0-9一二两三四五六七八九十半]+个?(?:分钟|刻钟|小时|钟头|分))?(?:才?(?:能|会)?)?(?:到|来|过来)"
    "|(?:晚|迟)(?:到|来)?(?:一?会儿?|一?[下哈]|一?点儿?|几分钟|[0-9一二两三四五六七八九十半]+个?(?:分钟|刻钟|小时|钟头|分))"
    "|迟到|(?:堵|塞)(?:车|起|在|得)|(?:赶|来)不(?:到|及|赢)了?.{0,6}(?:晚|迟)|耽搁一?[下会哈]"
)
_ORDERS = (Intent.CANCEL, Intent.RESCHEDULE, Intent.COMPLAIN_OR_SUGGEST)
_ASKED = Cue("怎么|咋|如何|会不会|吗|么[?？]?$|[?？]$|要是|如果|万一")
_COMING = (Status.CONFIRMED, Status.REQUESTED, Status.ARRIVED)
_TODAY = (*_COMING, Status.NO_SHOW)


async def hears(turn: Turn) -> Reply | None:
    """Said whatever is open, but for what the office asked itself; who has no appointment today is
    told what they have."""
    said = turn.reading.text.strip()
    if turn.talk.flow in OURS or len(said) > LONGEST:
        return None
    if _HERE.fullmatch(said):
        return Reply((await _answer(turn),))
    is_late = not turn.talk.flow and _LATE.search(said) and not _ASKED.search(said)
    is_order = turn.reading.intent in _ORDERS or turn.reading.services
    return await _late(turn) if is_late and not is_order else None


async def _late(turn: Turn) -> Reply | None:
    """堵车，要晚到二十分钟: staff hear it; None without an appointment today, or with two."""
    today = [one for one in await known(turn) if one.status in _COMING and _is_today(turn, one)]
    if len(today) != 1:
        return None
    await announce_late(turn.office, today[0], turn.reading.nameless)
    return Reply((turn.say("arriving.late", **_values(turn, today[0])),))


async def begin(turn: Turn) -> Reply:
    """No intent starts it."""
    return Reply((await _answer(turn),))


async def _answer(turn: Turn) -> str:
    every = await known(turn)
    ready = [one for one in every if one.status is Status.WAITING_COLLECTION]
    coming = [ticket for ticket in every if ticket.status in _COMING]
    today = [one for one in coming if _is_today(turn, one)] or [
        one for one in every if one.status in _TODAY and _is_today(turn, one)
    ]
    today = today or ready  # who comes to collect it has no time
    if not today:
        later = min((one for one in coming if one.starts_at), key=_start, default=None)
        key = "arriving.other_day" if later else "arriving.none"
        values = _values(turn, later) if later else {}
        return turn.say(key, phone=turn.office.config.centre.phone, **values)
    ticket = min(today, key=_start)
    if ticket.status is not Status.ARRIVED:
        await announce(turn.office, ticket)
    return turn.say(f"arriving.{ticket.status.value}", **_values(turn, ticket))


def _values(turn: Turn, ticket: Ticket) -> dict[str, str]:
    service = turn.office.service(ticket.service)
    window = turn.office.window_of(service) if service else ""
    return {
        "code": ticket.code,
        "service": ticket.service,
        "when": when_of(turn.office.snapshot, ticket),
        "window": turn.say("arriving.window", window=window) if window else "",
    }


def _is_today(turn: Turn, ticket: Ticket) -> bool:
    starts_at = ticket.starts_at
    today = turn.office.today
    return starts_at is not None and starts_at.astimezone(CHINA).date() == today


def _start(ticket: Ticket) -> float:
    return ticket.starts_at.timestamp() if ticket.starts_at else 0.0


FLOW = Flow(NAME, frozenset(), begin, hears=hears, words=(_HERE, _LATE))
