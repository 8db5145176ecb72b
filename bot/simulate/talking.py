"""Lines in which somebody speaks: residents on their channels, staff in the group and privately."""

import secrets
from itertools import count

from bot.channels.base import Busy
from bot.channels.rehearsal import CHANNELS
from bot.channels.rehearsal.adapter import PASSIVE
from bot.domain.messages import ContactRef, InboundMessage, MessageKind, Route
from bot.domain.windows import window_opened
from bot.simulate.answers import Done, Reply
from bot.simulate.house import House
from bot.simulate.lines import BadLine, Line
from bot.usecases.reach import BY_CLERK

KINDS = ("text", "image", "voice", "sticker", "location", "link", "follow", "unfollow")
BY_THE_CLERK = "clerk"
"""The route of a reply that the clerk on the telephone says."""

_PROCESS = secrets.token_hex(6)
_NUMBERS = count(1)


async def say(house: House, line: Line) -> Done:
    """A resident writes; on the hotlines and Weibo a clerk types for them."""
    channel = _one_of(line.name("channel"), CHANNELS, "channel")
    contact = ContactRef(channel, line.name("user"))
    answers_at_once = channel in PASSIVE or channel in BY_CLERK
    kind = _kind(line)
    now = house.clock.now()
    message = InboundMessage(
        key=_key(line, channel, contact.address),
        contact=contact,
        kind=kind,
        text=line.spoken("text"),
        at=now,
        passive=answers_at_once,
        window=window_opened(channel, kind, now),
    )
    done = await _receive(house, message)
    return done if answers_at_once else Done(cause=message.key, awaits=contact)


async def staff(house: House, line: Line) -> Done:
    """Somebody writes in the staff group."""
    group = house.group
    name = line.name("user")
    message = InboundMessage(
        key=_key(line, group.channel, name),
        contact=ContactRef(group.channel, name),
        kind=MessageKind.TEXT,
        text=line.spoken("text"),
        at=house.clock.now(),
        room=group,
        quoted=line.text("quote", "") or None,
        sender_name=name,
    )
    return await _receive(house, message)


async def private(house: House, line: Line) -> Done:
    """Somebody writes to the bot on the staff group's channel."""
    name = line.name("user")
    message = InboundMessage(
        key=_key(line, house.group.channel, name),
        contact=ContactRef(house.group.channel, name),
        kind=MessageKind.TEXT,
        text=line.spoken("text"),
        at=house.clock.now(),
        quoted=line.text("quote", "") or None,
        sender_name=name,
    )
    return await _receive(house, message)


async def _receive(house: House, message: InboundMessage) -> Done:
    try:
        answer = await house.centre.door.receive(message)
    except Busy as busy:
        raise BadLine("busy") from busy
    answer.done()
    channel = message.contact.channel
    route = BY_THE_CLERK if channel in BY_CLERK else Route.PASSIVE.value
    replies = tuple(Reply(message.contact, text, route) for text in answer.texts)
    return Done(cause=message.key, replies=replies)


def _kind(line: Line) -> MessageKind:
    """A voice message whose words came along is a text, as WeChat delivers it."""
    kind = MessageKind(_one_of(line.text("kind", "text"), KINDS, "kind"))
    return MessageKind.TEXT if kind is MessageKind.VOICE and line.spoken("text") else kind


def _key(line: Line, channel: str, user: str) -> str:
    given = line.text("msg_id", "")
    own = f"{channel}:{user}:{given}" if given else f"{_PROCESS}:{next(_NUMBERS)}"
    return f"simulate:{own}"


def _one_of(value: str, known: tuple[str, ...], field: str) -> str:
    if value not in known:
        raise BadLine("none_of", field=field, value=value, known="、".join(known))
    return value
