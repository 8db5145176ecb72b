"""From checked shapes to the frozen objects of the domain."""

from bot.config.build_roster import build_closures
from bot.config.model import (
    Centre,
    ChannelSettings,
    Emergency,
    Learned,
    MenuButton,
    SubscriptionSettings,
    TicketRules,
    WecomSettings,
    Wording,
)
from bot.config.shapes import (
    CentreShape,
    DutyShape,
    FaqShape,
    IntervalShape,
    LearnedShape,
    RemindersShape,
    ServicesShape,
)
from bot.config.shapes_channels import (
    ChannelsShape,
    MenuLeafShape,
    SubscriptionsShape,
    WecomShape,
)
from bot.config.shapes_wording import WordingShape
from bot.domain.calendar import Interval
from bot.domain.exchanges import DutyRules, RequestKind
from bot.domain.quiet import QuietHours
from bot.domain.reminders import Lead, ReminderRules
from bot.domain.services import Catalogue, FaqEntry, NotOffered, Service
from bot.domain.slots import BookingRules


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
        closures=build_closures(shape.closures),
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
        duty=_duty(shape.duty),
        approval=frozenset(shape.editing.approval),
        retention_days=shape.retention_days,
    )


def _reminders(shape: RemindersShape) -> ReminderRules:
    leads = {
        kind: Lead(
            shape.evening_before if each.evening_before is None else each.evening_before,
            shape.minutes_before if each.minutes_before is None else each.minutes_before,
        )
        for kind, each in shape.shifts.items()
    }
    return ReminderRules(
        evening_before=shape.evening_before,
        minutes_before=shape.minutes_before,
        leader_minutes=shape.leader_minutes,
        morning=None if shape.morning == "off" else shape.morning,
        shifts=leads,
        quiet=QuietHours(shape.quiet.start, shape.quiet.end) if shape.quiet else None,
    )


def _duty(shape: DutyShape) -> DutyRules:
    return DutyRules(
        frozenset(map(RequestKind, shape.approval)),
        shape.stand_in_minutes,
        shape.swap_minutes,
        shape.leader_minutes,
    )


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
        wechat_subscriptions=_subscriptions(shape.wechat.subscriptions),
        web_address=shape.web.address.rstrip("/"),
        web_per_visitor=shape.web.per_visitor,
        web_per_address=shape.web.per_address,
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


def _subscriptions(shape: SubscriptionsShape) -> SubscriptionSettings:
    ids = {"result": shape.result, "reminder": shape.reminder}
    return SubscriptionSettings(
        {purpose: id_ for purpose, id_ in ids.items() if id_},
        shape.fields.model_dump(),
        shape.page,
        shape.lasting,
    )


def _leaf(shape: MenuLeafShape) -> MenuButton:
    return MenuButton(shape.name, shape.key, shape.url)


def build_wording(shape: WordingShape) -> Wording:
    """wording.yaml as understanding takes it."""
    return Wording(**{name: getattr(shape, name) for name in WordingShape.model_fields})


def build_learned(shape: LearnedShape) -> Learned:
    """What staff taught."""
    return Learned(dict(shape.faq), dict(shape.services))
