"""The question when to come: a time, a number, the first or the last place, or none of them."""

from datetime import time, timedelta

from bot.domain.calendar import CHINA, local
from bot.domain.tickets import TicketKind
from bot.flows.base import Reply, Turn
from bot.flows.booking.asking import MET, asked, go_on
from bot.flows.booking.before import same_day, same_time
from bot.flows.booking.changing import other_matter
from bot.flows.booking.hearing import absorb, hear_news
from bot.flows.parts.agreeing import agrees, refuses_all
from bot.flows.parts.avoiding import fits
from bot.flows.parts.fitting import only_day
from bot.flows.parts.kept_times import wish_from_draft, wish_to_draft
from bot.flows.parts.line import waits_at, wants_line
from bot.flows.parts.people import text_of
from bot.storage.conversations import Draft
from bot.storage.unit_of_work import from_ms, to_ms
from bot.understanding.cue import Cue
from bot.understanding.reading import Grain, Intent, TimeSpan
from bot.usecases.booking import free_slots

_URGENT = Cue("(?:我|很|太|比较|特别)*(?:着急|紧急|急)(?:得很|的|事|了|啊|!|！|。)*")
_NOT_SURE = Cue(
    "(?:我|还|也|都|暂时|现在)*(?:不(?:晓得|知道|清楚|确定)|没想好|说不[准好]|拿不准|定不下来)"
    "(?:哪天|好久|时间|呢|嘛|哦|啊|耶|得)*[。.!！]*"
)
_EARLIER = Cue(
    "(?:有没有|有|能不能|可以|能|再|更|还|要|想|约|那|就|我|尽量)*早一?点(?:的|儿|时间|[吗嘛吧没得有不行]|可以|[?？。])*"
)
_LATER = Cue(
    "(?:有没有|有|能不能|可以|能|再|更|还|要|想|约|那|就|我)*(?:晚一?点|往后一?点|靠后一?点|更晚|再晚)(?:的|儿|时间|[吗嘛吧没得有不行]|可以|[?？。])*|"
    "(?:还)?(?:有没有|有)(?:没得|没有)?(?:别的|其他的?|其它的?)(?:时间|时候|日子)?(?:[吗嘛没得]|[?？。])*|换一批|下一页|后面的|看更多|更多"
)
_WHICH = Cue(
    "(?:你们|那|都|还|现在|一共)*有(?:些)?(?:哪些|哪几个|啥子?|什么|哪个)(?:可以|能)?(?:约|选)?的?(?:时间|时候|时段|空|号|日子)"
    "(?:可以|能)?(?:约|选|来|挑)?[吗呢嘛喃哦的?？。]*|(?:时间|时段)?有(?:哪些|啥子?|什么)?可以选的?[?？。]*"
    "|(?:那|我|要)*(?:好久|什么时候|啥子?时候|哪天|几点|最早好久)(?:才)?(?:可以|能|得行)?"
    "(?:来|去|过来|约)(?:办|弄)?[得了到吗呢嘛喃哦的?？。]*"
)
LATEST = Cue("最晚|最迟|越晚越好|尽量晚一?点|最后一?[个班趟](?:号|时间|时段)")
_NEAREST = Cue(
    "(?:那|就|要|选|约|来|我|给)*最(?:近|早|快|靠前)的?(?:一?个|那个|一天)?(?:吧|嘛|哈|就行|可以|[。.!！])*"
)
EARLIEST = Cue(
    "早一?点|最早|最快|越[快早]越好|尽[快早]|最近的?一?个|最近的$|第一个(?:号|时间|时段|位置)|头一个"
)
_FIRST_OF_ALL = Cue("最早|最快|尽[快早]|越[快早]越好|最近的?一?个(?:号|时间|时段|位置|空)|头一个")
_ASKS = Cue("什么时候|啥子?时候|好久|哪天|几[点号天]|多久|多快|[吗么?？]")


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
    is_first = reading.any_time or is_earliest(reading.text.strip())
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
    if LATEST.search(turn.reading.text) and (last := await _last(turn, turn.draft)):
        return await go_on(turn, turn.draft | last)
    if asks_which(turn):
        return await go_on(turn, turn.draft | {"offered": []})
    if _NOT_SURE.fullmatch(turn.reading.text.strip()):
        return await go_on(turn, turn.draft, turn.say("booking.earliest_instead"))
    is_yes = turn.draft.get("offered") and agrees(turn.reading)
    return await go_on(turn, turn.draft) if is_yes else None


async def first_of_all(turn: Turn, draft: Draft) -> Reply | None:
    """约个最早的, with no day: the first place there is; None when that was not said."""
    said = turn.reading.text
    if turn.reading.urgent or _ASKS.search(said) or not _FIRST_OF_ALL.search(said):
        return None
    reply = await go_on(turn, draft)
    offered = reply.draft.get("offered")
    if reply.step != "time" or not isinstance(offered, list) or not offered:
        return None
    return await go_on(turn, reply.draft | {"slot": offered[0]})


async def of_that_day(turn: Turn) -> Reply | None:
    """今天几点最早: the first of that day; 同一天九点半: that of the last appointment; in line."""
    if waits := waits_at(turn):
        return await go_on(turn, turn.draft | {"waits": waits})
    if that_day := await same_day(turn):
        return await go_on(turn, {**absorb(turn, turn.draft), **that_day})
    is_last = LATEST.search(turn.reading.text) is not None
    is_first = turn.reading.any_time or EARLIEST.search(turn.reading.text) is not None
    if turn.reading.negated or not (is_last or is_first):
        return None
    draft = absorb(turn, turn.draft)
    if is_last:
        last = await _last(turn, draft)
        return await go_on(turn, draft | last) if last else None
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


def is_earliest(said: str) -> bool:
    """早点的, 那就最近的: nothing but the wish for the first there is."""
    return (_EARLIER.fullmatch(said) or _NEAREST.fullmatch(said)) is not None


def asks_which(turn: Turn) -> bool:
    """有哪些时间可以约: the times once more, with their whole dates."""
    return _WHICH.fullmatch(turn.reading.text.strip()) is not None


async def _last(turn: Turn, draft: Draft) -> Draft:
    """今天最晚的, 越晚越好: the last place of the day or the part of it that is spoken of."""
    service = turn.office.service(text_of(draft, "service"))
    if service is None or turn.reading.intent is Intent.FAQ:
        return {}
    wish, offered = wish_from_draft(draft.get("wish")), draft.get("offered")
    since, until = (wish.start, wish.end) if wish else (None, None)
    if since is None and isinstance(offered, list) and offered:
        since = local(from_ms(offered[0]).astimezone(CHINA).date(), time())
    if since is None:
        return {}
    until = until or local(since.astimezone(CHINA).date() + timedelta(days=1), time())
    fit = fits(draft)
    found = [slot for slot in await free_slots(turn.office, service, since, until) if fit(slot)]
    start = to_ms(found[-1].start) if found else None
    return {"slot": start, "offered": [start]} if start else {}
