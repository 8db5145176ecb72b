"""查 13812345678, 查 王小明: the tickets of a person, as the group may see them."""

from bot.domain.tickets import Ticket
from bot.handlers.commands.base import Command, Order
from bot.storage import tickets
from bot.usecases.agenda import MOST_LINES, open_tickets, ticket_line

SHORTEST = 2


async def run(order: Order) -> str:
    """By the whole phone everything, by a name or the last four digits what is open."""
    found = await _found(order)
    if not found:
        is_talk = not order.exact and order.reading.phone is None
        return "" if is_talk else order.say("staff.find_none")
    lines = [ticket_line(order.office, ticket) for ticket in reversed(found)][:MOST_LINES]
    return order.say("staff.found", count=len(found), lines="\n".join(lines))


async def _found(order: Order) -> tuple[Ticket, ...]:
    if phone := order.reading.phone:
        return await tickets.of_phone(order.office.work, phone)
    said = order.rest.strip(" ，,。?？")
    if len(said) < SHORTEST:
        return ()
    return tuple(
        ticket
        for ticket in await open_tickets(order.office)
        if said in (ticket.name, ticket.contact_name) or ticket.phone[-4:] == said
    )


_WHO = r"(?:\+?1[0-9][0-9 \-]{9,11}|[0-9]{4}|[\u4e00-\u9fff·]{2,4})"
_ASKED = r"[\s的]*(?:(?:有没有|有无)?(?:预约|约|来过)?(?:了)?(?:没有|没|吗|哪些|什么|几个)?)[?？]?"

COMMAND = Command(
    verbs=("查", "查询", "查预约"),
    run=run,
    help_key="staff.help.find",
    natural=(
        r"(?:帮我?|给我)?(?:查|查一下|查下|看下|看一下)\s*"
        rf"(?P<rest>\+?1[0-9][0-9 \-]{{9,11}}){_ASKED}",
        r"(?:帮我?|给我)?(?:查|看)(?:一?下)?\s*(?:尾号)?(?P<rest>[0-9]{4})(?:的?预?约|的)(?:的?(?:什么|啥|哪天|几点))?[?？]?",
        r"(?P<rest>\+?1[0-9][0-9 \-]{9,11})[\s的]*"
        r"(?:约过|来过|约了|有没有约|有预约|有没有预约)(?:没有?|没得|吗|么)?[?？]?",
        r"(?P<rest>(?!我|确认|[请问帮叫告再先])[\u4e00-\u9fff]{2,4}?)的(?:预约|单子?|号)[\s,，]*(?:查|看)(?:一?下|看)?",
        r"(?P<rest>(?!我|确认|[请问帮叫告再先])[\u4e00-\u9fff]{2,4}?)(?:是|要|约的?(?:是)?)?"
        r"(?:几号|哪天|几点|(?:什么|啥)时候)(?:来|到|办)?(?:的|呀|啊|呢)?[?？]?",
    ),
    private=True,
    tail=rf"[\s:：]+{_WHO}[\s。.?？]*",
    everyday=True,
    rank=63,
    lists=True,
)
