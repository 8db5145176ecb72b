"""顶班: I serve for a colleague, or a colleague for me; a leader may assign it."""

from msgspec.structs import replace

from bot.domain.exchanges import CannotExchange, Move, RequestKind
from bot.handlers.commands.base import Command, Order
from bot.handlers.duty_talk import PAIRS_APART
from bot.handlers.roster_replies import how_to, spell_asked, spell_outcome
from bot.handlers.roster_words import RosterWish, read_wish
from bot.understanding.cue import Cue
from bot.usecases.exchange_answers import agree, leave_of, settle_leave, wanted_leaves
from bot.usecases.exchange_moves import Meant, handed_over, joinable, serves
from bot.usecases.exchanges import Wanted, open_request
from bot.usecases.standins import deciders

_I_SERVE = Cue("我[^他她你]{0,8}(?:顶|替|代)")
_MINE = Cue("(?:顶|替|代)(?:一下|下)?我")


async def run(order: Order) -> str:
    """Ask the other, or do it where a leader says so."""
    if PAIRS_APART in order.rest and not order.exact:
        each = [await run(replace(order, rest=pair)) for pair in order.rest.split(PAIRS_APART)]
        return "\n".join(filter(None, each))
    wish = read_wish(order)
    if volunteered := await _volunteer(order, wish):
        return volunteered
    if not wish.names or len(wish.all_days) != 1:
        is_talk = not order.exact and not order.private and not (wish.names and wish.all_days)
        return "" if is_talk else how_to(order, wish, "exchange.how.stand_in")
    me = order.member.name
    is_leader = me in deciders(order.office)
    moves = await _moves(order, wish, is_leader=is_leader)
    assigned = is_leader and all(me not in (move.giver, move.taker) for move in moves)
    if assigned and (settled := await settle_leave(order.office, moves[0], me)):
        return await spell_asked(order, settled)
    wanted = Wanted(
        RequestKind.STAND_IN,
        me,
        moves,
        wish.reason,
        in_group=not order.private,
        assigned=assigned,
    )
    return await spell_asked(order, await open_request(order.office, wanted))


async def _volunteer(order: Order, wish: RosterWish) -> str:
    """我来顶刘强, while somebody is searched for 刘强: the searched one is the speaker; else ""."""
    me = order.member.name
    if (
        order.exact
        or len(wish.names) != 1
        or me in deciders(order.office)
        or _MINE.search(order.rest)
    ):
        return ""
    if _I_SERVE.search(order.rest) is None:
        return ""
    wanted = await leave_of(order.office, wish.names, wish.all_days)
    return await spell_outcome(order, await agree(order.office, wanted, me)) if wanted else ""


async def _moves(order: Order, wish: RosterWish, *, is_leader: bool) -> tuple[Move, ...]:
    office, me, day = order.office, order.member.name, wish.all_days[0]
    meant = Meant(wish.kind, wish.part)
    if len(wish.names) > 1:
        if not is_leader:
            raise CannotExchange("only_leader")
        taker, giver = wish.names[:2]
        return await handed_over(office, giver, taker, day, meant)
    other = wish.names[0]
    i_serve = await serves(office, me, day, meant)
    they_serve = await serves(office, other, day, meant)
    if is_leader and not (i_serve or they_serve):
        return await _into_gap(order, other, wish)
    is_for_me = bool(_MINE.search(order.rest)) or (i_serve and not they_serve)
    pair = (me, other) if is_for_me else (other, me)
    return await handed_over(office, *pair, day, meant)


async def _into_gap(order: Order, name: str, wish: RosterWish) -> tuple[Move, ...]:
    """A leader sends somebody: to the shift that somebody wants leave from, or that is empty."""
    day, meant = wish.all_days[0], Meant(wish.kind, wish.part)
    if wanted := await open_leave(order, wish):
        return (Move(wanted.day, wanted.kind, wanted.giver, name, wanted.part),)
    empty = await joinable(order.office, day, meant)
    if len(empty) != 1:
        raise CannotExchange("whose", name=name)
    return (Move(day, empty[0].kind, "", name),)


async def open_leave(order: Order, wish: RosterWish) -> Move | None:
    """The only place of that day that somebody wants leave from."""
    found = await wanted_leaves(order.office, wish.all_days[0])
    fitting = [move for move in found if wish.kind in (None, move.kind)]
    return fitting[0] if len(fitting) == 1 else None


_SERVE = r"(?:来|去)?(?:顶|替|代)(?:一下|下|个)?"

COMMAND = Command(
    verbs=("顶班", "替班", "代班", "顶岗"),
    run=run,
    help_key="exchange.help.stand_in",
    private=True,
    tail=r"(?:[\s:：,，]+[^?？吗]{1,40}|[0-9@]\S{0,30}|)[\s。.!！]*",
    everyday=True,
    natural=(
        rf"[^,，。?？]{{0,8}}我[^,，。?？]{{0,8}}{_SERVE}[\u4e00-\u9fff]{{2,4}}[^,，。?？]{{0,12}}班?",
        rf"[^,，。?？]{{0,8}}[\u4e00-\u9fff]{{2,4}}[^,，。?？]{{0,6}}(?:帮我?)?{_SERVE}我?[^,，。?？]{{0,10}}班[^,，。?？]{{0,4}}",
        r"(?=.*我)[^,，。?？他她你]{0,14}(?:上|来|值|到|去)不(?:了|成|到|得)(?:班|了|哈)*[\s,，]*(?:由|让|请)?"
        rf"[\u4e00-\u9fff]{{2,4}}?(?:帮我|来)?{_SERVE}我[^,，。?？]{{0,8}}",
        rf"[^,，。?？]{{1,14}}班[\s,，]*(?:由|让|请)?[\u4e00-\u9fff]{{1,4}}(?:帮我|来)?{_SERVE}(?:我)?(?:上|值|班)?",
    ),
    rank=68,
)
