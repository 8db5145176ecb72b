"""登录: a one-time link to the pages for staff, only to the private chat of who asked."""

from bot.domain.messages import Purpose
from bot.handlers.commands.base import Command, Order
from bot.storage.outbox import Letter
from bot.usecases.notices import tell_member
from bot.usecases.signing_in import LINK_LASTS, make_link


async def run(order: Order) -> str:
    """The link itself never stands in the group."""
    link = await make_link(order.office, order.member.name)
    address = order.office.config.channels.web_address.rstrip("/")
    minutes = int(LINK_LASTS.total_seconds()) // 60
    key = "sign_in.link" if address else "sign_in.link_without_address"
    text = order.say(key, link=f"{address}/desk/in?k={link}", minutes=minutes)
    if order.private:
        return text
    until = order.office.now + LINK_LASTS
    letter = Letter(order.by, text, Purpose.REPLY, order.office.cause, expires_at=until)
    if await tell_member(order.office, order.member.name, letter):
        return order.say("sign_in.sent", name=order.member.name)
    return order.say("staff.bind_private")


COMMAND = Command(
    verbs=("登录", "登陆"),
    run=run,
    help_key="sign_in.help",
    private=True,
    rank=90,
)
