"""Who speaks in a simulation, and what reaches whom."""

import pytest

from tests.simulate.house import SERVICE, Simulated

CHANNELS = {
    "wechat": "passive",
    "qq": "push",
    "qq_group": "push",
    "web": "push",
    "weibo": "clerk",
    "street_hotline": "clerk",
    "community_hotline": "clerk",
}


@pytest.mark.parametrize(("channel", "route"), CHANNELS.items())
async def test_the_same_words_make_the_same_ticket_on_every_channel(
    centre: Simulated, channel: str, route: str
) -> None:
    text = f"周四上午十点办{SERVICE}，姓王，电话13812345678"
    summary = await centre.do("say", channel=channel, user="u1", text=text)
    done = await centre.do("say", channel=channel, user="u1", text="确认")

    assert [(r["channel"], r["user"], r["route"]) for r in done["replies"]] == [
        (channel, "u1", route)
    ]
    assert len(summary["replies"]) == 1
    [ticket] = await centre.tickets()
    assert (ticket["service"], ticket["date"], ticket["time"], ticket["end"]) == (
        SERVICE,
        "2026-11-26",
        "10:00",
        "10:30",
    )
    assert (ticket["name"], ticket["phone"]) == ("王", "13812345678")
    assert (ticket["channel"], ticket["user"]) == (channel, "u1")
    assert (ticket["status"], ticket["kind"], ticket["rating"]) == ("requested", "visit", None)
    assert ticket["owner"]
    assert [entry["act"] for entry in ticket["history"]] == ["request"]


@pytest.mark.parametrize("channel", ["wechat", "qq", "web", "street_hotline"])
async def test_a_message_delivered_again_is_answered_the_same_and_does_nothing(
    centre: Simulated, channel: str
) -> None:
    line = {"channel": channel, "user": "u1", "msg_id": "m7"}
    await centre.say(f"周四上午十点办{SERVICE}，姓王，电话13812345678", channel=channel)
    first = await centre.do("say", **line, text="确认")
    again = await centre.do("say", **line, text="确认")

    assert first["group"]
    assert again["replies"] == first["replies"] != []
    assert (again["group"], again["private"]) == ([], [])
    assert len(await centre.tickets()) == 1


async def test_a_clerk_confirms_by_quoting_the_card(centre: Simulated) -> None:
    await centre.say(f"周四上午十点办{SERVICE}，姓王，电话13812345678")
    [card] = (await centre.do("say", channel="wechat", user="u1", text="确认"))["group"]
    answered = await centre.do("staff", user="张敏", text="确认", quote=card["id"])

    assert [reply["route"] for reply in answered["replies"]] == ["window"]
    assert "已确认" in answered["replies"][0]["text"]
    assert (await centre.tickets())[0]["status"] == "confirmed"
    trail = (await centre.do("audit", code="a101"))["result"]
    assert [(each["actor"], each["act"]) for each in trail] == [
        ("resident", "request"),
        ("张敏", "confirm"),
    ]


async def test_a_stranger_in_the_group_gets_nothing(centre: Simulated) -> None:
    code = await centre.book()
    answered = await centre.do("staff", user="路人甲", text=f"确认 {code}")

    assert (answered["replies"], answered["group"], answered["private"]) == ([], [], [])
    assert (await centre.tickets())[0]["status"] == "requested"


async def test_a_result_for_a_caller_becomes_a_task_to_phone(centre: Simulated) -> None:
    code = await centre.book(channel="community_hotline")
    answered = await centre.do("staff", user="张敏", text=f"确认 {code}")

    assert answered["replies"] == []
    assert "请电话" in "".join(each["text"] for each in answered["group"])
    [task] = (await centre.do("tasks"))["result"]
    assert (task["kind"], task["channel"], task["ticket"]) == ("phone", "community_hotline", code)


@pytest.mark.parametrize("kind", ["image", "voice", "sticker", "location", "link", "follow"])
async def test_what_is_not_words_is_answered_helpfully(centre: Simulated, kind: str) -> None:
    assert await centre.say("", kind=kind)


async def test_nobody_answers_who_left(centre: Simulated) -> None:
    assert await centre.say("", kind="unfollow") == ""


async def test_words_of_a_voice_message_are_words(centre: Simulated) -> None:
    assert SERVICE in await centre.say(
        f"周四上午十点办{SERVICE}，姓王，电话13812345678", kind="voice"
    )


async def test_an_officer_is_reminded_privately_and_acknowledges(centre: Simulated) -> None:
    evening = await centre.do("advance", to="2026-11-23T20:00")
    name = evening["private"][0]["user"]
    answered = await centre.do("private", user=name, text="收到")

    assert [each["user"] for each in answered["private"]] == [name]
    assert answered["replies"] == []
