"""A call is taken with the keyboard alone: one sentence, Enter, a digit, Enter."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import LONGEST_WAIT_MS, Server

SENTENCE = "我姓王，电话13812345678，下周二上午给我妈办居住证"
DESK, TABLET = (1280, 800), (820, 1180)


def sits_down(browser: Browser, server: Server, size: tuple[int, int]) -> Page:
    """A clerk signs in with one click, as the sandbox allows, and opens the page."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.set_default_timeout(LONGEST_WAIT_MS)
    page.goto(f"{server.url}desk/intake")
    expect(page.get_by_text("练习登录")).to_be_visible()
    page.get_by_role("button", name="王芳").click()
    expect(page.locator("#text")).to_be_focused()
    return page


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A centre for the whole file: every caller has a number of their own."""
    running = Server(tmp_path_factory.mktemp("intake")).start()
    yield running
    running.stop()


@pytest.fixture
def clerk(browser: Browser, centre: Server) -> Iterator[Page]:
    page = sits_down(browser, centre, DESK)
    yield page
    page.close()


def noted(page: Page) -> str:
    """The code that is shown when a call is done."""
    expect(page.locator("#code")).to_have_text(re.compile(r"^[A-Z]\d+$"))
    return page.locator("#code").inner_text()


def is_accessible(page: Page) -> None:
    """axe finds nothing serious."""
    found = Axe().run(page).response["violations"]
    serious = [
        (one["id"], one["nodes"]) for one in found if one["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_a_call_is_taken_with_the_keyboard_alone(clerk: Page) -> None:
    clerk.keyboard.type(SENTENCE)
    expect(clerk.locator("#service")).to_have_value("居住证办理")
    expect(clerk.locator("#phone")).to_have_value("13812345678")
    clerk.keyboard.press("Enter")
    expect(clerk.locator("#slots input:checked")).to_be_focused()
    second = clerk.locator("#slots label").nth(1).inner_text()
    clerk.keyboard.press("2")
    clerk.keyboard.press("Enter")

    code = noted(clerk)
    time = second.split("）")[1].split("，")[0].split()[0]
    expect(clerk.locator("#told")).to_contain_text(time)
    expect(clerk.locator("#told")).to_contain_text(f"预约码 {code}")
    clerk.keyboard.press("Enter")
    expect(clerk.locator("#text")).to_be_focused()
    expect(clerk.locator("#text")).to_have_value("")

    clerk.keyboard.type("13812345678 居住证 下周三上午")
    expect(clerk.locator("#alike")).to_contain_text(code)
    expect(clerk.locator("#alike")).to_contain_text("可能重复")
    clerk.keyboard.press("Enter")
    expect(clerk.locator("#slots input:checked")).to_be_focused()
    clerk.keyboard.press("Enter")
    expect(clerk.locator("#fault")).to_contain_text(code)
    expect(clerk.get_by_role("button", name="另一件，也登记")).to_be_focused()
    clerk.keyboard.press("Escape")
    expect(clerk.locator("#text")).to_have_value("")
    expect(clerk.locator("#known")).to_be_hidden()


def test_who_calls_again_is_given_another_time_and_called_off(clerk: Page) -> None:
    clerk.keyboard.type("王小明 13812340007 居住证 下周二上午")
    expect(clerk.locator("#slots input:checked")).to_have_count(1)
    clerk.keyboard.press("Enter")
    expect(clerk.locator("#slots input:checked")).to_be_focused()
    clerk.keyboard.press("Enter")
    code = noted(clerk)
    clerk.keyboard.press("Enter")

    clerk.keyboard.type("13812340007 想改到下周三上午")
    expect(clerk.locator("#aim")).to_contain_text(f"正在改 {code}")
    expect(clerk.locator("#slots input:checked")).to_have_count(1)
    clerk.keyboard.press("Enter")
    expect(clerk.locator("#slots input:checked")).to_be_focused()
    is_accessible(clerk)
    clerk.keyboard.press("Enter")
    expect(clerk.locator("#told")).to_contain_text("周三")
    assert noted(clerk) == code
    clerk.keyboard.press("Enter")

    clerk.keyboard.type("13812340008 不来了")
    expect(clerk.locator("#fault")).to_contain_text("没有还没办的预约")
    clerk.keyboard.press("Escape")

    clerk.keyboard.type("13812340007 居住证")
    expect(clerk.locator("#alike")).to_contain_text(code)
    clerk.keyboard.press("F2")
    expect(clerk.get_by_role("button", name=f"改时间 {code}")).to_be_focused()
    clerk.keyboard.press("Tab")
    clerk.keyboard.press("Enter")
    expect(clerk.locator("#aim-sure")).to_be_focused()
    clerk.keyboard.press("F2")
    expect(clerk.locator("#aim")).to_be_hidden()
    clerk.keyboard.press("F2")
    clerk.keyboard.press("Tab")
    clerk.keyboard.press("Enter")
    expect(clerk.locator("#aim-sure")).to_be_focused()
    clerk.keyboard.press("Enter")
    expect(clerk.locator("#told")).to_contain_text("取消")


def test_what_is_missing_is_asked_for_where_it_is_written(clerk: Page) -> None:
    clerk.keyboard.type("老年证 下周二上午")
    expect(clerk.locator("#service")).to_have_value("老年人优待证办理")
    clerk.keyboard.press("Enter")
    expect(clerk.locator("#phone")).to_be_focused()
    clerk.keyboard.type("13900001111")
    clerk.keyboard.press("Enter")
    expect(clerk.locator("#slots input:checked")).to_be_focused()
    clerk.keyboard.press("Enter")
    noted(clerk)


def test_a_wide_word_is_settled_with_one_click_and_a_full_time_says_why(clerk: Page) -> None:
    clerk.keyboard.type("李梅 13900002222 社保 周日晚上十点")
    candidates = clerk.locator("#candidates button")
    expect(candidates.first).to_be_visible()
    candidates.first.click()
    expect(clerk.locator("#candidates")).to_be_hidden()
    expect(clerk.locator("#why")).to_be_visible()
    expect(clerk.locator("#slots input:checked")).to_have_count(0)


@pytest.mark.parametrize("size", [DESK, TABLET])
def test_the_page_is_for_everybody_and_fits(
    browser: Browser, centre: Server, size: tuple[int, int]
) -> None:
    page = sits_down(browser, centre, size)
    is_accessible(page)
    page.keyboard.type(SENTENCE)
    expect(page.locator("#slots input:checked")).to_have_count(1)
    is_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.goto(f"{centre.url}desk")
    is_accessible(page)
    page.goto(f"{centre.url}desk/sessions")
    is_accessible(page)
    page.get_by_role("button", name="退出", exact=True).click()
    expect(page.get_by_role("heading", name="工作人员登录")).to_be_visible()
    is_accessible(page)
    page.close()
