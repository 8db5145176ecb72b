"""The phones of the sandbox: one for each channel, all of them lead to the one list of tickets."""

import pytest
from playwright.sync_api import expect

from tests.browser.house import Player

pytestmark = pytest.mark.browser
CHANNELS = ("wechat", "qq", "weibo", "street_hotline", "community_hotline")


def turns_to(player: Player, channel: str) -> None:
    """Take the phone of another channel."""
    player.page.locator(f'[data-channel="{channel}"]').click()


def test_every_channel_leads_to_the_same_list(player: Player) -> None:
    tickets = player.page.locator("#tickets .ticket")
    for number, channel in enumerate(CHANNELS, 1):
        turns_to(player, channel)
        expect(player.said("phone")).to_have_count(0)
        player.writes("phone", f"我要办居住证，下周三下午，我叫王小明，1381234000{number}")
        player.heard("phone", "请回复数字")
        player.presses("phone", "1")
        player.heard("phone", "请核对")
        player.presses("phone", "确认")
        player.heard("phone", "已提交")
        expect(tickets).to_have_count(number)


def test_a_result_comes_back_on_its_own_channel_and_is_marked(player: Player) -> None:
    turns_to(player, "qq")
    code = player.books()
    turns_to(player, "wechat")

    player.confirms(code)
    expect(player.page.locator('[data-channel="qq"]')).to_have_class("unread")
    turns_to(player, "qq")
    player.heard("phone", "预约已确认")
    expect(player.page.locator('[data-channel="qq"]')).not_to_have_class("unread")


def test_who_called_is_phoned_by_staff(player: Player) -> None:
    turns_to(player, "street_hotline")
    code = player.books()

    player.quotes(code)
    player.writes("group", "确认")
    player.heard("group", f"【请电话 T1】{code}")


def test_the_sixth_channel_is_the_residents_page(player: Player) -> None:
    turns_to(player, "web")

    page = player.page.frame_locator("#web-page")
    expect(page.locator("h1").first).to_be_visible()
    expect(player.page.locator('form[data-to="phone"]')).to_be_hidden()
    turns_to(player, "wechat")
    expect(player.page.locator("#web-page")).to_be_hidden()
