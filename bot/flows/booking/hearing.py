"""What booking makes of an answer: the one that was asked for, or news about anything else."""

from datetime import timedelta

from msgspec.structs import replace

from bot.domain.calendar import CHINA
from bot.domain.tickets import TicketKind
from bot.flows.base import Reply, Turn
from bot.flows.booking.asking import MET, asked, go_on
from bot.flows.booking.before import is_several, same_day, same_time, several
from bot.flows.booking.browsing import opened, page_of
from bot.flows.booking.changing import meant_instead, noted, other_matter, take_back
from bot.flows.booking.hinting import other_of_its_kind, unasked_name
from bot.flows.booking.noting import REFUSED
from bot.flows.parts.agreeing import agrees, refuses_all
from bot.flows.parts.avoiding import all_daily, avoided, day_of
from bot.flows.parts.fitting import only_day, same_clock, shifted, wished
from bot.flows.parts.kept_times import wish_for, wish_from_draft, wish_to_draft
from bot.flows.parts.line import wants_line
from bot.flows.parts.people import REST, said_people
from bot.storage.conversations import Draft
from bot.storage.unit_of_work import from_ms, to_ms
from bot.understanding.cue import Cue
from bot.understanding.reading import Grain, Intent, Reading, TimeSpan

MOST_CANDIDATES = 4
_ASKS_OR_ORDERS = (Intent.FAQ, Intent.CANCEL, Intent.RESCHEDULE, Intent.COMPLAIN_OR_SUGGEST)
_URGENT = Cue("(?:我|很|太|比较|特别)*(?:着急|紧急|急)(?:得很|的|事|了|啊|!|！|。)*")
_NOT_SURE = Cue(
    "(?:我|还|也|都|暂时|现在)*(?:不(?:晓得|知道|清楚|确定)|没想好|说不[准好]|拿不准|定不下来)"
    "(?:哪天|好久|时间|呢|嘛|哦|啊|耶|得)*[。.!！]*"
)
_OF_ONESELF = Cue("(?:我|他|她)(?:爸|妈)?(?:们)?(?:是|有|属于|今年|腿|脚|身体|眼睛|耳朵|行动)")
_DOES = Cue("办|约|换|改|补|领|申请|申报|登记|打印|认证")
_EARLIER = Cue(
    "(?:有没有|有|能不能|可以|能|再|更|还|要|想|约|那|就|我|尽量)*早一?点(?:的|儿|时间|[吗嘛吧没得有不行]|可以|[?？。])*"
)
_LATER = Cue(
    "(?:有没有|有|能不能|可以|能|再|更|还|要|想|约|那|就|我)*(?:晚一?点|往后一?点|靠后一?点|更晚|再晚)(?:的|儿|时间|[吗嘛吧没得有不行]|可以|[?？。])*|"
    "(?:还)?(?:有没有|有)(?:没得|没有)?(?:别的|其他的?|其它的?)(?:时间|时候|日子)?(?:[吗嘛没得]|[?？。])*|换一批|下一页|后面的|看更多|更多"
)
EARLIEST = Cue(
    "早一?点|最早|最快|越[快早]越好|尽[快早]|最近的?一?个|第一个(?:号|时间|时段|位置)|头一个"
)
NO_PHONE = Cue(
    "不(?:想|用|要|方便|愿意?)?(?:留|给|填|报)(?:我的)?(?:个)?(?:电话|手机|号码)|"
    "(?:电话|手机|号码).{0,3}不(?:想|要|方便|愿意?)?(?:留|给|填|报|说)|"
    "(?:没|莫)(?:有|得)?(?:电话|手机)"
)


def absorb(turn: Turn, draft: Draft) -> Draft:
    """A copy of the draft with everything this message tells laid over it."""
    reading, told = turn.reading, said_people(turn.reading, draft)
    service = _meant(reading, draft) or meant_instead(turn, draft.get("service"))
    if service and service != draft.get("service"):
        told |= {"service": service, "slot": None, "offered": [], "candidates": [], "waits": []}
        told["wish"] = wish_for(draft.get("slot")) or draft.get("wish")
        others = [name for name in reading.wanted_services if name != service]
        told["later"] = [] if _is_instead(reading) or REST in told else others
    elif service is None and reading.services and not _stay(draft, told | _when(reading)):
        told["candidates"] = list(reading.services[:MOST_CANDIDATES])
    chosen = draft.get("slot")
    stands = from_ms(chosen) if isinstance(chosen, int) else None
    moved = shifted(reading, stands) if stands else None
    stands = stands or same_clock(reading, wish_from_draft(draft.get("wish") or draft.get(REFUSED)))
    wish = moved or wished(turn, stands, draft.get("offered") or _wished(draft))
    if wish is not None:
        told |= {"wish": wish_to_draft(wish), "slot": None, "offered": [], "waits": []}
    told |= _unfit(reading, draft)
    if reading.home_address:
        told["home_address"] = reading.home_address
    if not draft.get("phone") and NO_PHONE.search(reading.text):
        told.setdefault("phone", "")
    return {**draft, **told}


