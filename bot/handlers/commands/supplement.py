"""补件: the resident is told what to bring in addition."""

from bot.domain.tickets import OPEN_STATUSES
from bot.handlers.commands.base import Command, Order
from bot.handlers.wanting import want_more
from bot.usecases.collecting import ask_for_more
from bot.usecases.telling import told, warned

LONGEST_LIST = 200


async def run(order: Order) -> str:
    """Send the list as it was typed; without one, say how to write it."""
    ticket, materials = order.subject, order.rest
    if not materials:
        how = order.say("staff.supplement_what", code=ticket.code)
        text = how + await warned(order.office, ticket)
        return await want_more(order, "补件", text)
    if len(materials) > LONGEST_LIST:
        return order.say("staff.too_long", most=LONGEST_LIST)
    moved = await ask_for_more(order.office, ticket, order.actor, materials)
    return order.say("staff.supplemented", code=moved.code, told=await told(order.office, moved))


_WHO = r"(?:他们?|她们?|人家|居民|对方|[\u4e00-\u9fff]{1,2}(?:女士|先生|阿姨|大爷))"
_TELL = (
    rf"(?:(?:可以|行|好的?)?[\s,，]*(?:麻烦|请|那|就|再|记得|顺便)*(?:让|喊|叫|请|通知|告诉|提醒|[跟给和]){{1,2}}[\s的]*{_WHO}"
    r"(?:说一?[声下]|说|讲|一?声)?[\s,，]*)(?:来的?时候|到时候?|过来的?时候|办的时候|周[一二三四五六日天]|[今明后]天|来)?"
    r"(?:也|还|都|要|需要?|得|必须|一定|再|另外|记得|顺便|多)*"
)
_END = r"(?:过来|(?<!一)起来|来|去|(?<!一)起|到)?(?:就行|就可以|就好)?(?:了|哈|吧|嘛|噻|哦)?"
_THING = r"(?![没不他她]|什么|啥|哪|家[里人属]|老[婆公]|[爸妈]|孩子|娃|人)[^,，。?？吗么]{2,60}?"

COMMAND = Command(
    verbs=("补件", "补材料", "补充材料", "补资料"),
    run=run,
    help_key="staff.help.supplement",
    needs_ticket=True,
    natural=(
        rf"{_TELL}(?:带|拿|准备|补交?|交)(?:好|齐|上|起|一?下)?[张份]?(?P<rest>{_THING}){_END}",
        rf"{_TELL}把(?P<rest>{_THING})(?:都|也)?(?:带|拿|准备|补)(?:好|齐|上|起|过来|来|到)*{_END}",
    ),
    private=True,
    # Not 补件了没有 and 补材料的话: they ask or tell a colleague.
    tail=r"(?:[\s:：,，]+.*|(?![了的过吗不没没]).*|)",
    on=OPEN_STATUSES,
    rank=11,
)
