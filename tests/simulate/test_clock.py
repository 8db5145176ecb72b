"""The clock of a simulation moves by command only, and what is due happens at its own time."""

from tests.simulate.house import Answer, Simulated


def _reminders(answers: list[Answer]) -> list[str]:
    return [each["text"] for found in answers for each in found["group"]]


async def test_the_clock_never_goes_back(centre: Simulated) -> None:
    await centre.do("advance", to="2026-11-24T09:00")

    assert "不能往回拨" in await centre.refused("advance", to="2026-11-24T08:59")
    error = await centre.refused("say", channel="web", user="u", text="您好", at="2026-11-23T09:00")
    assert "不能往回拨" in error
    assert (await centre.do("advance", to="2026-11-24T09:00"))["group"] == []


async def test_a_fresh_centre_starts_where_it_is_first_told(sqlite_url: str) -> None:
    centre = Simulated.at(sqlite_url, start=None)
    first = await centre.do(
        "say", channel="web", user="u", text="您好", at="2026-11-28T09:20:00+08:00"
    )
    await centre.house.close()

    assert (first["group"], first["private"]) == ([], [])


async def test_what_was_arranged_before_the_first_time_gives_way_to_later_changes(
    sqlite_url: str,
) -> None:
    centre = Simulated.at(sqlite_url, start=None)
    shift = {"date": "2001-01-06", "shift": "holiday"}
    await centre.do("roster", **shift, people=["张敏"])
    first = await centre.do("advance", to="2001-01-01T09:00")
    await centre.do("roster", **shift, people=["李四"])
    found = (await centre.do("duty", date="2001-01-06"))["result"]
    await centre.house.close()

    assert first["group"] == first["private"] == []
    assert [each["people"] for each in found] == [["李四"]]


async def test_every_reminder_comes_once_in_order_however_the_clock_is_moved(
    centre: Simulated,
) -> None:
    steps = ["2026-11-23T20:00", "2026-11-24T07:30", "2026-11-24T08:00", "2026-11-25T00:00"]
    texts = _reminders([await centre.do("advance", to=to) for to in steps])
    again = await centre.do("advance", to="2026-11-25T00:00")

    assert again["group"] == again["private"] == []
    assert len(texts) == len(set(texts)) > 5


async def test_one_long_step_says_the_same_as_many_short_ones(
    centre: Simulated, postgres_url: str
) -> None:
    other = Simulated.at(postgres_url)
    for each in (centre, other):
        await each.book()
    long = await centre.do("advance", to="2026-11-24T12:00")
    steps = [f"2026-11-{day}T{hour:02}:30" for day in (23, 24) for hour in range(24)][11:36]
    short = [await other.do("advance", to=to) for to in (*steps, "2026-11-24T12:00")]
    await other.house.close()

    assert _reminders([long]) == _reminders(short)
    assert len(long["private"]) == sum(len(each["private"]) for each in short)


async def test_a_later_line_brings_along_what_was_due_on_the_way(centre: Simulated) -> None:
    code = await centre.book()
    later = await centre.do("say", channel="wechat", user="u2", text="您好", at="2026-11-23T10:40")

    assert sum(code in each["text"] for each in later["group"]) == 2
    assert [reply["user"] for reply in later["replies"]] == ["u2"]


async def test_a_restart_repeats_no_reminder(sqlite_url: str) -> None:
    centre = Simulated.at(sqlite_url)
    evening = await centre.do("advance", to="2026-11-23T20:00")
    await centre.house.close()
    reopened = Simulated.at(sqlite_url, start="2026-11-23T20:00")
    again = await reopened.do("advance", to="2026-11-23T20:01")
    await reopened.house.close()

    assert evening["private"]
    assert again["group"] == again["private"] == []
