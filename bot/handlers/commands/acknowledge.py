"""收到: a member of staff acknowledges the next shift."""

from bot.handlers.commands.base import Command, Order
from bot.understanding.cue import Cue
from bot.usecases.duty_wording import booked_text, spell_dated_shift
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.roster import acknowledge, was_reminded


async def run(order: Order) -> str:
    """Which shift was acknowledged, and who is booked on it; a ticket is no shift.

    Other words than 收到 itself are also talk: in the group they count only behind a reminder.
    """
    if order.ticket or order.task:
        is_named = order.exact or "收到" in order.rest
        code = (order.task or order.subject).code
        return order.say("staff.seen_no_act", code=code) if is_named else ""
    name = order.member.name
    is_talk = not (order.private or _SAYS_SEEN.search(order.rest))  # 好的, to colleagues
    is_sure = order.exact or (order.private and "收到" in order.rest)
    if not is_sure and (is_talk or not await was_reminded(order.office, name)):
        return ""
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
_POLITE = (
    rf"{_AND}(?:好的?|嗯+|行|ok|明白|知道了?|谢谢|辛苦了?|没问题|"
    rf"(?:[今明后]天|明早|周[一二三四五六日天]|到时候?)见)了?{_AND}"
)

_SEEN = r"(?:收到|看到|看见|知道|晓得|明白|清楚|了解)"
_COMING = (
    r"我?(?:马上|这就|现在就?|等[会下]就?|会|一定|肯定|保证|届时|到时候?|明[天早]|今[天晚])*(?:准时|按时|提前)"
    r"(?:过来|过去|来|去|到岗?|上岗|在岗|值班|到位)[的了]?|我?(?:马上|这就)(?:过来|过去|到岗?|去)了?"
    r"|我?已经?(?:到|在|上)岗了?"
)

_SAYS_SEEN = Cue(rf"{_SEEN}|{_COMING}")

COMMAND = Command(
    verbs=("收到", "已收到"),
    run=run,
    help_key="duty.help_acknowledge",
    natural=(
        rf"(?:{_POLITE})?(?:已经?)?收到了?(?:{_POLITE})?",
        rf"(?:{_POLITE}){{0,2}}我?(?:已经?|都)?{_SEEN}了?(?:{_AND}(?:{_SEEN}|{_POLITE})了?){{0,3}}{_AND}(?:{_COMING})?",
        rf"(?:{_POLITE}){{0,2}}(?:{_COMING})",
        rf"(?:{_POLITE}){{1,2}}",
        rf"(?:{_POLITE})?(?:已经?)?收到了?{_AND}(?:我|[今明后][天早晚]|周[一二三四五六日天]|届时|一定|会|保证)*(?:准时|按时)?(?:到岗?|上岗|在岗)",
    ),
    private=True,
    by_quote=True,
    everyday=True,
    rank=66,
)