def _when(reading: Reading) -> Draft:
    return {"wish": True} if reading.time is not None else {}


def _unfit(reading: Reading, draft: Draft) -> Draft:
    """What will not do, beside what was excluded before; a new wish alone forgets it.

    上午不行 said of the times of one day still means that day.
    """
    unfit: Draft = {"avoid": avoided(reading, draft.get("avoid"))}
    if reading.time is not None or not reading.negated:
        return unfit if unfit["avoid"] != draft.get("avoid", []) else {}
    day = day_of(draft.get("offered")) if all_daily(unfit) else None
    return {**unfit, "wish": day, "offered": [], "slot": None, "waits": []}


def _wished(draft: Draft) -> list[int]:
    """The day that was wished before any time was offered: 早上 after 后天 is that morning."""
    wish = wish_from_draft(draft.get("wish"))
    if wish is None or wish.start is None or wish.grain is Grain.RANGE:
        return []
    return [to_ms(wish.start)]


def _meant(reading: Reading, draft: Draft) -> str | None:
    """The one service; of 不是A，是B the other one; of several in one message the first."""
    wanted, known = reading.wanted_services, draft.get("service")
    if known and _describes(reading):
        return None
    if reading.service or reading.ambiguous or len(wanted) < 2:
        return reading.service
    if not known:
        return None if _is_instead(reading) else wanted[0]
    others = [name for name in wanted if name != known]
    return others[0] if len(others) == 1 and len(wanted) == 2 and _is_instead(reading) else None


def _stay(draft: Draft, told: Draft) -> bool:
    """Whether the candidates stay as they are: the matter is known, or only a name or a time was
    told, in which a service is guessed at most."""
    return bool(draft.get("service") or (draft.get("candidates") and told))


def _describes(reading: Reading) -> bool:
    """我是二级, 我腿脚不好: about the writer, no wish for another service."""
    return _OF_ONESELF.match(reading.text) is not None and not _DOES.search(reading.text)


def _is_instead(reading: Reading) -> bool:
    return reading.correction or "不是" in reading.text


async def hear_time(turn: Turn) -> Reply | None:
    """A time or what will not do; else a number, 急, 随便, or that none of them suits."""
    reading, offered = turn.reading, turn.draft.get("offered")
    if reading.time is not None or reading.negated:
        return await of_that_day(turn) or await hear_news(turn)
    choices = offered if isinstance(offered, list) else []
    if reading.urgent or _URGENT.fullmatch(reading.text.strip()):
        return await go_on(turn, turn.draft | {"kind": TicketKind.URGENT.value})
    if reading.choice and reading.choice <= len(choices):
        return await go_on(turn, turn.draft | {"slot": choices[reading.choice - 1]})
    if wants_line(turn, len(choices)):
        return await go_on(turn, turn.draft | {"waits": turn.draft["full"]})
    is_first = reading.any_time or _EARLIER.fullmatch(reading.text.strip()) is not None
    if is_first or (reading.yes and len(choices) == 1):
        return await _first(turn, choices)
    if choices and _LATER.fullmatch(reading.text.strip()):
        after = TimeSpan(from_ms(choices[-1]) + timedelta(minutes=1), None, Grain.RANGE)
        return await go_on(turn, turn.draft | {"wish": wish_to_draft(after), "offered": []})
    if same := await same_day(turn) or await same_time(turn, {}):
        return await go_on(turn, {**absorb(turn, turn.draft), **same, "offered": []})
    return await _undecided(turn) or await hear_news(turn)


async def _undecided(turn: Turn) -> Reply | None:
    """None of them, no idea which, or a yes to several: which one then, without an apology."""
    if reply := await other_matter(turn):
        return reply
    is_matter = turn.reading.service not in (None, turn.draft.get("service"))  # 不对，是灵活就业
    if refuses_all(turn.reading) and not is_matter:
        draft = turn.draft | {"offered": [], "wish": None, "full": []}
        return asked(turn, "time", draft, turn.say("booking.other_time"))
    if _NOT_SURE.fullmatch(turn.reading.text.strip()):
        return await go_on(turn, turn.draft, turn.say("booking.earliest_instead"))
    is_yes = turn.draft.get("offered") and agrees(turn.reading)
    return await go_on(turn, turn.draft) if is_yes else None


