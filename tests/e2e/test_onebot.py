"""OneBot through the real program: residents, the staff group, and what a kill may lose."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.house import PATIENCE, until
from tests.e2e.town import CODE, MOTHERS_CARD, TIMES, Town, matter, open_town
from tests.simulators.onebot_chat import at, text
from tests.simulators.onebot_line import SELF_ID

MOTHER = "我妈想周六上午十点半办社保卡激活，姓刘，电话13800001234"
RESIDENT = 20_000_005
RESIDENTS_GROUP = 700_000_003
CHANGES = (("channels.yaml", r"resident_groups: \[\]", f"resident_groups: [{RESIDENTS_GROUP}]"),)


@pytest.fixture
async def town_on_each(tmp_path: Path, database_url: str) -> AsyncIterator[Town]:
    """The sample centre over each database, with a group of residents."""
    async with open_town(tmp_path / "centre", database_url, CHANGES) as opened:
        yield opened


async def says(town: Town, words: str) -> str:
    """The resident writes privately; the one answer."""
    private = town.onebot.private.said
    before = len(private)
    await town.onebot.private_say(RESIDENT, words)
    await until(lambda: len(private) > before, f"an answer to {words}")
    return private[-1].text


async def books(town: Town) -> str:
    """The code of a new ticket."""
    said = await says(town, MOTHER)
    if "请核对" not in said:  # on a Saturday half past ten may have passed
        assert TIMES.search(said), said
        said = await says(town, "1")
    assert "请核对" in said, said
    found = CODE.search(await says(town, "确认"))
    assert found
    return found[0]


async def test_a_sentence_on_onebot_becomes_the_same_appointment(town_on_each: Town) -> None:
    town = town_on_each
    await town.bind("张敏")
    code = await books(town)
    await town.confirms("张敏", code)
    private = town.onebot.private.said
    await until(lambda: "预约已确认" in private[-1].text, "the result")
    assert {each.target for each in private} == {RESIDENT}
    (ticket,) = await town.tickets("--full")
    assert (ticket["channel"], ticket["status"]) == ("onebot", "confirmed")
    assert matter(ticket) == MOTHERS_CARD


async def test_in_a_group_of_residents_nothing_personal_is_said(town_on_each: Town) -> None:
    town = town_on_each
    asked = "我叫刘小明，13800001234，查我的预约"
    await town.onebot.group_send(RESIDENT, [text(asked)], group=RESIDENTS_GROUP)
    called = [at(SELF_ID), text(asked)]
    await town.onebot.group_send(RESIDENT, called, group=RESIDENTS_GROUP)
    said = await town.onebot.group.wait_for(lambda said: "私信" in said.text, PATIENCE)
    assert said.target == RESIDENTS_GROUP
    assert "刘" not in said.text
    assert "1380000" not in said.text
    assert len(town.onebot.group.said) == 1


async def test_who_leaves_the_group_confirms_nothing(town: Town) -> None:
    await town.bind("张敏")
    code = await books(town)
    card = await town.card(code)
    await town.onebot.notice("group_decrease", sub_type="leave", user_id=town.qq["张敏"])
    await town.in_group("张敏已不在工作群")
    await town.onebot.group_say(town.qq["张敏"], "确认", quote=card.message_id)
    await town.in_group("已经停用")
    assert [each["status"] for each in await town.tickets()] == ["requested"]


async def test_an_order_given_while_the_program_was_dead_is_carried_out_once(town: Town) -> None:
    await town.bind("张敏")
    code = await books(town)
    await town.card(code)
    await town.onebot.group_say(town.qq["张敏"], "待办")
    await town.in_group("待办 1 件")
    await town.serve.kill()
    await town.onebot.disconnected.wait()
    await town.onebot.group_say_unheard(town.qq["张敏"], f"确认 {code}")
    await town.serve.start()
    await town.onebot.wait_connected(PATIENCE)
    await town.in_group(f"已确认 {code}")
    answers = [each for each in town.onebot.group.texts if "待办 1 件" in each]
    assert len(answers) == 1
