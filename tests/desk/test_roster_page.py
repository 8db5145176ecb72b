"""The roster's page: who may look and change, what is refused, what others are told."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.domain.calendar import ShiftKind
from bot.domain.exchanges import Move, RequestKind
from bot.storage import outbox, roster
from bot.usecases.exchanges import Wanted, open_request
from bot.usecases.office import Office
from tests.desk.desk_house import DeskHouse

SATURDAY = {"day": "2026-11-28", "shift": "holiday"}
CREW = "李四\n何秀英\n杨帆"
CALL = {
    "text": "我姓刘，电话13812345678，周六上午办老年证",
    "channel": "street_hotline",
    "nonce": "0123456789abcdef-0001",
}


TWO_SHIFTS = (
    Move(date(2026, 11, 28), ShiftKind.HOLIDAY, "李四", "王芳"),
    Move(date(2026, 11, 30), ShiftKind.NOON, "王芳", "李四"),
)


async def swapped(desk: DeskHouse, *moves: Move) -> None:
    """As two agreed in the chat."""
    wanted = Wanted(RequestKind.SWAP, "李四", moves, assigned=True)
    await desk.centre.storage.run(
        lambda work: open_request(Office(work, desk.centre.snapshot, desk.clock[0]), wanted)
    )


async def order(desk: DeskHouse, what: str, **fields: str) -> tuple[int, Mapping[str, object]]:
    answer = await desk.order(f"/desk/roster/{what}", {**SATURDAY, **fields})
    return answer.status, await answer.json()


async def sheet(desk: DeskHouse) -> str:
    return await (await desk.client.get("/desk/roster/shift", params=SATURDAY)).text()


async def test_everybody_sees_the_month_and_only_leaders_and_admins_change_it(
    desk: DeskHouse,
) -> None:
    await desk.signs_in("王芳")
    page = await (await desk.client.get("/desk/roster")).text()
    assert "2026年11月值班表" in page
    assert "周末" in page
    assert (await desk.order("/desk/roster/try", {**SATURDAY, "people": ""})).status == 403
    for leader in ("邓国华", "唐磊"):
        await desk.signs_in(leader)
        assert (await order(desk, "try", people=CREW))[0] == 200


async def test_a_change_from_elsewhere_or_without_the_token_is_refused(desk: DeskHouse) -> None:
    await desk.signs_in("邓国华")
    token = {"X-Menting-Token": await desk.token()}
    fields = {**SATURDAY, "people": "张敏", "expected": CREW}
    for headers in ({"Origin": "https://evil.example", **token}, {"Origin": desk.origin}, token):
        answer = await desk.client.post("/desk/roster/save", json=fields, headers=headers)
        assert answer.status == 403
    assert "改动记录" in await sheet(desk)
    assert "没有改过" in await sheet(desk)


async def test_nonsense_is_refused_and_never_stored(desk: DeskHouse) -> None:
    await desk.signs_in("邓国华")
    for fields in (
        {**SATURDAY, "day": "2026-13-01"},
        {**SATURDAY, "shift": "../x"},
        {**SATURDAY, "people": "长" * 41},
        {**SATURDAY, "people": "\n".join(map(str, range(31)))},
    ):
        assert (await desk.order("/desk/roster/save", fields)).status == 400
    status, said = await order(desk, "save", people="李四五", expected=CREW)
    assert (status, said["text"]) == (422, "人员名单里没有李四五，什么都没有改。")
    assert (await order(desk, "try", people="李四 25:00-26:00"))[0] == 422
    assert (await order(desk, "try", people="李四 18:00-19:00"))[0] == 422
    assert (await order(desk, "save", day="2026-11-25", people="李四"))[0] == 422
    assert (await desk.client.get("/desk/roster?month=2026-99")).status == 200
    assert "没有改过" in await sheet(desk)


async def test_the_past_is_locked(desk: DeskHouse) -> None:
    await desk.signs_in("邓国华")
    desk.clock[0] += timedelta(days=6)
    await desk.signs_in("邓国华")
    status, said = await order(desk, "save", people="张敏", expected=CREW)
    assert (status, said["text"]) == (422, "这个班已经过去了，不能再改。")
    assert "不能再改" in await sheet(desk)


async def test_who_would_not_be_served_is_listed_before_anything_is_saved(
    desk: DeskHouse,
) -> None:
    await desk.signs_in("王芳")
    found = await (await desk.order("/desk/intake/parse", {"text": CALL["text"]})).json()
    answer = await desk.order("/desk/intake/book", {**CALL, "slot": str(found["chosen"])})
    code = (await answer.json())["code"]
    await desk.signs_in("邓国华")

    without = {"people": "李四\n杨帆", "expected": CREW}
    status, said = await order(desk, "save", **without)

    assert (status, said["why"]) == (409, "unsure")
    assert code in str(said["lost"])
    assert "138****5678" in str(said["lost"])
    assert "没有人会“民政救助”" in str(said["doubts"])
    assert "没有改过" in await sheet(desk)
    able = said["candidates"]
    assert isinstance(able, list)
    assert (able[0]["fits"], "老龄服务" in able[0]["adds"]) == (True, True)
    assert (await order(desk, "save", **without, accepted="yes"))[0] == 200
    assert "李四、何秀英、杨帆 → 李四、杨帆" in await sheet(desk)


async def test_the_second_of_two_is_told_who_changed_what(desk: DeskHouse) -> None:
    await desk.signs_in("邓国华")
    mine = {"people": f"{CREW}\n蒋玲", "expected": CREW, "reason": "人多"}
    assert (await order(desk, "save", **mine))[0] == 200
    await desk.signs_in("冯雪梅")

    status, said = await order(desk, "save", people=f"{CREW}\n唐磊", expected=CREW)

    assert (status, said["why"]) == (409, "changed")
    assert said["text"] == "邓国华刚改过这个班，现在是李四、何秀英、杨帆、蒋玲，没有再改。"
    assert said["people"] == f"{CREW}\n蒋玲"
    page = await sheet(desk)
    assert "唐磊" not in page.partition("改动记录")[2]
    assert "人多" in page


async def test_a_change_is_undone_and_both_times_those_concerned_are_told(desk: DeskHouse) -> None:
    await desk.signs_in("邓国华")
    assert (await order(desk, "save", people=f"{CREW}\n蒋玲", expected=CREW))[0] == 200
    assert (await order(desk, "undo"))[0] == 200

    page = await sheet(desk)
    assert "李四、何秀英、杨帆、蒋玲 → 李四、何秀英、杨帆" in page
    rows = await desk.centre.storage.read(outbox.everything)
    told = [row.text for row in rows if row.text.startswith("蒋玲，邓国华")]
    assert [text.partition("把您")[2][:2] for text in told] == ["排到", "从1"]


async def overrides(desk: DeskHouse) -> list[tuple[str, ...]]:
    day = date(2026, 11, 28)
    rows = await desk.centre.storage.read(lambda work: roster.overrides_between(work, day, day))
    return [row.people for row in rows]


async def test_of_several_changes_the_last_is_undone(desk: DeskHouse) -> None:
    await desk.signs_in("邓国华")
    for name in ("蒋玲", "唐磊"):
        assert (await order(desk, "save", people=f"{CREW}\n{name}"))[0] == 200
    assert (await order(desk, "undo"))[0] == 200
    assert await overrides(desk) == [(*CREW.split(), name) for name in ("蒋玲", "唐磊", "蒋玲")]


async def test_a_change_undone_lays_the_override_aside(desk: DeskHouse) -> None:
    await desk.signs_in("邓国华")
    assert (await order(desk, "save", people=f"{CREW}\n蒋玲"))[0] == 200
    assert (await order(desk, "undo"))[0] == 200
    assert await overrides(desk) == []
    assert "李四、何秀英、杨帆、蒋玲 → 李四、何秀英、杨帆" in await sheet(desk)
    assert (await order(desk, "undo"))[0] == 200  # the undoing is undone
    assert await overrides(desk) == [(*CREW.split(), "蒋玲")]


async def test_a_busy_or_absent_officer_is_doubted(desk: DeskHouse) -> None:
    await desk.signs_in("邓国华")
    noon = {"day": "2026-11-26", "shift": "noon"}
    status, said = await order(desk, "try", **noon, people="赵丽娟\n王芳")
    assert status == 200
    assert "赵丽娟同一天有两个班" in str(said["doubts"])
    able = said["candidates"]
    assert isinstance(able, list)
    assert "赵丽娟" not in [one["name"] for one in able]


async def test_undoing_one_shift_of_a_swap_gives_both_shifts_back(desk: DeskHouse) -> None:
    noon = {"day": "2026-11-30", "shift": "noon"}
    await swapped(desk, *TWO_SHIFTS)
    await desk.signs_in("邓国华")
    assert "李四、何秀英、杨帆 → 王芳、何秀英、杨帆" in await sheet(desk)

    status, said = await order(desk, "undo")

    assert status == 200
    assert "11月30日" in str(said["saved"])
    assert "王芳、何秀英、杨帆 → 李四、何秀英、杨帆" in await sheet(desk)
    other = await (await desk.client.get("/desk/roster/shift", params=noon)).text()
    assert "邓国华 换回" in other
    rows = await desk.centre.storage.read(outbox.everything)
    told = [row.text for row in rows if "，邓国华把您" in row.text]
    assert len(told) == 4  # both, on and off


async def test_half_a_swap_is_not_undone_when_the_other_half_was_changed_since(
    desk: DeskHouse,
) -> None:
    await swapped(desk, *TWO_SHIFTS)
    await desk.signs_in("邓国华")
    assert (await order(desk, "save", people=CREW))[0] == 200

    status, said = await order(desk, "undo", day="2026-11-30", shift="noon")

    assert status == 422
    assert "11月28日（周六）节假日班 09:00-12:00" in str(said["text"])