async def of_that_day(turn: Turn) -> Reply | None:
    """今天几点最早: the first of that day; 同一天九点半: that of the last appointment."""
    if that_day := await same_day(turn):
        return await go_on(turn, {**absorb(turn, turn.draft), **that_day})
    if not EARLIEST.search(turn.reading.text) or turn.reading.negated:
        return None
    draft = absorb(turn, turn.draft)
    draft = (await go_on(turn, draft)).draft
    offered = draft.get("offered")
    wanted = turn.reading.time.start if turn.reading.time else None
    is_met = wanted is not None and only_day(offered) == wanted.astimezone(CHINA).date()
    slot = offered[0] if isinstance(offered, list) and is_met else None
    return await go_on(turn, draft | {"slot": slot}) if slot else None


async def _first(turn: Turn, choices: list[int]) -> Reply:
    """The first of those offered; to 最早哪天 earlier ones are offered where there are any."""
    said = turn.reading.text.strip()
    is_of_these = bool(turn.draft.get(MET)) or not EARLIEST.search(said)  # 最早的, of that day
    if choices and (is_of_these or _EARLIER.fullmatch(said)):
        return await go_on(turn, turn.draft | {"slot": choices[0]})
    reply = await go_on(turn, turn.draft | {"offered": [], "wish": None})
    offered = reply.draft.get("offered")
    if not isinstance(offered, list) or not offered:
        return reply
    if choices and offered[0] < choices[0]:
        return reply
    return await go_on(turn, turn.draft | {"slot": (choices or offered)[0]})


async def hear_news(turn: Turn) -> Reply | None:
    """Anything new or corrected moves the talk on, whatever was asked (mission 3.2)."""
    if turn.reading.phone_invalid and turn.reading.phone is None:
        draft = turn.draft | {"phone": None}
        return asked(turn, "phone", draft, turn.say("booking.bad_phone"))
    draft = absorb(turn, turn.draft)
    if draft == turn.draft:
        return await take_back(turn) or await _hear_hint(turn) or await _heard_already(turn)
    reply = noted(turn, draft, await go_on(turn, draft))
    is_of_next = draft.get(REST) != turn.draft.get(REST) and turn.draft.get(REST)
    return several(turn, draft, reply.after(turn.say("booking.noted_next") if is_of_next else ""))


async def _hear_hint(turn: Turn) -> Reply | None:
    draft = turn.draft | unasked_name(turn)
    if service := other_of_its_kind(turn):
        draft = absorb(replace(turn, reading=replace(turn.reading, service=service)), turn.draft)
    return noted(turn, draft, await go_on(turn, draft)) if draft != turn.draft else None


async def _heard_already(turn: Turn) -> Reply | None:
    """What is known was said once more: the open question again, without an apology."""
    reading, draft = turn.reading, turn.draft
    told = (reading.service, reading.own_name or reading.name, reading.phone, reading.beneficiary)
    known = (draft.get("service"), draft.get("name"), draft.get("phone"), draft.get("for"))
    is_said = any(said and str(one).startswith(said) for said, one in zip(told, known, strict=True))
    is_said = is_said or _describes(reading)
    is_plain = reading.intent in (Intent.BOOK, Intent.UNCLEAR, Intent.HOME_SERVICE)
    if reading.yes and turn.talk.step in ("name", "phone", "address"):
        is_said, is_plain = True, reading.intent not in _ASKS_OR_ORDERS
    if is_several(turn):
        return several(turn, draft, await go_on(turn, draft))
    return await go_on(turn, draft) if is_said and is_plain else None


async def go_back(turn: Turn) -> Reply | None:
    """返回: the answer before the open question is forgotten and asked again; None at the first."""
    page = page_of(turn.draft)
    if turn.talk.step == "service" and not turn.draft.get("candidates"):
        return (
            await go_on(turn, turn.draft | {"page": opened(turn)})
            if page and page["kind"]
            else None
        )
    before = {
        "time": ("service", "slot", "offered", "wish"),
        "address": ("service", "home_address"),
        "name": ("slot", "offered", "wish", "waits"),
        "phone": ("name", "nameless"),
        "summary": ("phone",),
        "change": ("phone",),
    }.get(turn.talk.step, ("service", "candidates"))
    return await go_on(turn, {key: val for key, val in turn.draft.items() if key not in before})
