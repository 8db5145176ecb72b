"""改: one to three other times, each a real slot; the resident answers with its number."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.calendar import local
from bot.domain.nearest import nearest
from bot.domain.services import Service
from bot.domain.slots import Slot, WhyNot, slots_on, why_not
from bot.domain.tickets import Ticket, is_over
from bot.flows.parts.fitting import fitted, shifted
from bot.handlers.commands.base import Command, Order
from bot.handlers.roster_words import refuse_no_day
from bot.handlers.wanting import want_more
from bot.storage import places
from bot.understanding.cue import Cue
from bot.understanding.reading import Grain, TimeSpan
from bot.understanding.text import plain
from bot.usecases import resettling
from bot.usecases.booking import free_slots, nearest_free, slot_covering
from bot.usecases.office import Snapshot, numbered
from bot.usecases.telling import told, warned
from bot.usecases.wording import spell_day, spell_slot, spell_start

_NO_HOUR = Cue(r"(?<![\d:：])(?:2[5-9]|[3-9]\d)[点时:：]")
_SEVERAL = Cue(
    r"(?P<n>[两二三23])个?(?:时间段?|时段|空档?)|[让给喊叫请](?:他|她|居民|人家)(?:自己)?(?:挑|选)"
)
_COUNTS = {"两": 2, "二": 2, "2": 2}
_EXACT = (Grain.MINUTE, Grain.HOUR)


class _Unfit(Exception):
    """One of the times cannot be offered; `text` says why and what could be."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


async def run(order: Order) -> str:
    """Offer the times, or say which of them is no slot and give three that are."""
    ticket = order.subject
    service = order.office.service(ticket.service)
    if service is None:
        return order.say("staff.service_gone", service=ticket.service)
    refuse_no_day(plain(order.rest))
    if _NO_HOUR.search(order.rest):
        return order.say("staff.propose_unclear", said=order.rest)
    wishes = _wishes(order, ticket)
    if all(wish is None for wish in wishes):
        when = order.say("staff.propose_when", code=ticket.code)
        return await want_more(order, "改", when + await warned(order.office, ticket))
    if len(wishes) > resettling.MAX_OFFERS:
        return order.say("staff.propose_many", most=resettling.MAX_OFFERS)
    try:
        slots = await _slots(order, service, wishes)
    except _Unfit as unfit:
        return unfit.text
    offers = tuple({slot.start: slot for slot in slots}.values())
    return await _offer(order, ticket, offers)


async def _offer(order: Order, ticket: Ticket, offers: tuple[Slot, ...]) -> str:
    starts = [slot.start for slot in offers]
    moved = await resettling.propose(order.office, ticket, order.actor, starts)
    return order.say(
        "staff.proposed",
        code=moved.code,
        choices="；".join(spell_slot(order.office.snapshot, s.start, s.end) for s in offers),
        told=await told(order.office, moved, is_question=True),
    )


def _wishes(order: Order, ticket: Ticket) -> list[TimeSpan | None]:
    """The times that were said: 中午12点半 and 往后推一天 from the ticket's own time on, and the
    second of 周四10点/11点 on the day of the first."""
    wishes: list[TimeSpan | None] = []
    stands = ticket.starts_at if not is_over(ticket, order.office.now) else None
    for part in order.parts:
        wish = (shifted(part, stands) if stands else None) or part.time
        if wish is part.time and wish and wish.grain is not Grain.DAY:
            wish = fitted(part, stands, None)
        stands = wish.start if wish and wish.start else stands
        wishes.append(wish)
    return wishes


async def _slots(
    order: Order, service: Service, wishes: Sequence[TimeSpan | None]
) -> tuple[Slot, ...]:
    """A slot for each wish; of 后天上午三个时间让他挑 as many as were named. Raises _Unfit."""
    several = _SEVERAL.search(order.rest)
    if several and len(wishes) == 1 and wishes[0] and wishes[0].grain not in _EXACT:
        count = _COUNTS.get(several["n"] or "", resettling.MAX_OFFERS)
        return await _nearest_within(order, service, wishes[0], count)
    pairs = zip((part.masked for part in order.parts), wishes, strict=True)
    return tuple([await _slot(order, service, pair) for pair in pairs])


async def _slot(order: Order, service: Service, wish: tuple[str, TimeSpan | None]) -> Slot:
    """The slot that the words mean, read as the span beside them. Raises _Unfit."""
    words, span = wish
    if span is None or span.start is None:
        raise _Unfit(order.say("staff.propose_unclear", said=words))
    if span.grain not in _EXACT:
        return (await _nearest_within(order, service, span))[0]
    return await _exact(order, service, span.start)


async def _nearest_within(
    order: Order, service: Service, span: TimeSpan, count: int = 1
) -> tuple[Slot, ...]:
    """A day or a part of it: its free slots nearest to the hour the resident had asked for."""
    start = span.start or order.office.now
    end = span.end or local(start.date(), start.time().max)
    asked = order.subject.starts_at or start
    wanted = max(start, local(start.date(), asked.time()))
    free = await free_slots(order.office, service, start, end)
    found = nearest((slot for slot in free if slot.start != asked), wanted, count)
    if not found:
        reason = await _why_none(order, service, start)
        raise _Unfit(await _refused(order, service, start, reason))
    return found


