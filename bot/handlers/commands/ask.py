"""问: put a question to the resident; their next message comes back to the group."""

from bot.domain.messages import Route
from bot.domain.tickets import OPEN_STATUSES
from bot.handlers.commands.base import Command, Order
from bot.usecases import tickets
from bot.usecases.reach import way_to
from bot.usecases.telling import told, warned

LONGEST_QUESTION = 300


async def run(order: Order) -> str:
    """Send the question as it was typed."""
    ticket, question = order.subject, order.rest
    if not question:
        return order.say("staff.ask_what", code=ticket.code) + await warned(order.office, ticket)
    if len(question) > LONGEST_QUESTION:
        return order.say("staff.too_long", most=LONGEST_QUESTION)
    moved = await tickets.ask(order.office, ticket, order.actor, question)
    way = await way_to(order.office, moved, has_fields=False)
    key = "staff.ask_by_phone" if way.route is Route.PHONE else "staff.asked"
    told_how = await told(order.office, moved, is_question=True)
    return order.say(key, code=moved.code, told=told_how)


COMMAND = Command(
    verbs=("问", "问居民", "询问"),
    run=run,
    help_key="staff.help.ask",
    needs_ticket=True,
    private=True,
    # Without a gap only what is clearly said to the resident: 问题不大 and 问过了 are talk.
    natural=(
        r"(?P<rest>.{3,}?(?:吗|没有|行不行|可不可以|可以不|好不好|得不得行|[?？])[?？]?)[\s,，。]+(?:你|麻烦你?)?(?:帮我?|给我|去)?"
        r"问(?:问|一?下|一问|一声)?(?:他们?|她们?|居民|对方|人家)(?:一?下|看)?[\s。.!！]*",
        r"(?:去|再)?问(?:问|一问|一下|一声|下)?(?:一下)?(?:他们?|她们?|居民|对方|人家)(?!了|过|的|没有?\W*$)[\s,，]*(?P<rest>.{3,})",
        r"(?:去|再)?(?:问问|问一下|问下|问一声)[\s,，:：]*(?P<rest>[^,，。]{0,6}(?:没有|有没有|是不是|能不能|什么|哪|几|多少|吗|[?？]).*)",
    ),
    tail=r"(?:\s*[:：,，].*|\s+.*|(?=[请您你能可带有需]).*|)",
    on=OPEN_STATUSES,
    rank=4,
)
