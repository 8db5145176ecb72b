"""What booking makes of an answer: the one that was asked for, or news about anything else."""

import re
from dataclasses import replace

from bot.domain.tickets import TicketKind
from bot.flows.base import Reply, Turn
from bot.flows.booking.asking import asked, go_on
from bot.flows.booking.changing import meant_instead, noted, take_back
from bot.flows.booking.hinting import other_of_its_kind, unasked_name
from bot.flows.parts.agreeing import agrees, refuses_all
from bot.flows.parts.avoiding import all_daily, avoided, day_of
from bot.flows.parts.fitting import wished
from bot.flows.parts.line import wants_line
from bot.flows.parts.people import said_people
from bot.flows.parts.times import wish_for, wish_from_draft, wish_to_draft
from bot.storage.conversations import Draft
from bot.storage.unit_of_work import from_ms, to_ms
from bot.understanding.people import bare_name
from bot.understanding.reading import Grain, Intent, Reading
from bot.understanding.text import blank

MOST_CANDIDATES = 4
_NO_NAME = (Intent.ABUSIVE, Intent.FAQ, Intent.OFF_TOPIC, Intent.THANKS)
SHORTEST_ADDRESS, LONGEST_ADDRESS, MOST_BESIDE = 4, 80, 6
_URGENT = re.compile("(?:我|很|太|比较|特别)*(?:着急|紧急|急)(?:得很|的|事|了|啊|!|！|。)*")
_EARLIEST = re.compile("最早|最快|越[快早]越好|尽[快早]|最近的?一?个")
_NONE_OF_THEM = re.compile("都不(?:是|对|要)|没(?:有|得)我要的|一个都不")
_NO_PHONE = re.compile(
    "不(?:想|用|要|方便|愿意?)?(?:留|给|填|报)(?:我的)?(?:个)?(?:电话|手机|号码)|"
    "(?:没|莫)(?:有|得)?(?:电话|手机)"
)
_KEEPS_PHONE = re.compile(
    "不(?:想|用|要|方便|愿意?)?(?:留|给|填|说)|没(?:有|得)?(?:电话|手机)|保密"
)


def absorb(turn: Turn, draft: Draft) -> Draft:
    """A copy of the draft with everything this message tells laid over it."""
    reading, told = turn.reading, said_people(turn.reading, draft)
    service = _meant(reading, draft) or meant_instead(turn, draft.get("service"))
    if service and service != draft.get("service"):
        told |= {"service": service, "slot": None, "offered": [], "candidates": [], "waits": []}
        told["wish"] = wish_for(draft.get("slot")) or draft.get("wish")
        others = [name for name in reading.wanted_services if name != service]
        told["later"] = [] if _is_instead(reading) else others
    elif not draft.get("service") and reading.services and service is None:
        told["candidates"] = list(reading.services[:MOST_CANDIDATES])
    chosen = draft.get("slot")
    wish = wished(
        turn,
        from_ms(chosen) if isinstance(chosen, int) else None,
        draft.get("offered") or _wished(draft),
    )
    if wish is not None:
        told |= {"wish": wish_to_draft(wish), "slot": None, "offered": [], "waits": []}
    told |= _unfit(reading, draft)
    if reading.home_address:
        told["home_address"] = reading.home_address
    if not draft.get("phone") and _NO_PHONE.search(reading.text):
        told.setdefault("phone", "")
    return {**draft, **told}


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
    if reading.service or reading.ambiguous or len(wanted) < 2:
        return reading.service
    if not known:
        return None if _is_instead(reading) else wanted[0]
    others = [name for name in wanted if name != known]
    return others[0] if len(others) == 1 and len(wanted) == 2 and _is_instead(reading) else None


def _is_instead(reading: Reading) -> bool:
    return reading.correction or "不是" in reading.text


async def hear_service(turn: Turn) -> Reply | None:
    """A number, a name, or other words that narrow it down."""
    candidates, choice = turn.draft.get("candidates"), turn.reading.choice
    if isinstance(candidates, list) and choice and choice <= len(candidates):
        chosen = {"service": candidates[choice - 1]}  # the others are kept for 返回
        return await go_on(turn, absorb(turn, turn.draft) | chosen)
    if isinstance(candidates, list) and _NONE_OF_THEM.search(turn.reading.text):
        return await go_on(turn, absorb(turn, turn.draft | {"candidates": []}))
    narrowed = _narrowed(turn, candidates) if isinstance(candidates, list) else ()
    if narrowed:
        service = narrowed[0] if len(narrowed) == 1 else None
        told = {"service": service, "candidates": [] if service else list(narrowed)}
        return await go_on(turn, absorb(turn, turn.draft) | told)
    return await hear_news(turn)


def _narrowed(turn: Turn, candidates: list[str]) -> tuple[str, ...]:
    """Those of the offered services that the words fit (补卡那个); none when they fit all."""
    is_aside = turn.reading.name is not None or turn.reading.phone is not None
    if turn.reading.service is not None or is_aside or "不" in turn.reading.text:
        return ()
    said = blank(turn.reading.anonymous, turn.reading.time_spans, " ")
    spoken_of = turn.office.snapshot.knowledge.services.narrow(said, candidates)
    return spoken_of if len(spoken_of) < len(candidates) else ()


