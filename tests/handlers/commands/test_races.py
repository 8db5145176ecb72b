"""Two clerks in the same instant, on both databases."""

import asyncio

from bot.domain.tickets import Status
from bot.storage import Storage
from tests.handlers.commands.group_house import StaffGroup


async def test_of_clerks_who_confirm_in_the_same_instant_one_wins(storage: Storage) -> None:
    group = StaffGroup(storage)
    await group.bind_staff()
    ticket = await group.ticket()
    names = ("张敏", "李四", "王芳", "陈静")
    answers = await asyncio.gather(*(group.say(name, "确认 A101") for name in names))
    won = [a for a in answers if a.startswith("已确认 A101")]
    late = [a for a in answers if "已于 09:12 确认" in a]
    assert (len(won), len(late)) == (1, 3)
    winner = names[answers.index(won[0])]
    assert all(answer.startswith(winner) for answer in late)
    assert (await group.again(ticket)).status is Status.CONFIRMED
    assert len(await group.to_resident(ticket)) == 1
    assert [entry.actor.name for entry in await group.trail(ticket)] == ["resident", winner]


async def test_of_a_yes_and_a_no_in_the_same_instant_the_resident_hears_one(
    storage: Storage,
) -> None:
    group = StaffGroup(storage)
    await group.bind_staff()
    ticket = await group.ticket()
    await asyncio.gather(group.say("张敏", "确认 A101"), group.say("李四", "拒绝 A101 满了"))
    assert len(await group.to_resident(ticket)) == 1
