"""撤销: what the speaker asked for, or the last change of the roster that was theirs."""

from datetime import date

from bot.domain.exchanges import CannotExchange
from bot.handlers.commands.base import NOTHING, Command, Order
from bot.handlers.roster_replies import spell_asked
from bot.handlers.roster_words import read_wish
from bot.storage import exchanges
from bot.understanding.cue import Cue
from bot.usecases.exchange_answers import done_on, withdraw

_NUMBER = Cue(r"\d{1,4}")


async def run(order: Order) -> str:
    """Take back what is open; undo what is done, with the yes of whoever gets a shift back."""
    said = _NUMBER.search(order.rest) if order.exact else None
    number = int(said[0]) if said else None
    days = () if order.exact else read_wish(order).all_days
    if days:
        number = await _of_day(order, days) or await done_on(order.office, order.member.name, days)
        if number is None:
            return ""
    return await spell_asked(order, await withdraw(order.office, order.member.name, number))


async def _of_day(order: Order, days: tuple[date, ...]) -> int | None:
    """The speaker's open request about one of these days: 28号不请了. Raises CannotExchange when
    other days hang on it."""
    found = await exchanges.open_requests(order.office.work)
    own = [request for request in found if request.asker == order.member.name]
    meant = next((r for r in own if any(move.day in days for move in r.moves)), None)
    if meant is None:
        return None
    together = [r for r in own if r.leave_id is not None and r.leave_id == meant.leave_id]
    if any(move.day not in days for each in (meant, *together) for move in each.moves):
        raise CannotExchange("only_whole")
    return meant.id


_WHAT = r"(?:换班|顶班|请假|替班|调班)"

COMMAND = Command(
    verbs=(
        "撤销换班",
        "撤销请假",
        "撤销顶班",
        "取消换班",
        "取消请假",
        "取消顶班",
        "销假",
        "不换班了",
    ),
    run=run,
    help_key="exchange.help.undo",
    private=True,
    tail=rf"[\s,，第]*\d{{0,4}}[\s号]*{NOTHING}",
    natural=(
        rf"我?(?:那个|刚才的?)?{_WHAT}(?:撤销|取消|撤回|不要)(?:了|吧|哈)?",
        r"(?:[^,，。?？]{0,10}我[^,，。?？]{0,4})?不用?(?:请假|休假|换班|顶班)了(?:[,，][^?？]{0,12})?",
        r"(?P<rest>[^,，。?？]{1,10})(?:的假|假)?不用?(?:请|休)假?了(?:[,，][^?？]{0,12})?",
    ),
    rank=71,
)
