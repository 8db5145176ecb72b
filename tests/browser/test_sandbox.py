"""The sandbox in a browser: what a newcomer tries first works, and goes on working."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import Player, Server

pytestmark = pytest.mark.browser
PHONE = (390, 844)
NASTY = "<img src=x onerror=\"document.title='hit'\"><b>粗</b>"


@pytest.fixture
def second(browser: Browser, server: Server) -> Iterator[Player]:
    """Somebody else with the same page open."""
    somebody = Player.sits_down(browser, server, (1280, 800))
    yield somebody
    somebody.page.close()


@pytest.fixture
def on_a_phone(browser: Browser, server: Server) -> Iterator[Player]:
    """Somebody who opened the page on a phone."""
    somebody = Player.sits_down(browser, server, PHONE)
    yield somebody
    somebody.page.close()


def test_a_sentence_becomes_a_confirmed_and_reminded_appointment(player: Player) -> None:
    page = player.page
    steps = page.locator("#steps li")
    expect(steps.nth(0)).to_have_class("next")

    code = player.books()
    expect(steps.nth(0)).to_have_class("done")
    expect(page.locator("#tickets .mark")).to_have_text("待确认")

    player.confirms(code)
    player.heard("phone", "预约已确认")
    player.heard("phone", code)
    expect(page.locator("#tickets .mark")).to_have_text("已确认")

    player.moves_clock("tonight")
    expect(page.locator("#clock-title + .time strong")).to_have_text("20:00")
    officer = player.officer_of_tomorrow()
    player.heard("private", "值班提醒")
    player.acknowledges(officer)
    player.heard("private", f"{officer}已收到")
    expect(steps.nth(2)).to_have_class("done")

    player.moves_clock("morning")
    expect(page.locator(".clock .clock-time")).to_have_text("08:30")


def test_the_first_letter_opens_the_private_chat_it_went_to(player: Player) -> None:
    player.moves_clock("tonight")  # seen at night that is a whole day: the leader's note is first

    expect(player.said("private").first).to_contain_text("值班")
    chosen = player.page.locator("#officer").input_value()
    expect(player.said("private").first).to_contain_text(chosen)


def test_strangers_get_no_answer_in_the_group(player: Player) -> None:
    code = player.books()
    player.page.locator("#speaker").select_option(label="路人（不在名单上）")
    player.quotes(code)
    player.writes("group", "确认")
    player.page.locator("#speaker").select_option("张敏")
    player.confirms(code)

    answers = player.said("group").filter(has_text="已确认")
    expect(answers).to_have_count(1)


def test_two_open_pages_stay_in_step(player: Player, second: Player) -> None:
    code = player.books()

    expect(second.page.locator("#tickets .code")).to_have_text(code)
    second.confirms(code)
    player.heard("phone", "预约已确认")
    second.heard("phone", "预约已确认")
    expect(player.said("phone")).to_have_count(second.said("phone").count())


def test_each_resident_has_a_phone_of_their_own(player: Player) -> None:
    player.writes("phone", "居住证续签要带什么材料？")
    player.heard("phone", "请带")
    player.page.locator("#resident").select_option(label="居民乙")

    expect(player.page.locator('[data-screen="phone"] .row')).to_have_count(0)
    player.page.locator('[data-kind="follow"]').click()
    player.heard("phone", "您好")


def test_what_people_write_is_shown_as_written_and_never_run(player: Player) -> None:
    page, title = player.page, player.page.title()
    player.writes("phone", NASTY)
    player.writes("group", NASTY)
    player.writes("private", NASTY)

    for screen in ("phone", "group", "private"):
        mine = page.locator(f'[data-screen="{screen}"] .mine .text').last
        expect(mine).to_have_text(NASTY)
    player.heard("phone", "找人工")
    assert page.locator("img, b").count() == 0
    assert page.title() == title


def test_a_page_takes_up_where_it_was_after_the_server_was_killed(
    player: Player, server: Server
) -> None:
    code = player.books()
    player.moves_clock("tonight")
    server.kill()
    expect(player.page.locator("#offline")).to_be_visible()
    player.writes("phone", "我的预约")
    expect(player.page.locator("#toast")).to_be_visible()
    expect(player.page.locator('form[data-to="phone"] input')).to_have_value("我的预约")

    server.start()
    expect(player.page.locator("#offline")).to_be_hidden()
    expect(player.page.locator("#tickets .code")).to_have_text(code)
    expect(player.page.locator(".clock .clock-time")).to_have_text("20:00")
    player.confirms(code)
    player.heard("phone", "预约已确认")


def test_a_server_with_open_pages_stops_at_once(
    player: Player, second: Player, server: Server
) -> None:
    player.books()

    assert server.stop() == 0
    assert "Traceback" not in server.log()


def test_on_a_phone_nothing_is_wider_than_the_screen(on_a_phone: Player) -> None:
    page = on_a_phone.page
    on_a_phone.books()

    for tab in ("phone", "group", "private", "clock", "board"):
        page.locator(f'[data-tab="{tab}"]').click()
        expect(page.locator(f'[data-panel="{tab}"]')).to_be_visible()
        assert page.locator("main > :visible").count() == 1
        assert _width(page) <= PHONE[0]


def test_on_a_phone_the_tabs_tell_where_something_happened(on_a_phone: Player) -> None:
    page = on_a_phone.page
    code = on_a_phone.books()
    group = page.locator('[data-tab="group"]')
    expect(group).to_have_class("unread")

    group.click()
    expect(group).not_to_have_class("unread")
    on_a_phone.confirms(code)
    expect(page.locator('[data-tab="phone"]')).to_have_class("unread")


def _width(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width
