"""The delivery planner: by which way a message reaches a person, and when it is tried again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.messages import DeliveryWindow, MessageKind, Purpose, Route

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(seconds=60)
_DOUBLINGS_TO_LONGEST = 4


class ChannelKind(StrEnum):
    """How a channel lets us write first.

    WINDOWED: only for a while after the person wrote (WeChat). PUSH: whenever we like (group chats,
    OneBot, the sandbox). CLERK: only a member of staff can, by phone (the hotlines, Weibo).
    """

    WINDOWED = "windowed"
    PUSH = "push"
    CLERK = "clerk"


@dataclass(frozen=True, slots=True)
class Standing:
    """How we stand with one contact on a WINDOWED channel.

    `messages_left` in the open window; `followed` False = they left us, the platform refuses
    everything; `has_template` = a template is configured for this kind of message.
    """

    window: DeliveryWindow | None = None
    messages_left: int = 0
    followed: bool = True
    has_template: bool = False


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many messages an act of the person lets us write, and for how long."""

    messages: int
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class WindowRules:
    """The windows of one platform, with the sheet they were read from and when.

    `push_too`: outside of its windows we may write as well; the channel itself prefers a reply.
    """

    allowances: Mapping[MessageKind, Allowance]
    source: str
    checked: date
    push_too: bool = False


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
        allowances={
            MessageKind.TEXT: _AFTER_A_MESSAGE,
            MessageKind.IMAGE: _AFTER_A_MESSAGE,
            MessageKind.VOICE: _AFTER_A_MESSAGE,
            MessageKind.VIDEO: _AFTER_A_MESSAGE,
            MessageKind.STICKER: _AFTER_A_MESSAGE,
            MessageKind.LOCATION: _AFTER_A_MESSAGE,
            MessageKind.LINK: _AFTER_A_MESSAGE,
            MessageKind.OTHER: _AFTER_A_MESSAGE,
            MessageKind.MENU: _AFTER_A_TAP,
            MessageKind.FOLLOW: _AFTER_A_TAP,
            MessageKind.SCAN: _AFTER_A_TAP,
        },
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

# Both speak of a ticket that is settled or about to be: what a window is kept for, and what a
# template notice may carry (platforms/wechat.md section 11: important service notices only).
_OF_WEIGHT = frozenset({Purpose.RESULT, Purpose.REMINDER})


def window_opened(
    channel: str, kind: MessageKind, at: datetime, in_room: bool = False
) -> DeliveryWindow | None:
    """The window that a message of `kind` opens on `channel` at `at`; None where it opens none.

    `in_room`: it was written in a group chat, and the group may be answered.
    """
    rules = (ROOM_WINDOWS if in_room else PLATFORM_WINDOWS).get(channel)
    allowance = rules.allowances.get(kind) if rules else None
    return DeliveryWindow(at + allowance.lasts, allowance.messages) if allowance else None


def choose_route(purpose: Purpose, kind: ChannelKind, standing: Standing, now: datetime) -> Route:
    """The way out for a message that was not taken as passive reply (mission section 8).

    The last message of a window is kept for a result or a reminder.
    """
    if kind is ChannelKind.PUSH:
        return Route.PUSH
    if kind is ChannelKind.CLERK or not standing.followed:
        return Route.PHONE
    kept_back = 0 if purpose in _OF_WEIGHT else 1
    if _is_open(standing.window, now) and standing.messages_left > kept_back:
        return Route.WINDOW
    if standing.has_template and purpose in _OF_WEIGHT:
        return Route.TEMPLATE
    return Route.PHONE


def retry_at(now: datetime, attempts: int, jitter: float) -> datetime:
    """When to try again after `attempts` failures: within 5 s, then doubling to within 60 s.

    `jitter` 0..1 takes up to half of the pause off, so that rows that failed together spread out.
    """
    doublings = min(max(attempts - 1, 0), _DOUBLINGS_TO_LONGEST)
    pause = min(FIRST_RETRY * (1 << doublings), LONGEST_RETRY)
    return now + pause * (1 - jitter / 2)


def join_texts(texts: Iterable[str]) -> str:
    """Several messages as one, a blank line between them; empty ones are left out."""
    return "\n\n".join(stripped for text in texts if (stripped := text.strip()))


def _is_open(window: DeliveryWindow | None, now: datetime) -> bool:
    return window is not None and now < window.until
