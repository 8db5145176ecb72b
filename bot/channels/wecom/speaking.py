"""Saying something in WeCom: as an answer, as a card, unasked, or by the group's push address."""

from collections.abc import Callable

from bot.channels.base import SendOutcome, SendResult
from bot.channels.parts.calls import NotTaken, OutcomeUnknown
from bot.channels.parts.quota import Limit, Quota
from bot.channels.parts.wire import JsonObject
from bot.channels.wecom.events import ADDRESS, NAME
from bot.channels.wecom.hook import GroupHook
from bot.channels.wecom.outcomes import MINUTE, retry, unknown
from bot.channels.wecom.pictures import LARGEST_PICTURE
from bot.channels.wecom.presses import Presses
from bot.channels.wecom.robots import Robot
from bot.channels.wecom.words import markdown, signature
from bot.config.model import ChannelSettings
from bot.domain.messages import GROUP_PREFIX, OutboundMessage, Purpose

_RECONNECT_SECONDS = 5.0
_MINUTE_SECONDS, _HOUR_SECONDS = 60.0, 3600.0
_ANSWERS = frozenset({Purpose.GROUP, Purpose.REPLY})


class Speaker:
    """Sends for one robot, one group's push address, or both; `now` is unix seconds."""

    def __init__(
        self,
        robot: Robot | None,
        hook: GroupHook | None,
        presses: Presses,
        settings: Callable[[], ChannelSettings],
        now: Callable[[], float],
    ) -> None:
        self._robot, self._hook, self._presses = robot, hook, presses
        self._settings = settings
        self._quota = Quota(now)

    def is_ready(self) -> bool:
        """Whether a send has a chance now."""
        return self._hook is not None or (self._robot is not None and self._robot.is_up())

    def can_show(self, message: OutboundMessage) -> bool:
        """Whether a picture may come through where `message` goes."""
        robot = self._robot
        by_robot = robot is not None and robot.shows_pictures and robot.is_up()
        return by_robot or (self._hook is not None and self._is_for_staff(message))

    async def say(self, message: OutboundMessage, png: bytes | None = None) -> SendResult:
        """Say one message of the outbox; never raises for anything the platform may do.

        `png` shows it instead; where that is surely not taken, the words are said.
        """
        address = message.to.address
        if not ADDRESS.fullmatch(address.removeprefix(GROUP_PREFIX)):
            return SendResult(SendOutcome.UNREACHABLE, reason="bad_address")
        self._presses.hear(message)
        try:
            if png and len(png) <= LARGEST_PICTURE and (shown := await self._show(message, png)):
                return shown
            result = await self._by_robot(message)
            return result or await self._by_hook(message)
        except NotTaken as error:
            return retry("disconnected", _RECONNECT_SECONDS) if self._is_down() else _later(error)
        except OutcomeUnknown as error:
            return unknown(error)

    async def _show(self, message: OutboundMessage, png: bytes) -> SendResult | None:
        """None: in words. A picture has no codes by which a quote of it could be known again."""
        result, address, robot = None, message.to.address, self._robot
        if robot is not None and robot.shows_pictures and robot.is_up():
            if (wait := self._quota.wait(address, self._limits())) > 0:
                return retry("paced", wait)
            self._quota.count(address, self._limits())
            result = await robot.show(address, png)
        is_refused = result is None or result.outcome is SendOutcome.UNREACHABLE
        if is_refused and self._hook is not None and self._is_for_staff(message):
            result = await self._hook.show(png, self._settings().wecom.webhook_per_minute)
        return None if result and result.outcome is SendOutcome.UNREACHABLE else result

    async def _by_robot(self, message: OutboundMessage) -> SendResult | None:
        """None where the robot cannot speak there now."""
        robot = self._robot
        if robot is None or not robot.is_up():
            return None
        address, limits = message.to.address, self._limits()
        if (wait := self._quota.wait(address, limits)) > 0:
            return retry("paced", wait)
        self._quota.count(address, limits)
        if message.purpose in _ANSWERS:
            result = await robot.answer(address, self._text(message))
            if result is not None:
                return _found_by(result, signature(message.text))
        if self._hook is not None and not robot.writes_first and self._is_for_staff(message):
            return None  # openings are kept for answers
        return await self._push(robot, message)

    async def _push(self, robot: Robot, message: OutboundMessage) -> SendResult | None:
        address, code = message.to.address, message.ticket or ""
        is_card = message.purpose is Purpose.CARD and self._settings().wecom.cards
        if is_card and address.startswith(GROUP_PREFIX) and code:
            shown = self._presses.new_card(message, code)
            words: JsonObject = {"msgtype": "template_card", "template_card": shown}
            result = await robot.push(address, words)
            if result is None or result.outcome is not SendOutcome.UNREACHABLE:
                return result and _found_by(result, code)
            # a card that the platform does not like is said in words
        words = {"msgtype": "markdown", "markdown": {"content": self._text(message)}}
        result = await robot.push(address, words)
        return result and _found_by(result, signature(message.text))

    async def _by_hook(self, message: OutboundMessage) -> SendResult:
        if self._is_down() and (self._hook is None or not self._is_for_staff(message)):
            return retry("disconnected", _RECONNECT_SECONDS)
        if not self._is_for_staff(message):
            is_group = message.to.address.startswith(GROUP_PREFIX)
            reason = "not_in_group" if is_group else "window_closed"
            return SendResult(SendOutcome.UNREACHABLE, reason=reason)
        if self._hook is None:  # nobody called the robot lately
            return retry("muted", MINUTE)
        per_minute = self._settings().wecom.webhook_per_minute
        return await self._hook.say(message.text, message.mention or "", per_minute)

    def _is_for_staff(self, message: OutboundMessage) -> bool:
        group = self._settings().staff_group.removeprefix(f"{NAME}:")
        return message.to.address == GROUP_PREFIX + group

    def _is_down(self) -> bool:
        return self._robot is not None and not self._robot.is_up()

    def _text(self, message: OutboundMessage) -> str:
        member = message.mention or ""
        calls = self._settings().wecom.call_members and ADDRESS.fullmatch(member)
        return markdown(message.text, member if calls else "")

    def _limits(self) -> tuple[Limit, ...]:
        settings = self._settings().wecom
        return (settings.per_minute, _MINUTE_SECONDS), (settings.per_hour, _HOUR_SECONDS)


def _later(error: NotTaken) -> SendResult:
    return retry(str(error), MINUTE if str(error) == "http_429" else _RECONNECT_SECONDS)


def _found_by(result: SendResult, quoted: str) -> SendResult:
    """By which a quote of it is recognised (words.py)."""
    return SendResult(result.outcome, quoted, result.retry_after, result.reason)