async def _exact(order: Order, service: Service, start: datetime) -> Slot:
    office, day = order.office, start.date()
    overrides = await office.overrides(day, day)
    slot = slot_covering(slots_on(office.snapshot.timetable, overrides, service, day), start)
    if slot is None or slot.start < office.now:
        found = why_not(office.snapshot.timetable, overrides, service, start, office.now)
        raise _Unfit(await _refused(order, service, start, found or WhyNot.PAST))
    if slot.start == order.subject.starts_at:
        raise _Unfit(order.say("staff.propose_same", code=order.subject.code))
    taken = await places.taken(office.work, service.name, slot.start, slot.end, office.now)
    is_kept = slot.start in order.subject.offers  # for this very ticket, by an earlier 改
    if taken.get(slot.start, 0) >= slot.capacity and not is_kept:
        raise _Unfit(await _refused(order, service, slot.start, WhyNot.FULL))
    return slot


async def _why_none(order: Order, service: Service, start: datetime) -> WhyNot:
    """Why a whole day or part of it has nothing free."""
    office, day = order.office, start.date()
    if day < office.today:
        return WhyNot.PAST
    overrides = await office.overrides(day, day)
    if slots_on(office.snapshot.timetable, overrides, service, day):
        return WhyNot.FULL
    hours = office.snapshot.calendar.intervals(day)
    if not hours:
        return WhyNot.CLOSED
    noticed = max(local(day, hours[0].start), office.now)
    found = why_not(office.snapshot.timetable, overrides, service, noticed, office.now)
    return found or WhyNot.CLOSED


async def _refused(order: Order, service: Service, start: datetime, reason: WhyNot) -> str:
    snapshot = order.office.snapshot
    free = await nearest_free(order.office, service, start)
    lines = numbered(spell_slot(snapshot, slot.start, slot.end) for slot in free)
    return order.say(
        "staff.propose_refused",
        when=_spell_wish(snapshot, start),
        why=order.say(f"staff.why.{reason.value}"),
        code=order.subject.code,
        lines=lines or order.say("staff.none_free"),
    )


def _spell_wish(snapshot: Snapshot, start: datetime) -> str:
    """A whole day begins at midnight, when nobody comes."""
    is_day = (start.hour, start.minute) == (0, 0)
    return spell_day(snapshot, start.date()) if is_day else spell_start(snapshot, start)


_TELL = (
    r"(?:(?:[他她]说)?[他她]?(?:想|要))?"
    r"(?:(?:已经)?(?:跟|给|和)(?:他|她|居民|人家)?(?:说|商量|讲|约)好了?)?"
    r"(?:我?(?:喊|叫|让|请|通知|告诉|给|帮)(?:他们?|她们?|人家|居民)?)?"
)

_TIME = (
    r"(?:[下这本]?个?(?:周|星期|礼拜)[一二三四五六日天]|[今明后]天|\d{1,2}[月日号]|[一二两三四五六七八九十]{1,2}点|\d{1,2}[点:：]|[上下]午|早上|中午|傍晚)"
    r"[周星期礼拜一二三四五六七八九十日天号月上下午早中晚两点半刻\d:：\-]*"
)

COMMAND = Command(
    verbs=(
        *("改", "改到", "改成", "改为", "改约", "改约到", "改时间", "改期", "改在"),
        *("提前到", "推迟到", "推后到", "延到", "延后到", "挪到", "调到", "移到"),
    ),
    run=run,
    help_key="staff.help.propose",
    needs_ticket=True,
    natural=(
        rf"{_TELL}(?:换|改|约|调)(?:一?个|一下)?(?:时间|到|成|为|在|,|，|\s)+(?P<rest>[^吗?？不没]*)",
        rf"{_TELL}(?:能不能|可以)?(?P<rest>(?:往?后(?:面)?[推延挪移]|往?前(?:面)?[提挪移]|推迟|推后|延后|顺延|提前|提早|晚|早)个?[一二两三四五六七八九十半\d]个?(?:天|小时|钟头|周|星期|礼拜))(?:吧|嘛|哈|噻)?",
        rf"(?:还是|那?就|那)(?:按|约|定)?(?:在|到|成)?(?:[他她]?(?:原来|之前|先前)的?)?(?P<rest>{_TIME})(?:钟)?(?:吧|哈|嘛|好了?)",
        rf"(?:还是|那(?!就))(?:按|约|定)?(?:在|到|成)?(?:[他她]?(?:原来|之前|先前)的?)?(?P<rest>{_TIME})",
        rf"(?:挪|移|推|调|约)(?:到|去|成)?(?P<rest>{_TIME})(?:吧|哈|嘛)?",
        rf"(?:就是)?(?:那个|这个)?[\u4e00-\u9fff]{{1,2}}(?:女士|先生|阿姨|大爷)的?[\s,，]*你?(?:给|帮|把|喊)?[他她]?改(?:到|成)(?P<rest>{_TIME})钟?(?:吧|哈|嘛)?",
        r"(?:这个?时间)?(?:不行|不得行|没空|满了|约满了)[\s,，]*(?:喊|叫|让|请)?(?:他|她|居民)?(?:换|改)(?:到|成|为|个时间)[\s,，到]*"
        r"(?P<rest>[^吗?？不没]*)",
    ),
    private=True,
    tail=r"(?!不|变|过|天(?!上午|下午|早|晚|\d)|日|善|革|进|名)(?!.*(?:吗|行不行|好不好|可不可以|[?？])).*",
    rank=2,
    unless=r"如果|要是|除非|吗|么|[?？]|别|莫改|不改|不用改|等|先",
)
