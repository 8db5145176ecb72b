"""换班 李四 11-28: asked of the other; two dates change shifts, one gives a shift away."""

from bot.domain.exchanges import CannotExchange, RequestKind
from bot.handlers.commands.base import Command, Order
from bot.handlers.roster_replies import how_to, spell_asked
from bot.handlers.roster_words import read_wish
from bot.usecases.exchange_moves import Meant, swap_moves
from bot.usecases.exchanges import Wanted, open_request

_MOST_DAYS = 2


async def run(order: Order) -> str:
    """Ask the other; talk without a colleague's name gets no answer in the group."""
    wish = read_wish(order)
    days = wish.all_days
    if len(wish.names) != 1 or not days:
        is_talk = not order.exact and not order.private and not (wish.names and days)
        return "" if is_talk else how_to(order, wish, "exchange.how.swap")
    if len(days) > _MOST_DAYS:
        raise CannotExchange("one_at_a_time")
    pair = (order.member.name, wish.names[0])
    moves = await swap_moves(order.office, pair, days, Meant(wish.kind, wish.part))
    wanted = Wanted(
        RequestKind.SWAP, order.member.name, moves, wish.reason, in_group=not order.private
    )
    return await spell_asked(order, await open_request(order.office, wanted))


_WITH = r"(?:跟|和|与|同|找)[\s]*[\u4e00-\u9fff]{2,4}?"
_CHANGE = r"(?:对换|换|调)(?:个|一下|下)?"

COMMAND = Command(
    verbs=("换班", "调班", "对换班", "调换班"),
    run=run,
    help_key="exchange.help.swap",
    private=True,
    tail=r"(?:[\s:：,，]+[^?？吗]{1,40}|[0-9@]\S{0,30}|)[\s。.!！]*",
    everyday=True,
    natural=(
        rf"[^,，。?？]{{0,16}}{_WITH}[^,，。?？]{{0,12}}{_CHANGE}[^,，。?？]{{0,20}}班[^,，。?？]{{0,12}}"
        r"(?:[,，][^?？]{0,20})?[?？]?",
        rf"[^,，。?？]{{0,12}}班[^,，。?？]{{0,4}}{_WITH}[^,，。?？]{{0,12}}{_CHANGE}[^,，。?？]{{0,8}}[?？]?",
        r"[^,，。?？]{0,12}班[^,，。?？]{0,2}(?:换|调|让)给[\u4e00-\u9fff]{2,4}(?:[^,，。?？]{0,4})",
        rf"我?[^,，。?？]{{0,3}}(?:用|拿)[^,，。?？]{{1,14}}班{_CHANGE}[^,，。?？]{{2,16}}班?",
    ),
    rank=67,
)
