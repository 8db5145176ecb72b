"""谁替我, 明天谁替我: who takes the speaker's shifts of a day, or that nobody does yet."""

from bot.domain.calendar import CHINA
from bot.handlers.commands.base import Command, Order
from bot.handlers.roster_words import read_wish
from bot.usecases.taking_over import spell_cover


async def run(order: Order) -> str:
    """What came of the speaker's requests for these days (today when none was named)."""
    days = read_wish(order).all_days or (order.office.now.astimezone(CHINA).date(),)
    return await spell_cover(order.office, order.member.name, days)


COMMAND = Command(verbs=("谁替我", "谁顶我", "谁帮我顶班"), run=run, help_key="", private=True)
