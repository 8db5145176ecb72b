"""代约: booking for somebody on the phone is not in the group yet; staff are told how it goes."""

from bot.handlers.commands.base import Command, Order


async def run(order: Order) -> str:
    """Nothing is booked."""
    return order.say("staff.not_yet.book_for")


COMMAND = Command(
    verbs=("代约", "代预约", "帮约"),
    run=run,
    help_key="",
    tail=r"(?:[\s:：,，]+.*|)",
    private=True,
    everyday=True,
)
