"""What booking makes of an answer: the one that was asked for, or news about anything else."""

from msgspec.structs import replace

from bot.flows.base import Reply, Turn
from bot.flows.booking.asking import asked, go_on
from bot.flows.booking.before import is_several, several
from bot.flows.booking.browsing import opened, page_of
from bot.flows.booking.changing import meant_instead, noted, take_back
from bot.flows.booking.hinting import other_of_its_kind, unasked_name
from bot.flows.booking.noting import REFUSED
from bot.flows.parts.avoiding import all_daily, avoided, day_of
from bot.flows.parts.fitting import same_clock, shifted, wished
from bot.flows.parts.kept_times import wish_for, wish_from_draft, wish_to_draft
from bot.flows.parts.mending import mended
from bot.flows.parts.people import REST, said_people
from bot.storage.conversations import Draft
from bot.storage.unit_of_work import from_ms, to_ms
from bot.understanding.cue import Cue
from bot.understanding.reading import Grain, Intent, Reading, TimeSpan

MOST_CANDIDATES = 4
_TELLS = (Intent.BOOK, Intent.UNCLEAR, Intent.HOME_SERVICE, Intent.RESCHEDULE)
_ASKS_OR_ORDERS = (Intent.FAQ, Intent.CANCEL, Intent.RESCHEDULE, Intent.COMPLAIN_OR_SUGGEST)
_OF_ONESELF = Cue("(?:我|他|她)(?:爸|妈)?(?:们)?(?:是|有|属于|今年|腿|脚|身体|眼睛|耳朵|行动)")
_REASON = Cue(  # 她周三要扎针，改周四: why the time is changed, no other matter
    "(?:那天|当天|周.|[0-9一二三四五六七八九十]+[号点]|今天|明天|后天|上午|下午|早上|中午)(?:还|又|我|她|他)*"
    "(?:要|得|有|约了|在)[^,，。;；]{1,10}[,，。;； ]+(?:所以|就|想|能不能|给我|帮我|还是)*"
    "(?:改|换|挪|推|约)"
)
_DOES = Cue("办|约|换|改|补|领|申请|申报|登记|打印|认证")
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
    if wish is not None and not _is_chosen(wish, chosen):
        told |= {"wish": wish_to_draft(wish), "slot": None, "offered": [], "waits": []}
    told |= _unfit(reading, draft)
    if phone := mended(reading, draft.get("phone")):
        told["phone"] = phone
    if reading.home_address:
        told["home_address"] = reading.home_address
    if not draft.get("phone") and NO_PHONE.search(reading.text):
        told.setdefault("phone", "")
    return {**draft, **told}


def _is_chosen(wish: TimeSpan, chosen: object) -> bool:
    """The time that is chosen, said once more: the place is kept for them, and not full."""
    is_clock = wish.grain in (Grain.MINUTE, Grain.HOUR)
    return is_clock and wish.start is not None and to_ms(wish.start) == chosen


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
    if known and (_describes(reading) or _REASON.search(reading.text)):
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
    is_said = is_said or _describes(reading) or bool(reading.time and draft.get("slot"))
    is_plain = reading.intent in _TELLS
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
