"""JSON lines in, one JSON line out for each, in order; after a bad line the centre goes on."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches

import orjson

from bot.app import Settings
from bot.channels.rehearsal import CHANNELS, Delivered
from bot.domain.messages import Route
from bot.simulate import arranging, looking, talking
from bot.simulate.answers import Done, Reply, Room, compose, without
from bot.simulate.house import House
from bot.simulate.lines import BadLine, Json, Line
from bot.storage import Overloaded, StorageDown, outbox

log = logging.getLogger(__name__)

Act = Callable[[House, Line], Awaitable[Done]]

_ACTS: Mapping[str, Act] = {
    "say": talking.say,
    "staff": talking.staff,
    "private": talking.private,
    "ticket": arranging.ticket,
    "fill": arranging.fill,
    "roster": arranging.roster,
}
_LOOKS: Mapping[str, Act] = {
    "duty": looking.duty,
    "slots": looking.slots,
    "tickets": looking.tickets,
    "tasks": looking.all_tasks,
    "outbox": looking.letters,
    "audit": looking.audit,
}
_TOGETHER, _ADVANCE = "together", "advance"


async def run_lines(
    settings: Settings,
    start: datetime | None,
    lines: Iterable[bytes],
    write: Callable[[bytes], object],
) -> None:
    """Answer every line of `lines` through `write`. Raises ConfigFaults before the first."""
    house = House(settings, start)
    try:
        for raw in lines:
            if raw.strip():
                write(orjson.dumps(await answer(house, raw)) + b"\n")
    finally:
        await house.close()


async def answer(house: House, raw: bytes) -> Json:
    """The answer to one line: everything that reached people because of it."""
    house.heard.clear()
    done = await _attempt(house, _whole(house, raw))
    own, heard = await _own_replies(house, done)
    return compose(_room(house), own, heard)


async def _whole(house: House, raw: bytes) -> Done:
    line = Line.parse(raw)
    operation = line.name("op")
    if operation == _ADVANCE:
        return await _advance(house, line)
    if operation == _TOGETHER:
        return await _together(house, line)
    act = _act_named(operation)
    await house.reach(line.moment("at"))
    done = await act(house, line)
    if operation in _ACTS:
        await house.centre.settle()
    return done


async def _advance(house: House, line: Line) -> Done:
    to = line.moment("to")
    if to is None:
        raise BadLine("missing", field="to")
    await house.reach(to)
    await house.centre.settle()
    return Done({"now": house.clock.now().isoformat()})


async def _together(house: House, line: Line) -> Done:
    """Every line in a task of its own; the clock stands at the latest of their times."""
    lines = line.lines("lines")
    moments = [each.moment("at") for each in (line, *lines)]
    await house.reach(max((each for each in moments if each), default=None))
    tasks = [_attempt(house, _single(house, each)) for each in lines]
    dones = await asyncio.gather(*tasks)
    await house.centre.settle()
    causes = await _causes(house)
    answers = []
    for done in dones:
        heard = [each for each in house.heard if done.cause and causes.get(each.id) == done.cause]
        own, late = await _own_replies(house, done, heard)
        answers.append(compose(_room(house), own, late))
    replies = tuple(reply for done in dones for reply in done.replies)
    return Done(answers, replies=replies)


async def _single(house: House, line: Line) -> Done:
    operation = line.name("op")
    if operation in (_TOGETHER, _ADVANCE):
        raise BadLine("not_together", op=operation)
    return await _act_named(operation)(house, line)


async def _attempt(house: House, work: Awaitable[Done]) -> Done:
    """Whatever goes wrong with one line is said in its answer."""
    try:
        return await work
    except BadLine as bad:
        return Done(error=house.say(bad.key, **bad.values))
    except (Overloaded, StorageDown):
        return Done(error=house.say("cli.simulate.busy"))
    except Exception as broken:
        log.exception("a line broke")
        return Done(error=house.say("cli.simulate.broken", reason=type(broken).__name__))


async def _own_replies(
    house: House, done: Done, heard: Sequence[Delivered] | None = None
) -> tuple[Done, Sequence[Delivered]]:
    """With the replies that lie in the outbox: the same ones for a message delivered again."""
    heard = house.heard if heard is None else heard
    to, cause = done.awaits, done.cause
    if to is None or cause is None:
        return done, heard
    rows = await house.do(lambda office: outbox.answers(office.work, cause, to))
    replies = tuple(Reply(to, text, Route.PUSH.value) for _, text in rows)
    others = without(heard, (row_id for row_id, _ in rows))
    return Done(done.result, cause, replies, error=done.error), others


async def _causes(house: House) -> Mapping[str, str | None]:
    """By message id: the key of the message that caused it."""
    entries = await house.do(lambda office: outbox.everything(office.work))
    return {f"m{entry.id}": entry.cause for entry in entries}


def _act_named(operation: str) -> Act:
    act = _ACTS.get(operation) or _LOOKS.get(operation)
    if act is None:
        names = (*_ACTS, *_LOOKS, _TOGETHER, _ADVANCE)
        near = get_close_matches(operation, names, 1, 0.4) or names
        raise BadLine("no_op", op=operation, near="、".join(near))
    return act


def _room(house: House) -> Room:
    config = house.centre.snapshot.config
    channel = config.channels.staff_group.partition(":")[0]
    return Room(channel, channel in CHANNELS, frozenset(config.staff))
