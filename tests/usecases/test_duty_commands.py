"""今天谁值班, 收到, 我的班: what staff write and what they hear, in the group and privately."""

from datetime import datetime
from itertools import count

import pytest

from bot.domain.calendar import ShiftKind
from bot.domain.messages import InboundMessage, MessageKind, group_ref
from bot.handlers.orders import OrderAnswer, take_order
from bot.understanding import read
from bot.usecases.office import Office
from tests.domain.centres import on, when
from tests.usecases.centre import GROUP, Centre, account_of

ROOM = group_ref("onebot", "700000001")
_keys = count(1)


async def order(
    centre: Centre, at: str, name: str, text: str, *, private: bool = False
) -> OrderAnswer | None:
    """What the bot answers to what a member of staff wrote."""
    account = account_of(centre.snapshot.config, name)
    message = InboundMessage(
        key=f"onebot:{next(_keys)}",
        contact=account,
        kind=MessageKind.TEXT,
        text=text,
        at=when(at),
        room=None if private else ROOM,
    )

    async def verb(office: Office) -> OrderAnswer | None:
        now, knowledge = office.now, office.snapshot.knowledge
        return await take_order(office, account, message, lambda said: read(said, now, knowledge))

    return await centre.do(when(at), verb)


async def hears(centre: Centre, at: str, name: str, text: str, *, private: bool = False) -> str:
    answer = await order(centre, at, name, text, private=private)
    assert answer is not None, text
    assert answer.to_private is private
    return answer.text


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("今天谁值班", ["11月27日（周五）"]),
        ("今天谁值班？", ["11月27日（周五）"]),
        ("谁值班", ["11月27日（周五）"]),
        ("明天谁值班", ["11月28日（周六）"]),
        ("明天是谁值班？", ["11月28日（周六）"]),
        ("周六谁值班", ["11月28日（周六）"]),
        ("周六哪个值班", ["11月28日（周六）"]),
        ("周末谁值班", ["11月28日（周六）", "11月29日（周日）"]),
        ("11月30日值班的是谁", ["11月30日（周一）"]),
        ("12月1号值班安排", ["12月1日（周二）"]),
    ],
)
async def test_who_is_on_duty_is_told_for_the_day_that_was_named(
    centre: Centre, said: str, days: list[str]
) -> None:
    text = await hears(centre, "2026-11-27 10:00", "张敏", said)

    assert [part.partition("值班安排")[0] for part in text.split("\n\n")] == days


async def test_a_workday_lists_its_three_shifts_with_lead_and_answers(centre: Centre) -> None:
    await hears(centre, "2026-11-27 07:00", "刘强", "收到")

    text = await hears(centre, "2026-11-27 07:30", "唐磊", "今天谁值班")

    assert text.splitlines() == [
        "11月27日（周五）值班安排",
        "早间延时班 08:00-09:00：赵丽娟（带班）、刘强（已收到）、谢小燕",
        "午间延时班 12:00-14:00：罗勇（带班）、曾伟、周建军",
        "傍晚延时班 17:00-18:00：陈静（带班）、王芳、张敏",
    ]


async def test_national_day_is_told_day_by_day_and_an_empty_shift_is_marked(
    centre: Centre,
) -> None:
    await centre.swap(when("2026-09-20 10:00"), on("2026-10-02"), ShiftKind.HOLIDAY)

    text = await hears(centre, "2026-09-28 10:00", "张敏", "国庆谁值班")

    assert text.count("值班安排") == 7
    assert "10月1日（周四，国庆节假期）值班安排\n节假日班 09:00-12:00：" in text
    assert "⚠ 没有人值班" in text


async def test_an_answer_names_the_next_shift_and_who_is_booked(centre: Centre) -> None:
    await centre.put_ticket(when("2026-11-28 09:00"), when("2026-11-27 10:00"))

    text = await hears(centre, "2026-11-27 20:05", "李四", "收到", private=True)

    assert text.startswith("李四已收到：11月28日（周六）节假日班 09:00-12:00。")
    assert "09:00 刘女士 138****5678" in text


async def test_an_answer_twice_is_thanked_for_once(centre: Centre) -> None:
    await hears(centre, "2026-11-27 20:05", "李四", "收到！")

    assert "不用再回" in await hears(centre, "2026-11-27 20:06", "李四", "收到")


async def test_who_is_not_on_duty_hears_it_kindly(centre: Centre) -> None:
    text = await hears(centre, "2026-11-27 20:05", "邓国华", "收到")

    assert "没有需要确认的班" in text


async def test_a_shift_far_ahead_is_not_acknowledged_by_chance(centre: Centre) -> None:
    """李四 serves on Saturday; on Thursday nothing was said about it yet."""
    text = await hears(centre, "2026-11-26 07:50", "李四", "收到")
    saturday = await hears(centre, "2026-11-26 10:00", "张敏", "周六谁值班")

    assert "没有需要确认的班" in text
    assert "已收到" not in saturday


async def test_two_shifts_need_two_answers(centre: Centre) -> None:
    at = when("2026-11-25 10:00")
    await centre.swap(at, on("2026-11-27"), ShiftKind.NOON, "张敏")
    await centre.swap(at, on("2026-11-27"), ShiftKind.LATE, "张敏")

    assert "午间延时班" in await hears(centre, "2026-11-27 11:00", "张敏", "收到")
    assert "傍晚延时班" in await hears(centre, "2026-11-27 11:01", "张敏", "收到")
    assert "不用再回" in await hears(centre, "2026-11-27 11:02", "张敏", "收到")


async def test_the_backup_answers_once_the_shift_has_begun_and_the_group_hears_of_it(
    centre: Centre,
) -> None:
    early = await hears(centre, "2026-11-28 08:00", "唐磊", "收到", private=True)
    await hears(centre, "2026-11-28 09:02", "唐磊", "收到", private=True)
    group = [e.text for e in await centre.entries() if e.to == ROOM]

    assert "没有需要确认的班" in early
    assert group == ["唐磊已收到：11月28日（周六）节假日班 09:00-12:00。"]


async def test_my_shifts_are_listed_with_bookings_and_answers(centre: Centre) -> None:
    await centre.put_ticket(when("2026-11-28 09:00"), when("2026-11-27 10:00"))
    await hears(centre, "2026-11-27 20:05", "李四", "收到")

    text = await hears(centre, "2026-11-27 20:06", "李四", "我的班", private=True)

    assert text.splitlines()[0] == "李四，您14天内的班："
    assert text.splitlines()[1] == "11月28日（周六）节假日班 09:00-12:00，已约1人，已收到"
    assert "没有排班" in await hears(centre, "2026-11-27 20:06", "邓国华", "我的班")


@pytest.mark.parametrize(
    "chatter",
    ["明天我值班哈", "值班好累", "他说他收到了快递", "谁值班都一样嘛，别吵了", "周六我替你值班"],
)
async def test_talk_about_duty_is_not_answered(centre: Centre, chatter: str) -> None:
    assert await order(centre, "2026-11-27 10:00", "张敏", chatter) is None


async def test_moments_are_found_in_order(centre: Centre) -> None:
    now = when("2026-11-28 00:00")
    seen: list[datetime] = []
    while (now := await centre.next_moment(now)) < when("2026-11-29 00:00"):
        seen.append(now)

    moments = ["07:00", "07:30", "08:30", "09:00", "09:10", "20:00"]  # 07:00 ends the quiet hours
    assert [f"{each:%H:%M}" for each in seen] == moments
    assert GROUP not in centre.snapshot.config.staff
