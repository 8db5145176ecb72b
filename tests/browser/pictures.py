"""Takes the pictures of the README: `make pictures`."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from bot.domain.calendar import CHINA
from tests.browser.book import resident
from tests.browser.house import CHROMIUM, CHROMIUM_ARGUMENTS, ROOT, Player, Server
from tests.browser.staff_pages import signed_in

PICTURES = ROOT / "docs" / "pictures"
DESK, PHONE = (1440, 900), (390, 844)


def take_pictures(browser: Browser, server: Server) -> None:
    """A booked, confirmed and reminded appointment."""
    player = Player.sits_down(browser, server, DESK)
    player.confirms(player.books())
    player.heard("phone", "预约已确认")
    player.moves_clock("tonight")
    player.acknowledges(player.officer_of_tomorrow())
    expect(player.page.locator("#outbox .mark").first).to_have_text("已送达")
    for top in (".card", ".private .theirs"):
        player.page.locator(top).first.evaluate("found => found.closest('.row').scrollIntoView()")
    player.page.mouse.move(1, 1)
    player.page.screenshot(path=PICTURES / "sandbox.png")


def take_book_picture(browser: Browser, server: Server) -> None:
    """The residents' page, on a phone: what is asked, and what may be answered."""
    with resident(browser, server, PHONE) as somebody:
        somebody.opens()
        somebody.writes("我妈想办社保卡激活，姓刘，电话13800001234")
        somebody.heard("最近可以约")
        somebody.opens("/step")
        somebody.asked("最近可以约")
        somebody.page.screenshot(path=PICTURES / "book-phone.png")


def take_intake_picture(browser: Browser, server: Server) -> None:
    """The page of call takers, at a desk: what was understood of one sentence, and the times."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{server.url}desk/intake")
    page.get_by_role("button", name="王芳").click()
    page.locator("#text").press_sequentially("我姓王，电话13812345678，下周二上午给我妈办居住证")
    expect(page.locator("#slots input:checked")).to_have_count(1)
    page.screenshot(path=PICTURES / "intake.png")


def take_roster_picture(browser: Browser, server: Server) -> None:
    """The roster's page: next month, and one shift open from which somebody was taken."""
    next_month = f"{datetime.now(CHINA).replace(day=1) + timedelta(days=32):%Y-%m}"
    page = signed_in(browser, server, "邓国华", f"desk/roster?month={next_month}")
    page.locator('.shift[data-shift="holiday"]').first.click()
    page.get_by_role("button", name="换下").nth(1).click()
    expect(page.locator("#doubts li").first).to_be_visible()
    page.screenshot(path=PICTURES / "roster.png")


def main() -> None:
    """Start a centre, take the pictures, stop it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder)).start()
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(CHROMIUM_ARGUMENTS)
        )
        take_pictures(browser, server)
        take_book_picture(browser, server)
        take_intake_picture(browser, server)
        take_roster_picture(browser, server)
        browser.close()
        server.stop()


if __name__ == "__main__":
    main()
