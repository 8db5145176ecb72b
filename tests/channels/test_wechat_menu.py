"""The menu is created as configured, or its faults are explained."""

import re

import pytest

from bot.channels.wechat.menu import MenuFault, create_menu, menu_data
from bot.config.model import ChannelSettings, MenuButton
from tests.channels.wechat_house import House
from tests.simulators.wechat import FakeWeChat, MovableClock

MENU = (
    MenuButton("预约", key="book"),
    MenuButton("查询", buttons=(MenuButton("我的预约", key="mine"),)),
    MenuButton("网页", url="https://example.com/book"),
)


async def test_the_menu_is_created_as_configured() -> None:
    house = House(MovableClock())
    house.settings = ChannelSettings(wechat_menu=MENU)
    async with FakeWeChat() as platform:
        await create_menu(house.context(platform.environment()))
        assert platform.api.menu == menu_data(MENU)


async def test_a_menu_needs_the_accounts_secrets() -> None:
    with pytest.raises(MenuFault, match="MENTING_WECHAT_SECRET"):
        await create_menu(House(MovableClock()).context({}))


@pytest.mark.parametrize(
    ("buttons", "fault"),
    [
        ((), "0 buttons"),
        (MENU * 2, "6 buttons"),
        ((MenuButton("名字实在太长了", key="k"),), "name over 16 bytes"),
        ((MenuButton("预约"),), "needs a key or a url"),
        ((MenuButton("预约", key="k" * 129),), "key over 128"),
        ((MenuButton("更多", buttons=(MENU[1],)),), "nest at most twice"),
    ],
)
def test_a_menu_that_breaks_a_limit_is_explained(
    buttons: tuple[MenuButton, ...], fault: str
) -> None:
    with pytest.raises(MenuFault, match=re.escape(fault)):
        menu_data(buttons)