async def hear_time(turn: Turn) -> Reply | None:
    """A time or what will not do; else a number, 急, 随便, or that none of them suits."""
    reading, offered = turn.reading, turn.draft.get("offered")
    if reading.time is not None or reading.negated:
        return await hear_news(turn)
    choices = offered if isinstance(offered, list) else []
    if reading.urgent or _URGENT.fullmatch(reading.text.strip()):
        return await go_on(turn, turn.draft | {"kind": TicketKind.URGENT.value})
    if reading.choice and reading.choice <= len(choices):
        return await go_on(turn, turn.draft | {"slot": choices[reading.choice - 1]})
    if wants_line(turn, len(choices)):
        return await go_on(turn, turn.draft | {"waits": turn.draft["full"]})
    if choices and (reading.any_time or (reading.yes and len(choices) == 1)):
        return await _first(turn, choices)
    if refuses_all(reading):
        return asked(turn, "time", turn.draft, turn.say("booking.other_time"))
    if choices and agrees(reading):
        return await go_on(turn, turn.draft)  # a yes to several: which one, without an apology
    return await hear_news(turn)


async def _first(turn: Turn, choices: list[int]) -> Reply:
    """The first of those offered; to 最早哪天 earlier ones are offered where there are any."""
    if not _EARLIEST.search(turn.reading.text):
        return await go_on(turn, turn.draft | {"slot": choices[0]})
    reply = await go_on(turn, turn.draft | {"offered": [], "wish": None})
    offered = reply.draft.get("offered")
    if isinstance(offered, list) and offered and offered[0] < choices[0]:
        return reply
    return await go_on(turn, turn.draft | {"slot": choices[0]})


async def hear_name(turn: Turn) -> Reply | None:
    """A bare name is enough here."""
    reading = turn.reading
    is_answer = reading.yes or reading.no or reading.any_time or reading.urgent
    says_other = is_answer or reading.intent in _NO_NAME
    name = turn.reading.name or (None if says_other else bare_name(turn.reading.text))
    if name and turn.draft.get("for") and name == reading.own_name:
        return await hear_news(turn)  # the writer's, but the other's was asked for
    if turn.reading.name is None and turn.reading.phone is not None:
        return await _with_phone(turn)
    if name and turn.reading.phone is None and turn.reading.time is None:
        return await go_on(turn, turn.draft | {"name": name})
    return await hear_news(turn)


async def _with_phone(turn: Turn) -> Reply | None:
    """茅十八 13500000014: what is left beside the number is the name."""
    name = bare_name(turn.reading.anonymous.replace("*", " "))
    draft = absorb(turn, turn.draft)
    return await go_on(turn, draft | {"name": name}) if name else await hear_news(turn)


async def hear_phone(turn: Turn) -> Reply | None:
    """A valid number, a wrong one, or the wish to leave none."""
    if turn.reading.phone is None and turn.reading.phone_invalid:
        return asked(turn, "phone", turn.draft, turn.say("booking.bad_phone"))
    said = turn.reading.text
    keeps_it = turn.reading.no or _KEEPS_PHONE.search(said) or _NO_PHONE.search(said)
    if turn.reading.phone is None and keeps_it:
        return await go_on(turn, turn.draft | {"phone": ""}, turn.say("booking.without_phone"))
    return await hear_news(turn)


async def hear_address(turn: Turn) -> Reply | None:
    """Whatever is said here at some length is the address; it is read back in the summary."""
    said, address = turn.reading.masked.strip(), turn.reading.home_address or ""
    if len(said) <= len(address) + MOST_BESIDE or not address:
        address = said  # a part we cannot read is a part of it too
    is_question = turn.reading.intent is Intent.FAQ and not turn.reading.home_address
    if len(address) < SHORTEST_ADDRESS or is_question:
        return None
    return await go_on(turn, turn.draft | {"home_address": address[:LONGEST_ADDRESS]})


async def hear_news(turn: Turn) -> Reply | None:
    """Anything new or corrected moves the talk on, whatever was asked (mission 3.2)."""
    if turn.reading.phone_invalid and turn.reading.phone is None:
        draft = turn.draft | {"phone": None}
        return asked(turn, "phone", draft, turn.say("booking.bad_phone"))
    draft = absorb(turn, turn.draft)
    if draft == turn.draft:
        return await take_back(turn) or await _hear_hint(turn)
    return noted(turn, draft, await go_on(turn, draft))


async def _hear_hint(turn: Turn) -> Reply | None:
    draft = turn.draft | unasked_name(turn)
    if service := other_of_its_kind(turn):
        draft = absorb(replace(turn, reading=replace(turn.reading, service=service)), turn.draft)
    return noted(turn, draft, await go_on(turn, draft)) if draft != turn.draft else None


async def go_back(turn: Turn) -> Reply | None:
    """返回: the answer before the open question is forgotten and asked again; None at the first."""
    if turn.talk.step == "service" and not turn.draft.get("candidates"):
        return None
    before = {
        "time": ("service", "slot", "offered", "wish"),
        "address": ("service", "home_address"),
        "name": ("slot", "offered", "wish", "waits"),
        "phone": ("name",),
        "summary": ("phone",),
        "change": ("phone",),
    }.get(turn.talk.step, ("service", "candidates"))
    return await go_on(turn, {key: val for key, val in turn.draft.items() if key not in before})
