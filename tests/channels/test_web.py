"""The residents' page as a channel: same words, same appointment; nothing said to it is lost."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from bot.domain.calendar import CHINA
from bot.storage.tasks import TaskKind
from tests.channels.web_house import MONDAY, WebTown, nonce_in, open_web_town

SATURDAY = datetime(2026, 11, 28, 10, 30, tzinfo=CHINA)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[WebTown]:
    """The sample centre."""
    async with open_web_town(sqlite_url) as opened:
        yield opened


async def test_the_same_words_lead_to_the_same_appointment(town: WebTown) -> None:
    visitor = await town.visitor()

    code = await visitor.books()
    await town.passes(1)

    (ticket,) = await town.tickets()
    assert (ticket.code, ticket.channel, ticket.service) == (code, "web", "社会保障卡激活")
    assert (ticket.starts_at, ticket.phone) == (SATURDAY, "13800001234")
    assert any("（网页）" in said.text for said in town.group if code in said.text)


async def test_the_calendar_leads_to_the_same_appointment(town: WebTown) -> None:
    visitor = await town.visitor()
    days = await visitor.opens("/book/times?service=社会保障卡激活")
    assert "11月28日" in days
    assert "周末" in days
    day = await visitor.opens("/book/times?service=社会保障卡激活&day=2026-11-28")
    words = "预约社会保障卡激活，11月28日10:30"
    assert f'value="{words}"' in day

    assert "怎么称呼" in await visitor.says(words)
    assert "手机号" in await visitor.says("刘芳")
    assert "请核对" in await visitor.says("13800001234")
    await visitor.says("1")

    (ticket,) = await town.tickets()
    assert (ticket.starts_at, ticket.name) == (SATURDAY, "刘芳")


async def test_a_form_sent_twice_acts_once(town: WebTown) -> None:
    visitor = await town.visitor()
    await visitor.says("我妈想周六上午十点半办社保卡激活，姓刘，电话13800001234")
    fields = {"text": "确认", "nonce": nonce_in(await visitor.opens("/book/step")), "view": "step"}

    first = await visitor.posts("/book/say", fields)
    again = await visitor.posts("/book/say", fields)

    assert first.status == again.status == 303
    assert len(await town.tickets()) == 1
    assert (await visitor.opens("/book")).count("已提交，预约码") == 1


async def test_a_result_waits_for_the_next_visit(town: WebTown) -> None:
    visitor = await town.visitor()
    code = await visitor.books()
    await town.clerk(f"确认 {code}")
    await town.passes(5)

    assert "预约已确认" in await visitor.opens("/book")

    await town.until_all_sent()
    await town.passes(90)
    assert [task for task in await town.tasks() if task.kind is TaskKind.PHONE] == []


async def test_a_result_that_nobody_fetches_ends_with_a_request_to_phone(town: WebTown) -> None:
    visitor = await town.visitor()
    code = await visitor.books()
    await town.clerk(f"确认 {code}")

    await town.passes(62)

    phone = [task for task in await town.tasks() if task.kind is TaskKind.PHONE]
    assert [task.ticket for task in phone] == [code]
    assert any("网页上一直没有人打开看" in said.text for said in town.group)
    assert "预约已确认" in await visitor.opens("/book"), "it is still there to be read"


async def test_an_answer_that_is_not_fetched_calls_nobody(town: WebTown) -> None:
    visitor = await town.visitor()
    fields = {"text": "几点上班", "nonce": nonce_in(await visitor.opens()), "view": "talk"}
    await visitor.posts("/book/say", fields)

    await town.passes(62)

    assert [task for task in await town.tasks() if task.kind is TaskKind.PHONE] == []


async def test_what_is_pushed_to_an_open_page_is_told_live_and_counts_when_fetched(
    town: WebTown,
) -> None:
    visitor = await town.visitor()
    code = await visitor.books()
    last = max(row.id for row in await town.outbox())
    async with visitor.client.get("/book/events") as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        await stream.content.readuntil(b"\n\n")
        await town.clerk(f"确认 {code}")
        town.centre.courier.wake()
        assert await stream.content.readuntil(b"\n\n") == b"data: news\n\n"
        got = await visitor.gets(f"/book/messages?after={last}", Accept="application/json")

    body = await got.json()
    assert "预约已确认" in body["bubbles"]
    await town.until_all_sent()


async def test_the_script_gets_pieces_of_the_page(town: WebTown) -> None:
    visitor = await town.visitor()
    nonce = nonce_in(await visitor.opens())

    got = await visitor.posts(
        "/book/say", {"text": "<b>我要预约</b>", "nonce": nonce}, Accept="application/json"
    )

    body = await got.json()
    assert body["last"] > 0
    assert "<b>" not in body["bubbles"]
    assert 'class="said"' in body["bubbles"]


async def test_id_numbers_are_masked_before_they_are_stored(town: WebTown) -> None:
    visitor = await town.visitor()
    said = await visitor.says("我身份证110101199003074258，想周六办社保卡激活")

    assert "110101199003074258" not in said
    assert all("110101199003074258" not in row.text for row in await town.outbox())


async def test_a_bad_phone_is_asked_for_again_as_in_the_talk(town: WebTown) -> None:
    visitor = await town.visitor()
    await visitor.says("预约社会保障卡激活，11月28日10:30")
    await visitor.says("刘芳")

    said = await visitor.says("1380000")

    assert "手机号" in said
    assert 'type="tel"' in said


async def test_the_calendar_file_is_read_by_a_real_parser(town: WebTown) -> None:
    visitor = await town.visitor()
    code = await visitor.books()

    got = await visitor.gets(f"/book/ticket/{code}/appointment.ics")

    assert got.content_type == "text/calendar"
    calendar = Calendar.from_ical(await got.read())
    assert isinstance(calendar, Calendar)
    (event,) = calendar.events
    assert event.start == SATURDAY.astimezone(UTC)
    assert event.end == SATURDAY.astimezone(UTC) + timedelta(minutes=15)
    assert str(event["STATUS"]) == "TENTATIVE"
    assert "社会保障卡激活" in str(event["SUMMARY"])
    assert code in str(event["DESCRIPTION"])
    assert "13800001234" not in (await got.text())


async def test_the_qr_code_is_a_picture_without_personal_data(town: WebTown) -> None:
    visitor = await town.visitor()
    code = await visitor.books()

    got = await visitor.gets(f"/book/ticket/{code}/qr.svg")

    assert got.content_type == "image/svg+xml"
    assert (await got.read()).startswith(b"<?xml")


async def test_another_device_needs_code_and_digits(town: WebTown) -> None:
    code = await (await town.visitor()).books()
    other = await town.visitor()
    await other.opens()
    assert (await other.gets(f"/book/ticket/{code}")).status == 404
    assert (await other.gets("/book/ticket/Z999")).status == 404

    wrong = await other.posts("/book/find", {"code": code, "digits": "9999"})
    nothing = await other.posts("/book/find", {"code": "Z999", "digits": "9999"})
    assert wrong.status == nothing.status == 422
    assert (await wrong.text()).replace(code, "") == (await nothing.text()).replace("Z999", "")

    right = await other.posts("/book/find", {"code": code.lower(), "digits": "1234"})
    assert right.headers["Location"] == f"/book/ticket/{code}"
    card = await other.opens(f"/book/ticket/{code}")
    assert "11月28日（周六）10:30-10:45" in card
    await town.passes(31)
    assert (await other.gets(f"/book/ticket/{code}")).status == 404


async def test_who_proved_an_appointment_can_cancel_it(town: WebTown) -> None:
    code = await (await town.visitor()).books()
    other = await town.visitor()
    await other.opens()
    await other.posts("/book/find", {"code": code, "digits": "1234"})
    nonce = nonce_in(await other.opens(f"/book/ticket/{code}"))

    asked = await other.posts("/book/order", {"act": "cancel", "code": code, "nonce": nonce})
    assert asked.status == 303
    assert "要取消这个预约吗" in await other.opens("/book/step")
    await other.says("1")

    (ticket,) = await town.tickets()
    assert ticket.status == "cancelled"


async def test_guessing_digits_is_limited_over_all_cookies(town: WebTown) -> None:
    code = await (await town.visitor()).books()
    statuses = []
    for guess in range(12):
        guesser = await town.visitor()
        await guesser.opens()
        got = await guesser.posts("/book/find", {"code": code, "digits": f"{guess:04}"})
        statuses.append(got.status)

    assert statuses == [422] * 10 + [429] * 2
    sure = await (await town.visitor()).client.get("/book")
    assert sure.status == 200


async def test_who_leaves_the_device_takes_the_talk_along(town: WebTown) -> None:
    visitor = await town.visitor()
    code = await visitor.books()

    await visitor.posts("/book/leave", {})

    assert (await visitor.gets(f"/book/ticket/{code}")).status == 404
    assert "已提交" not in await visitor.opens("/book")


def test_the_clock_of_these_tests_stands_on_a_working_day() -> None:
    assert MONDAY.isoweekday() == 1
