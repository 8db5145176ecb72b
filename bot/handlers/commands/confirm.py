"""确认: the requested time stands; for a matter without a time yet, staff name it here."""

from datetime import datetime

from bot.domain.tickets import Ticket, is_over
from bot.handlers.commands.base import Command, Order
from bot.handlers.orders_words import standard
from bot.understanding.cue import Cue
from bot.understanding.reading import Grain, TimeSpan
from bot.usecases import tickets
from bot.usecases.telling import told
from bot.usecases.wording import spell_start, when_of

_DAY = Cue(
    r"(?:周|星期|礼拜)[一二三四五六日天末]|[今明后昨前]天|[今明昨]日|\d+[号日月]|\d+[-./]\d+|月|号"
)
_WEEKDAY = Cue(r"(?<![上下这本])(?:个?)(?:周|星期|礼拜)([一二三四五六日天])")
_WEEKDAYS = {word: number for number, word in enumerate("一二三四五六日", 1)} | {"天": 7}
_CLOCK = Cue(r"\d\s*[点:：]|[一二三四五六七八九十两]点|上午|下午|早上|中午|傍晚|晚上")
_NOTE = Cue(
    r"(?:^|[\s,，。;；]|顺便|并且?|再|另外)(?:备注|记)(?:一?下|上)?[\s:：,，]*(?P<note>\S.*)$"
)
_POLITE = Cue(
    r"[\s,，。、.!！~]|可以|没毛病|安排上?|通过|批准|不变|定在|原来的?|没得?问题|没得?事|好的?|行|同意|确认|确定|喊|叫|让|请|通知|告诉|他们?|她们?|人家|居民|准时|按时"
    r"|过来|来|到|办理?|就行|就可以|就好|就是|了|哈|吧|的|噻|嘛|谢谢|ok|okay"
)


async def run(order: Order) -> str:
    """Confirm, unless the order names another time than the ticket has: then ask."""
    ticket = order.subject
    if ticket.starts_at is None:
        return await _arrange(order, ticket)
    is_missed = is_over(ticket, order.office.now)  # which is then what to say first
    if not is_missed and names_another_time(order.rest, order.reading.time, ticket.starts_at):
        return order.say(
            "staff.confirm_other_time",
            code=ticket.code,
            when=when_of(order.office.snapshot, ticket),
            said=order.rest,
        )
    moved = await tickets.confirm(order.office, ticket, order.actor)
    return await _done(order, moved)


async def _arrange(order: Order, ticket: Ticket) -> str:
    span = order.reading.time
    start = span.start if span and span.grain in (Grain.MINUTE, Grain.HOUR) else None
    if start is None:
        return order.say("staff.confirm_needs_time", code=ticket.code)
    if start <= order.office.now:
        when = spell_start(order.office.snapshot, start)
        return order.say("staff.confirm_past_time", code=ticket.code, when=when)
    moved = await tickets.arrange(order.office, ticket, order.actor, start)
    return await _done(order, moved)


async def _done(order: Order, ticket: Ticket) -> str:
    text = order.say(
        "staff.confirmed",
        code=ticket.code,
        when=when_of(order.office.snapshot, ticket),
        told=await told(order.office, ticket),
    )
    if noted := _NOTE.search(order.rest):
        await tickets.remark(order.office, ticket, order.actor, noted["note"].strip())
        return text + order.say("staff.remark_kept")
    unsaid = _POLITE.sub("", standard(order.rest.lower()))
    if not unsaid or order.reading.time:
        return text
    return text + order.say("staff.not_passed_on", code=ticket.code)


def names_another_time(words: str, span: TimeSpan | None, starts_at: datetime) -> bool:
    """Whether `words` name a day or an hour that is not that of `starts_at`.

    A bare weekday means the ticket's when it is the same one, and a bare hour that of its day.
    """
    named_day, named_clock = _DAY.search(words), _CLOCK.search(words)
    if not (named_day or named_clock):
        return False
    if span is None or span.start is None:
        return not (named_day and _same_weekday(words, starts_at) and not named_clock)
    if named_day and not (_same_weekday(words, starts_at) or _same_day(span, starts_at)):
        return True
    return not _same_clock(span, starts_at)


