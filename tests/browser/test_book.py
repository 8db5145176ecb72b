"""The residents' page in a browser: talk, form, keyboard, no script, lookup, accessibility."""

import re
from collections.abc import Iterator

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, expect

from tests.browser.book import DESK, NARROW, SERVICE, Resident, resident
from tests.browser.house import Player, Server

pytestmark = pytest.mark.browser
PAGES = ("", "/step", "/step?new=1", "/times", f"/times?service={SERVICE}", "/mine", "/find")


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A centre for the whole file: every visitor is a new one."""
    running = Server(tmp_path_factory.mktemp("book")).start()
    yield running
    running.stop()


@pytest.fixture
def visitor(browser: Browser, centre: Server) -> Iterator[Resident]:
    """Somebody with a phone."""
    with resident(browser, centre) as somebody:
        yield somebody


def test_an_appointment_by_talk_is_confirmed_while_the_page_is_open(
    browser: Browser, centre: Server, visitor: Resident
) -> None:
    code = visitor.books_by_talk()
    clerk = Player.sits_down(browser, centre, DESK)
    clerk.confirms(code)

    visitor.heard("预约已确认")
    expect(visitor.page.locator("#log .mine").first).to_contain_text("想办社保卡激活")
    clerk.page.close()


def test_an_appointment_by_form_is_the_same_appointment(visitor: Resident) -> None:
    page = visitor.page
    visitor.opens("/step")
    page.get_by_text("社会保险", exact=False).first.click()
    page.get_by_role("button", name=SERVICE).click()
    visitor.asked("您想什么时候来")
    page.get_by_role("link", name="看日历选时间").click()
    page.locator(".day a").last.click()
    page.locator(".slot").first.click()
    visitor.asked("怎么称呼您")
    visitor.writes("刘芳")
    visitor.asked("手机号")
    visitor.writes("123")
    visitor.asked("手机号")
    visitor.writes("13800001234")
    visitor.asked("请核对")
    page.locator(".choice.main").click()
    visitor.asked("已提交")
    page.get_by_role("link", name=re.compile("看预约")).click()
    expect(page.locator(".facts")).to_contain_text(SERVICE)


def test_the_keyboard_alone_books(visitor: Resident) -> None:
    page, keys = visitor.page, visitor.page.keyboard
    visitor.opens()
    keys.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.locator("#text").focus()
    keys.type("想办社保卡激活，姓王，电话13800005678")
    keys.press("Enter")
    visitor.heard("最近可以约")
    expect(page.locator("#text")).to_be_focused()
    for _ in range(6):
        keys.press("Shift+Tab")
    expect(page.locator("#answers .choice").first).to_be_focused()
    keys.press("Enter")
    visitor.heard("请核对")
    keys.type("确认")
    keys.press("Enter")
    visitor.heard("已提交")


@pytest.mark.parametrize("big", [False, True])
def test_without_a_script_and_on_a_narrow_phone_it_works_too(
    browser: Browser, centre: Server, big: bool
) -> None:
    with resident(browser, centre, NARROW, script=False) as plain:
        plain.opens()
        if big:
            plain.page.get_by_role("button", name="换成大字").click()
            assert plain.page.locator("html.big").count() == 1
        plain.writes("想办社保卡激活，姓赵，电话13800007777")
        plain.heard("最近可以约")
        plain.page.locator("#answers .choice").nth(1).click()
        plain.heard("请核对")
        plain.page.get_by_role("button", name="确认").click()
        plain.heard("已提交")
        code = plain.code()
        expect(plain.page.locator(".tickets")).to_contain_text(code)


def test_another_device_finds_cancels_and_takes_the_calendar_file_along(
    browser: Browser, centre: Server, visitor: Resident
) -> None:
    code = visitor.books_by_talk()
    with resident(browser, centre, DESK) as other:
        page = other.page
        other.opens("/mine")
        page.get_by_role("link", name="凭预约码查").click()
        page.get_by_label("预约码").fill(code)
        page.get_by_label("手机号后四位").fill("9999")
        page.get_by_role("button", name="查询").click()
        expect(page.get_by_role("alert")).to_contain_text("没有查到")
        page.get_by_label("手机号后四位").fill("1234")
        page.get_by_role("button", name="查询").click()
        expect(page.locator("h1")).to_contain_text(code)
        assert page.locator(".qr img").evaluate("picture => picture.naturalWidth") > 100
        with page.expect_download() as download:
            page.get_by_role("link", name="加到手机日历").click()
        calendar = Calendar.from_ical(download.value.path().read_bytes())
        assert isinstance(calendar, Calendar)
        assert code in str(calendar.events[0]["DESCRIPTION"])
        page.get_by_role("button", name="取消预约").click()
        other.asked("要取消这个预约吗")
        page.get_by_role("button", name="确定取消").click()
        other.asked("已取消")


@pytest.mark.parametrize("big", [False, True])
def test_axe_finds_nothing_grave_and_nothing_is_wider_than_a_narrow_phone(
    browser: Browser, centre: Server, big: bool
) -> None:
    with resident(browser, centre, NARROW) as somebody:
        page, faults = somebody.page, list[str]()
        somebody.opens()
        if big:
            page.get_by_role("button", name="换成大字").click()

        def look() -> None:
            faults.extend(somebody.grave_faults())
            if somebody.width() > NARROW[0]:
                faults.append(f"{page.url}: {somebody.width()} wide")
            faults.extend(f"{page.url}: {text} in two lines" for text in somebody.broken())

        for path in (*PAGES, "/privacy", "/ticket/Z999"):
            somebody.opens(path)
            look()
        page.goto(f"{somebody.url}/times?service={SERVICE}")
        page.locator(".day a").last.click()
        look()
        code = somebody.books_by_talk()
        look()
        for path in ("/step", f"/ticket/{code}", "/mine"):
            somebody.opens(path)
            look()
        assert faults == []


def test_axe_finds_nothing_grave_at_a_desk(browser: Browser, centre: Server) -> None:
    with resident(browser, centre, DESK) as somebody:
        faults = list[str]()
        for path in PAGES:
            somebody.opens(path)
            faults.extend(somebody.grave_faults())
        assert faults == []


def test_a_message_that_did_not_go_out_is_kept_in_the_field(
    browser: Browser, centre: Server
) -> None:
    with resident(browser, centre) as somebody:
        somebody.opens()
        somebody.page.context.set_offline(True)
        somebody.writes("我要预约")
        expect(somebody.page.locator("#fault")).to_contain_text("没有发出去")
        expect(somebody.page.locator("#text")).to_have_value("我要预约")
        somebody.page.context.set_offline(False)
        somebody.page.locator("#text").press("Enter")
        somebody.heard("您要办什么事")
