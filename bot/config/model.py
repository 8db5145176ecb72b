"""The whole configuration as one frozen snapshot; a turn takes it once."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property

from msgspec import Struct, field

from bot.config.faults import Fault
from bot.domain.calendar import Closure, ExtraHours, Interval, YearPlan
from bot.domain.exchanges import DutyRules
from bot.domain.plan_rules import PlanRules
from bot.domain.reminders import ReminderRules
from bot.domain.roster import DutyRoster
from bot.domain.services import Catalogue, FaqEntry, StaffMember
from bot.domain.slots import BookingRules


class TicketRules(Struct, frozen=True):
    """Deadlines in opening minutes (mission section 5); the owner is nudged before each."""

    answer_minutes: int = 30
    completion_minutes: int = 480
    nudge_minutes: int = 10


class Emergency(Struct, frozen=True):
    """A number to call in danger."""

    name: str
    number: str


class Centre(Struct, frozen=True, dict=True):
    """centre.yaml."""

    name: str
    sample: bool = False
    address: str = ""
    phone: str = ""
    street_hotline: str = ""
    community_hotline: str = ""
    emergency: tuple[Emergency, ...] = ()
    communities: tuple[str, ...] = ()
    workday_hours: tuple[Interval, ...] = ()
    day_off_hours: tuple[Interval, ...] = ()
    closures: tuple[Closure, ...] = ()
    openings: tuple[ExtraHours, ...] = ()
    capacity: int = 1
    reserved: int = 0
    booking: BookingRules = field(default_factory=BookingRules)
    idle_minutes: int = 30
    person_minutes: int = 60
    guesses_per_hour: int = 5
    guesses_per_code: int = 10
    proxies: int = 5
    tickets: TicketRules = TicketRules()
    reminders: ReminderRules = field(default_factory=ReminderRules)
    duty: DutyRules = field(default_factory=DutyRules)
    approval: frozenset[str] = frozenset()
    retention_days: int = 180

    @cached_property
    def idle(self) -> timedelta:
        """How long a silence ends a talk."""
        return timedelta(minutes=self.idle_minutes)


class MenuButton(Struct, frozen=True):
    """One button of the WeChat menu; either `key` (click), `url` (view) or `buttons`."""

    name: str
    key: str = ""
    url: str = ""
    buttons: tuple["MenuButton", ...] = ()


class WecomSettings(Struct, frozen=True):
    """The smart robot of WeCom. `name`: what it is called there, as it stands behind the @.

    `buttons_open`, `buttons_closed`: the orders on a card while the ticket waits for its answer and
    after. Limits are per chat; `webhook_per_minute` is that of the group's push address.
    """

    transport: str = "connection"
    name: str = ""
    cards: bool = True
    buttons_open: tuple[str, ...] = ("确认", "接", "看")
    buttons_closed: tuple[str, ...] = ("看",)
    per_minute: int = 30
    per_hour: int = 1000
    webhook_per_minute: int = 20
    call_members: bool = False


class SubscriptionSettings(Struct, frozen=True):
    """WeChat's subscription notices: by purpose their ids and what our values are called in them.

    `page` opens at a tap ("" = nothing does); `is_lasting`: a consent is not used up.
    """

    templates: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    page: str = ""
    is_lasting: bool = False


class ChannelSettings(Struct, frozen=True):
    """channels.yaml, after the environment was laid over it; holds no secret.

    `staff_group` is `channel:group id`, e.g. `onebot:700000001`; "" = none.
    `wechat_template_fields`: by purpose, what our values (`thing`) are called in the template
    (`thing4`); "" = it has no such field. `qq_transport`: webhook or gateway; `qq_buttons`: the
    orders a card offers to tap. `onebot_resident_groups`: where residents may call us.
    `web_address` is what residents type (https://…) to reach /book, "" = as they came;
    `web_proxies` the networks whose word about a visitor's address counts; `web_per_…` forms a
    minute for one visitor and for one address.
    `weibo_passive_reply` off: staff paste every answer.
    """

    staff_group: str = ""
    onebot_min_interval: float = 3.0
    wechat_templates: Mapping[str, str] = field(default_factory=dict)
    wechat_menu: tuple[MenuButton, ...] = ()
    wechat_template_fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    qq_transport: str = "webhook"
    wechat_oauth: bool = False
    wechat_subscriptions: SubscriptionSettings = field(default_factory=SubscriptionSettings)
    web_address: str = ""
    web_fetch_minutes: int = 60
    web_proxies: tuple[str, ...] = ()
    web_per_visitor: int = 30
    web_per_address: int = 240
    qq_buttons: tuple[str, ...] = ()
    onebot_resident_groups: frozenset[str] = frozenset()
    wecom: WecomSettings = WecomSettings()
    weibo_passive_reply: bool = True


class Texts(Struct, frozen=True):
    """config/texts: every sentence people read, by key; `{placeholders}` in braces."""

    by_key: Mapping[str, str]

    def say(self, key: str, /, **values: object) -> str:
        """The sentence `key`, filled. KeyError names a missing key or placeholder."""
        return self.by_key[key].format_map(values)


class Learned(Struct, frozen=True):
    """learned.yaml: id of an answer or name of a service → wordings that staff taught."""

    faq: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    services: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Wording(Struct, frozen=True):
    """wording.yaml: how people call things. `things`, `around` (people, times, places: no matter of
    their own), `actions`, `questions`: canonical → variants; `hints`: word → what is
    probably meant; `common` words tell no service from another; `elsewhere`: other houses."""

    things: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    around: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    actions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hints: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fillers: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


class Config(Struct, frozen=True):
    """One consistent snapshot of the configuration directory. `version` is a short content hash;
    `warnings` are doubts that do not stop it."""

    version: str
    centre: Centre
    catalogue: Catalogue
    faq: tuple[FaqEntry, ...]
    staff: Mapping[str, StaffMember]
    roster: DutyRoster
    years: Mapping[int, YearPlan]
    channels: ChannelSettings
    texts: Texts
    wording: Wording = Wording()
    learned: Learned = Learned()
    planning: PlanRules = field(default_factory=PlanRules)
    warnings: tuple[Fault, ...] = ()
