"""From checked shapes to the frozen objects of the domain."""

from collections.abc import Mapping
from datetime import date

from bot.config.model import (
    Centre,
    ChannelSettings,
    Emergency,
    MenuButton,
    ReminderRules,
    TicketRules,
    WecomSettings,
    Wording,
)
from bot.config.shapes import (
    CentreShape,
    FaqShape,
    HolidaysShape,
    IntervalShape,
    RemindersShape,
    RosterShape,
    RotationShape,
    ServicesShape,
    StaffShape,
    YearShape,
)
from bot.config.shapes_channels import ChannelsShape, MenuLeafShape, WecomShape
from bot.config.shapes_wording import WordingShape
from bot.domain.calendar import Closure, Interval, ShiftKind, YearPlan
from bot.domain.quiet import QuietHours
from bot.domain.roster import DutyRoster, Rotation
from bot.domain.services import Catalogue, FaqEntry, NotOffered, Role, Service, StaffMember
from bot.domain.slots import BookingRules

_WEEK = frozenset(range(1, 8))
_WORKWEEK = frozenset(range(1, 6))


def build_centre(shape: CentreShape) -> Centre:
    """centre.yaml as the domain knows it; intervals in the order of the day."""
    return Centre(
        name=shape.name,
        sample=shape.sample,
        address=shape.address,
        phone=shape.phone,
        street_hotline=shape.hotlines.street,
        community_hotline=shape.hotlines.community,
        emergency=tuple(Emergency(each.name, each.number) for each in shape.emergency),
        communities=shape.communities,
        workday_hours=_intervals(shape.hours.workday),
        day_off_hours=_intervals(shape.hours.day_off),
        closures=tuple(Closure(c.day, c.start, c.end, c.reason) for c in shape.closures),
        capacity=shape.capacity,
        reserved=shape.reserved,
        booking=BookingRules(**shape.booking.model_dump()),
        idle_minutes=shape.conversation.idle_minutes,
        person_minutes=shape.conversation.person_minutes,
        guesses_per_hour=shape.conversation.guesses_per_hour,
        guesses_per_code=shape.conversation.guesses_per_code,
        proxies=shape.conversation.proxies,
        tickets=TicketRules(**shape.tickets.model_dump()),
        reminders=_reminders(shape.reminders),
        retention_days=shape.retention_days,
    )


def _reminders(shape: RemindersShape) -> ReminderRules:
    quiet = QuietHours(shape.quiet.start, shape.quiet.end) if shape.quiet else None
    return ReminderRules(shape.evening_before, shape.minutes_before, quiet)


def _intervals(shapes: tuple[IntervalShape, ...]) -> tuple[Interval, ...]:
    built = (Interval(each.start, each.end, each.shift) for each in shapes)
    return tuple(sorted(built, key=lambda each: each.start))


def build_catalogue(shape: ServicesShape) -> Catalogue:
    """services.yaml; a service needs the skill of its category unless it names another."""
    services = {
        each.name: Service(**{**each.model_dump(), "skill": each.skill or each.category})
        for each in shape.services
    }
    not_offered = tuple(NotOffered(each.words, each.answer) for each in shape.not_offered)
    return Catalogue(services, dict(shape.ambiguous), not_offered)


def build_faq(shape: FaqShape) -> tuple[FaqEntry, ...]:
    """faq.yaml in the order of the file."""
    return tuple(FaqEntry(**each.model_dump()) for each in shape.entries)


def build_staff(shape: RosterShape) -> Mapping[str, StaffMember]:
    """The people by name; without roles somebody is a clerk."""
    return {each.name: _member(each) for each in shape.staff}


def _member(shape: StaffShape) -> StaffMember:
    roles = frozenset(shape.roles) or frozenset({Role.CLERK})
    return StaffMember(shape.name, shape.department, frozenset(shape.skills), roles, shape.phone)


def build_roster(shape: RosterShape) -> DutyRoster:
    """Rotations and dated entries of roster.yaml."""
    rotations = tuple(
        Rotation(each.shift, weekdays_of(each), each.weeks, each.anchor, each.backup)
        for each in shape.rotations
    )
    return DutyRoster(rotations, {day: dict(shifts) for day, shifts in shape.dates.items()})


def weekdays_of(shape: RotationShape) -> frozenset[int]:
    """1-7 from Monday: as written, else the days on which the shift is usual."""
    if shape.weekdays is not None:
        return frozenset(shape.weekdays)
    return _WEEK if shape.shift is ShiftKind.HOLIDAY else _WORKWEEK


def build_years(shape: HolidaysShape) -> Mapping[int, YearPlan]:
    """holidays.yaml by year."""
    return {year: _year(each) for year, each in shape.years.items()}


def _year(shape: YearShape) -> YearPlan:
    return YearPlan(shape.published, days_off_of(shape), frozenset(shape.workdays))


def days_off_of(shape: YearShape) -> Mapping[date, str]:
    """Days off with their names, "" where none was written."""
    if isinstance(shape.days_off, dict):
        return {day: name or "" for day, name in shape.days_off.items()}
    return dict.fromkeys(shape.days_off, "")


def build_channels(shape: ChannelsShape) -> ChannelSettings:
    """channels.yaml; templates without an ID are left out."""
    templates = {kind: id_ for kind, id_ in shape.wechat.templates.model_dump().items() if id_}
    menu = tuple(
        MenuButton(each.name, each.key, each.url, tuple(map(_leaf, each.buttons)))
        for each in shape.wechat.menu
    )
    names = shape.wechat.template_fields.model_dump()
    return ChannelSettings(
        staff_group=shape.staff_group,
        onebot_min_interval=shape.onebot.min_interval,
        wechat_templates=templates,
        wechat_menu=menu,
        wechat_template_fields=names,
        qq_transport=shape.qq.transport,
        wechat_oauth=shape.wechat.oauth,
        web_address=shape.web.address.rstrip("/"),
        web_fetch_minutes=shape.web.fetch_minutes,
        web_proxies=tuple(each.strip() for each in shape.web.proxies.split(",") if each.strip()),
        qq_buttons=shape.qq.buttons,
        onebot_resident_groups=frozenset(map(str, shape.onebot.resident_groups)),
        wecom=_wecom(shape.wecom),
        weibo_passive_reply=shape.weibo.passive_reply,
    )


def _wecom(shape: WecomShape) -> WecomSettings:
    plain = shape.model_dump(exclude={"buttons"})
    buttons = shape.buttons
    return WecomSettings(**plain, buttons_open=buttons.open, buttons_closed=buttons.closed)


def _leaf(shape: MenuLeafShape) -> MenuButton:
    return MenuButton(shape.name, shape.key, shape.url)


def build_wording(shape: WordingShape) -> Wording:
    """wording.yaml as understanding takes it."""
    return Wording(**{name: getattr(shape, name) for name in WordingShape.model_fields})
