"""请假 11-28: a stand-in is searched, one after another is asked; then it is for the leader."""

from datetime import date

from bot.domain.exchanges import CannotExchange, Move, RequestKind
from bot.domain.roster import Leave
from bot.handlers.commands.base import Command, Order
from bot.handlers.roster_replies import spell_asked
from bot.handlers.roster_words import RosterWish, read_wish
from bot.storage import exchanges
from bot.usecases.exchange_moves import Meant, left
from bot.usecases.exchanges import Wanted, open_request
from bot.usecases.standins import deciders

_MOST_SHIFTS = 12


async def run(order: Order) -> str:
    """Search for each shift on these days; in the group, talk of free days gets no answer."""
    wish = read_wish(order)
    days = wish.all_days
    is_talk = not order.exact and not order.private
    if not days:
        return "" if is_talk else order.say("exchange.how.leave")
    if max(days) < order.office.now.date():
        if is_talk:
            return ""
        raise CannotExchange("past")
    name = _who(order, wish)
    moves = await left(order.office, name, days, Meant(wish.kind, wish.part))
    if not moves:
        return "" if is_talk else await _without_shift(order, name, wish)
    if len(moves) > _MOST_SHIFTS:
        raise CannotExchange("too_many_shifts")
    return await _search(order, name, moves, wish)


async def _search(order: Order, name: str, moves: tuple[Move, ...], wish: RosterWish) -> str:
    is_whole = wish.kind is None and wish.part is None
    leave_id = await _note(order, name, wish) if is_whole else None
    said = []
    for move in moves:
        wanted = Wanted(
            RequestKind.LEAVE,
            name,
            (move,),
            wish.reason,
            in_group=not order.private,
            leave_id=leave_id,
        )
        said.append(await spell_asked(order, await open_request(order.office, wanted)))
    return "\n".join(filter(None, said))


def _who(order: Order, wish: RosterWish) -> str:
    """A leader may write a colleague's leave down."""
    me = order.member.name
    if not wish.names:
        return me
    if me not in deciders(order.office):
        raise CannotExchange("only_leader")
    return wish.names[0]


async def _without_shift(order: Order, name: str, wish: RosterWish) -> str:
    if wish.kind is None and wish.part is None:
        await _note(order, name, wish)
    return order.say("exchange.asked.no_shift", name=name)


async def _note(order: Order, name: str, wish: RosterWish) -> int:
    """Whoever is on leave is not asked to stand in, and planned shifts conflict with it."""
    days: tuple[date, ...] = wish.all_days
    leave = Leave(name, min(days), max(days), wish.reason)
    actor = order.member.name
    return await exchanges.add_leave(order.office.work, leave, actor, order.office.now)


_TIME = r"[^,，。?？吗他她你]{0,14}"
_DAY = (
    r"(?:\d{1,2}[月号日]|\d{1,2}-\d{1,2}|[今明后]天|(?:下个?)?(?:周|星期|礼拜)[一二三四五六日天])"
)
_NO_EVENT = (  # 下午的会我来不了 is about a meeting
    r"(?!.*(?:会议?|聚餐|聚会|培训|活动|饭局|团建|比赛)(?:我|就|可能|怕是?|也|都)*[来去到]不)"
)
_WHY = (  # …，张敏替我: 顶班, not 请假
    r"(?:[,，](?!.*[顶替代](?:一下|下|个)?(?:我|班|[吧嘛哈。.!！\s]*$))[^?？]{0,20})?"
)

COMMAND = Command(
    verbs=("请假", "休假"),
    run=run,
    help_key="exchange.help.leave",
    private=True,
    tail=r"(?:[\s:：,，]+[^?？吗]{1,60}|[0-9@]\S{0,30}|)[\s。.!！]*",
    everyday=True,
    natural=(
        rf"{_DAY}{_TIME}请(?:个|一天|半天)?假(?:一天|半天|哈|了)?{_WHY}",
        rf"{_TIME}也(?:要|想)?请(?:个|一天|半天)?假?(?:一天|半天|哈|了)?{_WHY}",
        rf"(?=.*我){_TIME}(?:请|休)(?:个|一天|半天|两天)?假(?:一天|半天|哈|了)?{_WHY}",
        rf"(?=.*我){_NO_EVENT}{_TIME}(?:上|来|值|到|去)不(?:了|成|到|得)(?:班|值班|岗)?(?:了|哈|哦)?{_WHY}",
        rf"(?=.*我){_TIME}班{_TIME}(?:上|来|值|到|去)不(?:了|成|到|得)(?:了|哈|哦)?{_WHY}",
    ),
    rank=69,
)