def _same_weekday(words: str, starts_at: datetime) -> bool:
    found = _WEEKDAY.search(words)
    return found is not None and _WEEKDAYS[found[1]] == starts_at.isoweekday()


def _same_day(span: TimeSpan, starts_at: datetime) -> bool:
    if span.start is None:
        return False
    if span.end and span.grain is Grain.RANGE:
        return span.start.date() <= starts_at.date() <= span.end.date()
    return span.start.date() == starts_at.date()


def _same_clock(span: TimeSpan, starts_at: datetime) -> bool:
    if span.start is None or span.grain is Grain.DAY:
        return True
    if span.grain is Grain.RANGE and (span.start.hour, span.start.minute) == (0, 0):
        return True
    if span.end:
        return span.start.time() <= starts_at.time() < span.end.time()
    return (span.start.hour % 12, span.start.minute) == (starts_at.hour % 12, starts_at.minute)


_WHO = r"(?:他们?|她们?|人家|居民|[\u4e00-\u9fff]{1,2}(?:女士|先生|阿姨|大爷))"
_TIME = r"[周星期礼拜一二三四五六七八九十日天号月今明后上下午早中晚两点半\d:：\-]*"
_COME = (
    rf"(?:(?:喊|叫|让|请|通知|告诉|等){_WHO}?)?(?:记得|就)?{_TIME}[\s]*(?:准时|按时)?"
    r"(?:过来|来|到场|到|办理|办)?(?:就行|就可以|就好|办理|办)?(?:了|哈|吧|嘛|噻)?"
)
_YES = (
    r"(?:我(?:来|这边)?)?也?(?:可以|没得?问题|没得?事|没毛病|行|好|同意|确认|确定|准了?|安排上?|批准|通过|ok|okay|yes)"
    r"(?:的|了|哈|啊|吧|嘛|噻|嘞|得)*"
)
_AND = r"[\s,，。、.!！~;；]*"

COMMAND = Command(
    verbs=("确认", "同意"),
    run=run,
    help_key="staff.help.confirm",
    needs_ticket=True,
    natural=(
        r"(?:我?看(?:了|过)(?:一?下|材料|资料)?了?[\s,，]*)?(?:没(?:得|有|啥子?|什么)?(?:问题|毛病)[的了]?[\s,，]*)?(?:就|那就|可以)?"
        r"(?:给|帮)(?:他|她|居民)(?:确认|通过|同意)(?:一下|了|吧|嘛|哈)*",
        r"我?看(?:了|过)(?:一?下|材料|资料)?了?[\s,，]*没(?:得|有|啥子?|什么)?(?:问题|毛病)[的了]?[\s,，]*(?:就|那就|可以)?(?:确认|通过)?(?:一下|了|吧|嘛|哈)*",
        rf"{_TIME}[\s,，]*{_YES}",
        rf"(?:就|还是|仍然)?(?:定在|按)?(?:原来的?)?{_TIME}(?:时间)?不变(?:吧|哈|了)?",
        rf"{_YES}(?:{_AND}{_YES}){{0,3}}{_AND}{_COME}(?:{_AND}(?:谢谢|辛苦了?))?",
        rf"(?:喊|叫|让|请|通知|告诉){_WHO}{_TIME}[\s]*(?:准时|按时)(?:过来|来|到)"
        r"(?:就行|就可以|就好|办理|办)?(?:了|哈|吧|嘛|噻)?",
    ),
    private=True,
    tail=r"(?!\s*(?:的话|是否|之?[前后](?!天)|以[前后]|不|没(?!得?问题|事)))"
    r"(?!一下|下|过|谁|哪|什么|几|书|函|单|错)(?!.*(?:吗|么|[?？]|没有|不了|不能|不行|不要|还是\s*$)).*",
    rank=1,
    unless=r"不|没(?!得?问题|得?事)|别|莫|但|可是|如果|要是|除非|等|先|再|吗|么|[?？]|已经|是否|差|缺|少|错|问|"
    r"[0-9]|点|周|星期|礼拜|[今明后昨]天|上午|下午|中午|晚上|[他她]说|改|换|带|告诉|通知|提醒|[喊叫让]|麻烦",
)
