"""The roster in a browser: found with the keyboard, changed, taken back, two people at once."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.domain.calendar import CHINA
from tests.browser.house import Server
from tests.browser.staff_pages import DESK, PHONE, serious_faults, signed_in

NEXT_MONTH = f"{datetime.now(CHINA).replace(day=1) + timedelta(days=32):%Y-%m}"
PAGE = f"desk/roster?month={NEXT_MONTH}"


@pytest.fixture
def leader(browser: Browser, server: Server) -> Iterator[Page]:
    page = signed_in(browser, server, "邓国华", PAGE)
    yield page
    page.context.close()


def first_shift(page: Page) -> str:
    """Open the first extended shift; its name in the page."""
    link = page.locator('.shift[data-shift="noon"]').first
    link.click()
    expect(page.locator("#free li").first).to_be_visible()
    name = link.get_attribute("id")
    assert name
    return name


def people(page: Page) -> list[str]:
    return page.locator("#people .name").all_inner_texts()


def test_the_arrow_keys_lead_to_a_shift_and_enter_opens_it(leader: Page) -> None:
    leader.locator('.shift[tabindex="0"]').focus()
    before = leader.evaluate("document.activeElement.dataset.day")
    leader.keyboard.press("ArrowRight")
    assert leader.evaluate("document.activeElement.dataset.day") > before
    leader.keyboard.press("ArrowLeft")
    leader.keyboard.press("ArrowDown")
    standing = leader.evaluate("document.activeElement.id")
    leader.keyboard.press("Enter")
    expect(leader.locator("#sheet-title")).to_be_focused()
    leader.keyboard.press("Escape")
    expect(leader.locator(f"#{standing}")).to_be_focused()
    leader.keyboard.press("PageDown")
    expect(leader).not_to_have_url(re.compile(NEXT_MONTH))


def test_a_shift_is_changed_and_taken_back(leader: Page) -> None:
    name = first_shift(leader)
    before = people(leader)
    leader.get_by_role("button", name=f"换下 {before[1]}").click()
    free = leader.locator("#free li").filter(has_not_text=before[1]).first
    stand_in = free.locator("strong").inner_text()
    free.get_by_role("button").click()
    assert people(leader) == [before[0], *before[2:], stand_in]
    leader.locator("#reason").fill("试一试")
    expect(leader.locator("#covered")).to_contain_text("能办")
    leader.locator("#save").click()
    expect(leader.locator("#saved")).to_be_visible()
    expect(leader.locator(".history li").first).to_contain_text("试一试")
    expect(leader.locator(f"#{name}")).to_contain_text(stand_in)

    leader.locator("#undo").click()
    expect(leader.locator(".history li")).to_have_count(2)
    assert people(leader) == before
    leader.locator("#close").click()
    expect(leader.locator(f"#{name}")).to_contain_text(before[1])

    dragged = leader.locator(f"#{name} .person", has_text=before[1])
    dragged.drag_to(leader.locator(f"#{name.replace('noon', 'late')} .when"))
    expect(leader.locator("#people .name").last).to_have_text(before[1])
    expect(leader.locator("#doubts")).to_contain_text(before[1])
    expect(leader.locator("#save")).to_have_text("知道了，仍然这样改")

    leader.locator("#close").click()
    carry_by_finger(leader, dragged, leader.locator(f"#{name.replace('noon', 'late')} .when"))
    expect(leader.locator("#people .name").last).to_have_text(before[1])


def carry_by_finger(page: Page, person: Locator, onto: Locator) -> None:
    """Held until it is taken up, then moved, as on a tablet."""
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, at: Locator | None) -> None:
        box = at.bounding_box() if at else None
        points = [{"x": box["x"] + 4, "y": box["y"] + 4}] if box else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", person)
    expect(page.locator("#carried")).to_be_visible()
    touch("touchMove", onto)
    touch("touchEnd", None)
    expect(page.locator("#carried")).to_have_count(0)


def test_an_empty_shift_is_warned_of_and_then_shown_as_a_gap(leader: Page) -> None:
    name = first_shift(leader)
    for _ in people(leader):
        leader.locator("#people .acts button:last-child").first.click()
    expect(leader.locator("#doubts")).to_contain_text("没有人值班")
    expect(leader.locator("#save")).to_have_text("知道了，仍然这样改")
    leader.locator("#save").click()
    expect(leader.locator("#saved")).to_be_visible()
    leader.locator("#close").click()
    expect(leader.locator(f"#{name}.wrong")).to_contain_text("没有人值班")
    expect(leader.locator(".problems")).to_contain_text("没有人值班")


def test_of_two_at_once_the_second_is_told_and_keeps_what_they_chose(
    leader: Page, browser: Browser, server: Server
) -> None:
    other = signed_in(browser, server, "冯雪梅", PAGE)
    for page in (leader, other):
        first_shift(page)
    for page, name in ((leader, "蒋玲"), (other, "唐磊")):
        page.get_by_role("button", name=f"换上 {name}").click()
    leader.locator("#save").click()
    expect(leader.locator("#saved")).to_be_visible()

    other.locator("#save").click()
    expect(other.locator("#told")).to_contain_text("邓国华刚改过这个班")
    expect(other.locator("#told")).to_contain_text("蒋玲")
    assert people(other)[-1] == "唐磊"
    expect(other.locator("#save")).to_be_enabled()
    other.locator("#save").click()
    expect(other.locator("#saved")).to_be_visible()
    expect(other.locator(".history li")).to_have_count(2)
    other.context.close()


def test_a_clerk_looks_and_changes_nothing(browser: Browser, server: Server) -> None:
    page = signed_in(browser, server, "王芳", PAGE)
    page.locator(".shift").first.click()
    expect(page.locator("#sheet-title")).to_be_visible()
    expect(page.locator("#save")).to_have_count(0)
    page.context.close()


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_month_and_its_sheet_are_for_everybody(leader: Page, size: tuple[int, int]) -> None:
    leader.set_viewport_size({"width": size[0], "height": size[1]})
    assert serious_faults(leader) == []
    assert leader.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    first_shift(leader)
    leader.get_by_role("button", name="换下").first.click()
    assert serious_faults(leader) == []
    box = leader.locator("#sheet").bounding_box()
    assert box
    assert box["width"] <= size[0]
