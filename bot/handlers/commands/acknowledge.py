"""收到: a member of staff acknowledges the next shift."""

from bot.handlers.commands.base import Command, Order
from bot.usecases.duty_wording import booked_text, spell_dated_shift
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.roster import acknowledge


async def run(order: Order) -> str:
    """Which shift was acknowledged, and who is booked on it; a ticket is no shift."""
    if order.ticket or order.task:
        return order.say("staff.seen_no_act", code=(order.task or order.subject).code)
    name = order.member.name
    done = await acknowledge(order.office, name)
    if done.shift is None:
        return order.say("duty.not_on_duty", name=name)
    shift = spell_dated_shift(order.office, done.shift)
    if not done.is_new:
        return order.say("duty.already_seen", name=name, shift=shift)
    if order.private and done.shift.start <= order.office.now:
        # The group was told that nobody had answered; it must hear that somebody has.
        note = GroupNote(order.say("duty.seen_late", name=name, shift=shift))
        await tell_group(order.office, note)
    booked = await booked_text(order.office, done.shift)
    return order.say("duty.acknowledged", name=name, shift=shift, booked=booked)


_AND = r"[\s,，。.!！~]*"
_POLITE = rf"{_AND}(?:好的?|嗯+|行|ok|明白|知道了?|谢谢|辛苦了?|没问题)了?{_AND}"

COMMAND = Command(
    verbs=("收到", "已收到"),
    run=run,
    help_key="duty.help_acknowledge",
    natural=(
        rf"(?:{_POLITE})?(?:已经?)?收到了?(?:{_POLITE})?",
        rf"(?:{_POLITE})?(?:已经?)?收到了?{_AND}(?:我|[今明后][天早晚]|周[一二三四五六日天]|届时|一定|会|保证)*(?:准时|按时)?(?:到岗?|上岗|在岗)",
    ),
    private=True,
    by_quote=True,
    everyday=True,
    rank=66,
)
