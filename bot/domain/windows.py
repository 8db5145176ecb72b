"""The ledger of what each platform lets us write: windows, counts and rates, each with its source.

The figures are data: when a platform changes a rule, its line here changes, with source and date.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from msgspec import Struct

from bot.domain.messages import GROUP_PREFIX, DeliveryWindow, MessageKind


class Allowance(Struct, frozen=True):
    """How many messages an act of the person lets us write, and for how long."""

    messages: int
    lasts: timedelta


class WindowRules(Struct, frozen=True):
    """The windows of one platform, with the sheet they were read from and when.

    `push_too`: outside of its windows we may write as well; the channel itself prefers a reply.
    """

    allowances: Mapping[MessageKind, Allowance]
    source: str
    checked: date
    push_too: bool = False


class Rate(Struct, frozen=True):
    """At most `messages` in any span of `per`."""

    messages: int
    per: timedelta


class PushRules(Struct, frozen=True):
    """How often a platform lets us write unasked: to one person, to one group, and in all.

    `in_groups`: what all groups share. `has_switch`: people can forbid it (Standing.push_off).
    """

    source: str
    checked: date
    to_person: tuple[Rate, ...] = ()
    to_group: tuple[Rate, ...] = ()
    to_people: tuple[Rate, ...] = ()
    in_groups: tuple[Rate, ...] = ()
    has_switch: bool = False


_AFTER_A_MESSAGE = Allowance(5, timedelta(hours=48))
_AFTER_A_TAP = Allowance(3, timedelta(minutes=1))
_QQ_PRIVATE = Allowance(4, timedelta(minutes=60))
_QQ_GROUP = Allowance(5, timedelta(minutes=5))
_QQ_EVENT = Allowance(1, timedelta(minutes=5))  # the sheet has no window for events: the least
_WRITTEN = (
    MessageKind.TEXT,
    MessageKind.IMAGE,
    MessageKind.VOICE,
    MessageKind.VIDEO,
    MessageKind.STICKER,
    MessageKind.LOCATION,
    MessageKind.LINK,
    MessageKind.OTHER,
)

PLATFORM_WINDOWS: Mapping[str, WindowRules] = {
    "wechat": WindowRules(
        allowances=dict.fromkeys(_WRITTEN, _AFTER_A_MESSAGE)
        | dict.fromkeys((MessageKind.MENU, MessageKind.FOLLOW, MessageKind.SCAN), _AFTER_A_TAP),
        source="platforms/wechat.md section 9",
        checked=date(2026, 11, 23),
    ),
    "qq": WindowRules(
        allowances=dict.fromkeys(_WRITTEN, _QQ_PRIVATE)
        | dict.fromkeys((MessageKind.FOLLOW, MessageKind.MENU), _QQ_EVENT),
        source="platforms/qq.md section 6",
        checked=date(2026, 11, 23),
        push_too=True,
    ),
}

ROOM_WINDOWS: Mapping[str, WindowRules] = {
    "qq": WindowRules(
        allowances=dict.fromkeys(_WRITTEN, _QQ_GROUP) | {MessageKind.MENU: _QQ_EVENT},
        source="platforms/qq.md section 6",
        checked=date(2026, 11, 23),
        push_too=True,
    ),
}
"""The same for what was written in a group chat."""


class ConsentRules(Struct, frozen=True):
    """How many notices one consent of the person allows; they never lapse.

    `has_lasting`: the platform has consents for any number as well, where it grants the category.
    """

    notices: int
    has_lasting: bool
    source: str
    checked: date


PLATFORM_CONSENTS: Mapping[str, ConsentRules] = {
    "wechat": ConsentRules(
        notices=1,
        has_lasting=True,
        source="platforms/wechat.md section 11",
        checked=date(2026, 11, 23),
    ),
}

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)

PLATFORM_PUSHES: Mapping[str, PushRules] = {
    # Of a certified account, as an office has one; an uncertified one has less (5/s, 30/min) and is
    # then told so by the platform (40034100).
    "qq": PushRules(
        source="platforms/qq.md sections 1 and 6",
        checked=date(2026, 11, 23),
        to_person=(Rate(20, _MINUTE), Rate(1000, _DAY)),
        to_group=(Rate(20, _MINUTE), Rate(1000, _DAY)),
        to_people=(Rate(10, timedelta(seconds=1)),),
        in_groups=(Rate(60, _MINUTE),),
        has_switch=True,
    ),
}
"""What is written unasked. OneBot paces itself: its 20 a minute are one account's, not one chat's
(platforms/onebot.md section 7). A channel that is not named here may write as often as it likes."""


class Limit(Struct, frozen=True):
    """One rate that counts for a message; `scope` is what it counts: an address, or all of a kind
    (`ALL_PEOPLE`, `ALL_GROUPS`)."""

    scope: str
    rate: Rate


ALL_PEOPLE, ALL_GROUPS = "@people", "@groups"


def window_opened(
    channel: str, kind: MessageKind, at: datetime, in_room: bool = False
) -> DeliveryWindow | None:
    """The window that a message of `kind` opens on `channel` at `at`; None where it opens none.

    `in_room`: it was written in a group chat, and the group may be answered.
    """
    rules = (ROOM_WINDOWS if in_room else PLATFORM_WINDOWS).get(channel)
    allowance = rules.allowances.get(kind) if rules else None
    return DeliveryWindow(at + allowance.lasts, allowance.messages) if allowance else None


def has_push_switch(channel: str) -> bool:
    """Whether people on `channel` can forbid us to write unasked."""
    rules = PLATFORM_PUSHES.get(channel)
    return rules is not None and rules.has_switch


def push_limits(channel: str, address: str) -> tuple[Limit, ...]:
    """The rates that count for one message written unasked to `address`."""
    rules = PLATFORM_PUSHES.get(channel)
    if rules is None:
        return ()
    if address.startswith(GROUP_PREFIX):
        return (*_limits(address, rules.to_group), *_limits(ALL_GROUPS, rules.in_groups))
    return (*_limits(address, rules.to_person), *_limits(ALL_PEOPLE, rules.to_people))


def _limits(scope: str, rates: Iterable[Rate]) -> tuple[Limit, ...]:
    return tuple(Limit(scope, rate) for rate in rates)
