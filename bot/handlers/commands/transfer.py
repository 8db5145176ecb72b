"""转: hand a ticket to a colleague or a department; it is theirs when they write 接."""

from collections.abc import Iterable

from bot.domain.services import StaffMember
from bot.domain.tickets import OPEN_STATUSES, Ticket
from bot.handlers.commands.base import ACTING_ROLES, Command, Order
from bot.understanding.cue import Cue
from bot.usecases import tickets
from bot.usecases.booking import on_duty_now
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.wording import when_of

_LEAD = Cue(r"^(?:给|到|至|交|交给|@|[\s:：])+")
_TRAIL = Cue(r"(?:科室?|窗口|办公室|部门|那边|吧|处理|办理|来办|[\s。.!！,，])+$")


_ME = Cue("我|本人|自己")
_CALLED = Cue(r"[老小]?([\u4e00-\u9fff])(?:姐|哥|老师|主任|科长|师傅|大姐|阿姨|嬢|孃)?")
_TELLING = 2
"""Fewer characters are part of too many departments."""


async def run(order: Order) -> str:
    """Assign, and call the colleague in the group."""
    ticket = order.subject
    target = _TRAIL.sub("", _LEAD.sub("", order.rest))
    colleague = await _pick(order, ticket, target)
    if _ME.match(target):
        return order.say("staff.transfer_self", code=ticket.code)
    if colleague is None:
        key = "staff.transfer_unknown" if target else "staff.transfer_whom"
        known = "、".join(_departments(order))
        return order.say(key, code=ticket.code, said=target, departments=known)
    if colleague.name == order.member.name:
        return order.say("staff.transfer_self", code=ticket.code)
    if colleague.name == ticket.owner:
        return order.say("staff.transfer_owner", code=ticket.code, name=colleague.name)
    moved = await tickets.assign(order.office, ticket, order.actor, colleague.name)
    await _call(order, moved)
    return order.say("staff.transferred", code=moved.code, name=colleague.name)


async def _call(order: Order, ticket: Ticket) -> None:
    text = order.say(
        "group.transfer",
        code=ticket.code,
        service=ticket.service,
        when=when_of(order.office.snapshot, ticket),
        giver=order.member.name,
        name=ticket.assignee,
    )
    await tell_group(order.office, GroupNote(text, ticket=ticket.code, to=ticket.assignee))


async def _pick(order: Order, ticket: Ticket, target: str) -> StaffMember | None:
    """The colleague of that name, else the fittest of that department or with that skill."""
    if not target:
        return None
    able = [m for m in order.office.config.staff.values() if m.roles & ACTING_ROLES]
    if named := _named(able, target):
        return named
    others = [m for m in able if m.name not in (order.member.name, ticket.owner)]
    fitting = [m for m in others if target == m.department] or [
        m for m in others if _sounds_like(target, m)
    ]
    return await _fittest(order, ticket, fitting)


def _named(able: list[StaffMember], target: str) -> StaffMember | None:
    """张敏, 民政张敏, 张敏那边; and 何姐 when only one colleague has that surname."""
    held = [m for m in able if m.name in target]
    called = _CALLED.fullmatch(target)
    alike = [m for m in able if called and m.name.startswith(called[1])]
    return held[0] if held else alike[0] if len(alike) == 1 else None


def _sounds_like(target: str, member: StaffMember) -> bool:
    if len(target) < _TELLING:
        return False
    return target in member.department or any(target in skill for skill in member.skills)


async def _fittest(
    order: Order, ticket: Ticket, members: Iterable[StaffMember]
) -> StaffMember | None:
    """Who can do the service comes first, of these who is on duty now."""
    service = order.office.service(ticket.service)
    on_duty = await on_duty_now(order.office)
    ranked = sorted(
        members,
        key=lambda m: (not (service and service.skill in m.skills), m.name not in on_duty),
    )
    return ranked[0] if ranked else None


def _departments(order: Order) -> list[str]:
    members = order.office.config.staff.values()
    return list(dict.fromkeys(m.department for m in members if m.department))


_NAME = (
    r"(?!他|她|它|我|你|人家|居民|对方|咱|大爷|大妈|阿姨|先生|女士|老人|家属|家里|本人)"
    r"[\u4e00-\u9fff]{2,4}?"
)
_WHO = r"(?!他|她|它|我|你|人家|居民|对方|咱)[\u4e00-\u9fff]{2,6}?"
_DO = r"(?:那边|窗口|科)?(?:来|去)?(?:办理?|处理|接|看|弄|搞)?(?:一?下)?(?:吧|嘛|哈|了)?"

COMMAND = Command(
    verbs=("转", "转给", "转交", "转到"),
    run=run,
    help_key="staff.help.transfer",
    needs_ticket=True,
    natural=(
        rf"(?:这个|这单|这件)?(?:就|还是)?(?:给|让给|交给)(?P<rest>{_NAME})(?:吧|嘛|哈|了|噻)?",
        rf"(?:这个|这单|这件)?(?:还是)?(?:给|让|喊|叫|由|派|安排)(?P<rest>{_NAME})(?:的(?:人|同事)?)?(?:来|去)?(?:办理?|处理|接|弄|搞|跟进?|负责|对接|联系)(?:一?下)?(?:吧|嘛|哈|了|噻)?",
        rf"(?:这个|这单|这件)?(?:还|退|交)回?(?:给|去给)(?P<rest>{_NAME})(?:吧|嘛|哈|了|噻|办|来办)?",
        r"(?:这个|这单|这事)?(?:不归我们?(?:管|办)?[\s,，]*)?(?:转给|转交给?|交给|转到|(?:应该)?归)(?P<rest>[\u4e00-\u9fff]{2,8})",
        rf"(?:这个|这单|这事)?(?:不归我们?(?:管|办)?[\s,，]*)(?:给|让|找|该)(?P<rest>{_WHO}){_DO}",
        rf"(?P<rest>{_WHO})(?:来)?(?:接|办|处理)(?:一下|一哈|下)(?:吧|嘛|哈)?",
        rf"(?:让|喊|叫|请|给|找|由|该)(?P<rest>{_WHO})(?:的(?:人|同事)?|那边|窗口|科)(?:来|去)?(?:办理?|处理|接|看|弄|搞)(?:一?下)?(?:吧|嘛|哈|了)?",
    ),
    private=True,
    tail=r"(?!错|发|账|告|达|眼|正|移|身|头|弯|不)[\s给到至交:：@]*[^\s,，。?？]{0,10}[\s。.!！]*",
    on=OPEN_STATUSES,
    rank=5,
    unless=r"如果|要是|除非|吗|么|[?？]|别|莫|等",
)
