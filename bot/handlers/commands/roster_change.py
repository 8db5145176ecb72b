"""换班, 请假, 顶班 and the gaps of the roster: not in the group yet, staff are told who does it."""

from bot.handlers.commands.base import Command, Order


async def run(order: Order) -> str:
    """Nothing is changed. 我明天请假 among colleagues is talk, told to us alone it is an order."""
    is_sentence = any(word in order.rest for word in ("假", "班"))
    if is_sentence and not order.private:
        return ""
    return order.say("staff.not_yet.roster")


COMMAND = Command(
    verbs=("换班", "请假", "顶班", "调班", "替班", "排班缺口"),
    run=run,
    help_key="",
    private=True,
    tail=r"(?:[\s:：,，]+[^?？吗]{0,30}|[0-9@]\S{0,20}|)[\s。.!！]*",
    everyday=True,
    natural=(
        r"(?=.*我)[^,，。?？吗他她]{0,10}(?:请|休)(?:个|一天|半天|两天)?假(?:一天|半天|哈|了)?",
        r"我[^,，。?？]{0,6}的?班[^,，。?？]{0,2}(?:换|调|让|顶)(?:给|成|到|一下)?\S{2,4}",
        r"我?(?:想|要)?(?:跟|和|与|找)\S{2,4}?(?:想|要)?(?:换|调)(?:个|一下|下)?(?:值班|班)(?:吧|嘛|行不行|可以吗|哈)?[?？]?",
    ),
)
