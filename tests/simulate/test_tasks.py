"""Tasks of staff in the whole centre: of two who take one the first has it."""

from tests.simulate.house import Simulated


async def test_of_two_who_take_a_task_one_has_it_and_only_they_see_the_phone(
    sqlite_url: str,
) -> None:
    house = Simulated.at(sqlite_url)
    await house.book()
    await house.say("找人工")
    orders = [{"op": "staff", "user": name, "text": "接 T1"} for name in ("王芳", "李四")]
    answers = (await house.do("together", lines=orders))["result"]

    said = "\n".join(each["text"] for answer in answers for each in answer["group"])
    assert said.count("完整内容已私聊发给") == 1
    assert said.count("T1 已由") == 1
    private = [each for answer in answers for each in answer["private"]]
    assert len(private) == 1
    assert f"发给{private[0]['user']}" in said
    await house.house.close()
