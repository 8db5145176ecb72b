"""From one sentence on WeChat to a confirmed appointment, through the real program."""

import asyncio
import time

from tests.e2e.town import CODE, Town

MOTHER = "我妈想周六上午十点半办社保卡激活，姓刘，电话13800001234"
RESIDENT = "oDaughterOfLiu"
PHONE = "13800001234"


async def test_a_sentence_becomes_a_confirmed_appointment(town: Town) -> None:
    await town.bind("张敏")

    code = await town.books(RESIDENT, MOTHER)
    card = await town.card(code)
    assert PHONE not in card.text
    assert "138****1234" in card.text
    await town.confirms("张敏", code)

    result = await town.on_phone(RESIDENT, "window", "预约已确认")
    assert code in result
    assert "社会保障卡激活" in result
    assert "已通知" in (await town.in_group(f"已确认 {code}")).text

    (ticket,) = await town.tickets()
    assert (ticket["code"], ticket["status"]) == (code, "confirmed")
    assert ticket["phone"] == "138****1234"
    history = ticket["history"]
    assert isinstance(history, list)
    assert [entry["actor"] for entry in history if entry["after"] == "confirmed"] == ["张敏"]
    (whole,) = await town.tickets("--full")
    assert whole["phone"] == PHONE


async def test_every_answer_comes_in_time_and_a_repeat_gets_the_same(town: Town) -> None:
    for text in (MOTHER, "确认"):
        began = time.monotonic()
        said = await town.says(RESIDENT, text)
        assert time.monotonic() - began < 5
        if "请回复数字" in said:  # on a Saturday half past ten may have passed
            said = await town.says(RESIDENT, "1")
        repeats = await asyncio.gather(*(town.wechat.repeat(RESIDENT) for _ in range(3)))
        assert {each.text for each in repeats} == {said}

    assert CODE.search(said)
    assert len(await town.tickets()) == 1


async def test_of_two_clerks_the_first_confirms_and_the_second_hears_so(town: Town) -> None:
    await town.bind("张敏")
    await town.bind("王芳")
    code = await town.books(RESIDENT, MOTHER)

    for name in ("张敏", "王芳"):
        await town.confirms(name, code)

    await town.in_group(code, "张敏已于")
    await town.on_phone(RESIDENT, "window", "预约已确认")
    results = [each for each in town.wechat.phone(RESIDENT) if "预约已确认" in each.text]
    assert len(results) == 1


async def test_a_stranger_in_the_group_changes_nothing(town: Town) -> None:
    await town.bind("张敏")
    code = await town.books(RESIDENT, MOTHER)
    card = await town.card(code)

    await town.onebot.group_say(20_000_002, "确认", quote=card.message_id)
    await town.onebot.group_say(town.qq["张敏"], "待办")

    assert code in (await town.in_group("待办 1 件")).text
    assert not any("已确认" in text for text in town.onebot.group.texts)


async def test_the_address_can_be_verified_and_the_server_ends_when_told(town: Town) -> None:
    assert await town.wechat.verify_url()
    await town.books(RESIDENT, MOTHER)

    assert await town.serve.stop() == 0
    log = town.serve.log()
    assert "Traceback" not in log
    assert "ERROR" not in log
    assert PHONE not in log
    assert RESIDENT not in log
