"""The delivery planner: by which way a message reaches a person, and when it is tried again."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from bot.domain.messages import DeliveryWindow, Purpose, Route

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(seconds=60)
_DOUBLINGS_TO_LONGEST = 4
MOST_ATTEMPTS = 12
"""With the pauses between them nine minutes."""
_OTHERS_SENT = 2


class ChannelKind(StrEnum):
    """How a channel lets us write first.

    WINDOWED: only for a while after the person wrote (WeChat). PUSH: whenever we like (OneBot, the
    sandbox). GROUP: the same for a group chat, where what cannot go waits. CLERK: only a member of
    staff can, by phone (the hotlines, Weibo).
    """

    WINDOWED = "windowed"
    PUSH = "push"
    GROUP = "group"
    CLERK = "clerk"


class Standing(Struct, frozen=True):
    """How we stand with one contact.

    `messages_left` in the open window; `followed` False = they left us, the platform refuses
    everything but a notice they asked for; `has_template` = a template is configured for this kind
    of message; `notices_left` = so many subscription notices of this kind they allowed; `push_off`
    = they do not let us write unasked.
    """

    window: DeliveryWindow | None = None
    messages_left: int = 0
    followed: bool = True
    has_template: bool = False
    push_off: bool = False
    notices_left: int = 0


# Both speak of a ticket that is settled or about to be: what a window is kept for, and what a
# template notice may carry (platforms/wechat.md section 11: important service notices only).
_OF_WEIGHT = frozenset({Purpose.RESULT, Purpose.REMINDER})


def choose_route(
    purpose: Purpose,
    kind: ChannelKind,
    standing: Standing,
    now: datetime,
    tried: Collection[Route] = (),
) -> Route:
    """The way out for a message that was not taken as passive reply (mission section 8).

    The last message of a window is kept for a result or a reminder. `tried` ways were refused just
    now: never the same again. PASSIVE is a late reply, to those who allow nothing else.
    """
    ways = _ways(purpose, kind, standing, now)
    return next((way for way in ways if way not in tried), Route.PHONE)


def _ways(purpose: Purpose, kind: ChannelKind, standing: Standing, now: datetime) -> list[Route]:
    """Every way that is open, the best first."""
    if kind is ChannelKind.GROUP:
        return [Route.PASSIVE if standing.push_off else Route.PUSH]
    if kind is ChannelKind.CLERK:
        return []
    asked_for = _asked_for(purpose, kind, standing)
    if not standing.followed:
        return asked_for
    is_open = _is_open(standing.window, now)
    if kind is ChannelKind.PUSH:
        if not standing.push_off:
            return [Route.PUSH]
        return [Route.PASSIVE] if is_open else []
    kept_back = 0 if purpose in _OF_WEIGHT else 1
    ways = [Route.WINDOW] if is_open and standing.messages_left > kept_back else []
    if standing.has_template and purpose in _OF_WEIGHT:
        ways.append(Route.TEMPLATE)
    return ways + asked_for


def _asked_for(purpose: Purpose, kind: ChannelKind, standing: Standing) -> list[Route]:
    """A subscription notice, the last way: most are good for one message and not renewed."""
    may_go = kind is ChannelKind.WINDOWED and purpose in _OF_WEIGHT and standing.notices_left > 0
    return [Route.SUBSCRIPTION] if may_go else []


def weightiest(purposes: Iterable[Purpose]) -> Purpose:
    """By whose rule several messages go that are joined into one."""
    found = list(purposes)
    return next((each for each in found if each in _OF_WEIGHT), found[0])


def is_poison(attempts: int, others_sent: int) -> bool:
    """Whether a message is at fault and not its platform: it failed again and again, while at least
    two others went out over the same channel since its first failure."""
    return attempts >= MOST_ATTEMPTS and others_sent >= _OTHERS_SENT


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
