"""Orders that name somebody, not a code: 王小明那个可以, 张敏那个给小李. They are asked back."""

import re
from collections.abc import Sequence

from bot.domain.tickets import Ticket
from bot.handlers.commands.base import Command
from bot.handlers.orders_hearing import hear, loosely
from bot.handlers.orders_said import Said, suggest, suggest_order, which
from bot.storage.tasks import TaskKind, open_tasks
from bot.understanding.cue import Cue
from bot.usecases.agenda import open_tickets

_SOMEBODY = Cue(
    r"(?:把|将)?(?P<name>[\u4e00-\u9fff]{1,4}?)(?:(?P<title>女士|先生|阿姨|大爷|大妈|大姐|老师)|(?:的|手上的?|手里的?)?(?:那个|那单|那件|这个|这单)|手上的|的)"
)
_MATTER = Cue(
    r"(?:那个|刚才的?)?(?P<kind>投诉|意见|人工|找人工|请?电话|打电话)(?:的?(?:那个|那件|那条|这个|这件)|的)(?:人|居民)?[\s,，]*"
)
_KINDS = {
    "投诉": TaskKind.COMPLAINT,
    "意见": TaskKind.COMPLAINT,
    "人工": TaskKind.HANDOVER,
    "找人工": TaskKind.HANDOVER,
    "电话": TaskKind.PHONE,
    "请电话": TaskKind.PHONE,
    "打电话": TaskKind.PHONE,
}
_NICKNAME = 2
_SHORTEST_NAMED, _LONGEST_NAMED = 3, 16


async def by_somebody(said: Said, commands: Sequence[Command]) -> str:
    """The question whether this was meant for the ticket of who was named; "" = nobody was."""
    if kind := _MATTER.match(said.heard.words):
        return await _of_matter(said, kind, commands)
    who = _SOMEBODY.match(said.heard.words)
    tickets = await _called(said, who) if who else []
    if who and tickets:
        return await _of_somebody(said, who, tickets, commands)
    return await _by_name(said, commands)


async def _of_matter(said: Said, kind: re.Match[str], commands: Sequence[Command]) -> str:
    """投诉那个我来处理: asked, where only one such task is open."""
    heard = hear(said.heard.words[kind.end() :], commands, quoted=True)
    if heard.command is None or heard.command.on_task is None:
        return ""
    wanted = _KINDS[kind["kind"]]
    found = [t for t in await open_tasks(said.office.work) if t.kind is wanted]
    if len(found) != 1:
        return ""
    return await suggest_order(said, f"{heard.command.verbs[0]} {found[0].code}")


async def _of_somebody(
    said: Said, who: re.Match[str], tickets: list[Ticket], commands: Sequence[Command]
) -> str:
    heard = loosely(said.heard, commands, said.heard.words[: who.end("name")])
    if heard is None or heard.command is None:
        return ""
    if len(tickets) == 1:
        behind = heard.rest if heard.command.verbs[0] in _CARRIED else ""
        return await suggest(said, heard.command.verbs[0], tickets[0], behind)
    return await which(said, heard.command)


_CARRIED = ("转", "改", "拒绝", "补件", "问", "备注")
"""The commands that are nothing without the words behind them."""


async def _by_name(said: Said, commands: Sequence[Command]) -> str:
    """赵六来了: an order to the only open ticket of somebody by whole name; it is asked."""
    words = said.heard.words
    if not _SHORTEST_NAMED <= len(words) <= _LONGEST_NAMED:
        return ""
    named = [t for t in await open_tickets(said.office) if t.name and words.startswith(t.name)]
    heard = hear(words[len(named[0].name) :], commands) if len(named) == 1 else None
    if heard is None or heard.command is None or not heard.command.needs_ticket:
        return ""
    return await suggest(said, heard.command.verbs[0], named[0])


async def _called(said: Said, who: re.Match[str]) -> list[Ticket]:
    """The open tickets of who may be called so: 王小明那个, 王先生的; of a colleague theirs."""
    found = await open_tickets(said.office)
    name = who["name"]
    if name in said.office.config.staff and not who["title"]:
        theirs = [ticket for ticket in found if name in (ticket.assignee, ticket.owner)]
        return theirs or [ticket for ticket in found if ticket.name == name]
    if name[0] in "小老" and len(name) == _NICKNAME:  # 小王那个
        return [ticket for ticket in found if ticket.name.startswith(name[1])]
    if who["title"]:
        return [ticket for ticket in found if ticket.name.startswith(name)]
    return [ticket for ticket in found if ticket.name == name]
