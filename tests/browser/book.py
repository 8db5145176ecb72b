"""Somebody who opens the residents' page in a browser."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import LONGEST_WAIT_MS, Server

PHONE, NARROW, DESK = (390, 844), (320, 640), (1280, 800)
SERVICE = "社会保障卡激活"
_PREFIXES = count(1380)  # one person may have only so many appointments
_GRAVE = {"serious", "critical"}
_BROKEN = """() => {
  const found = [], all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (all.nextNode()) for (const one of all.currentNode.data.matchAll(/\\d+:\\d+-\\d+:\\d+/g)) {
    const range = document.createRange();
    range.setStart(all.currentNode, one.index);
    range.setEnd(all.currentNode, one.index + one[0].length);
    if (new Set([...range.getClientRects()].map((box) => box.top)).size > 1) found.push(one[0]);
  }
  return found;
}"""


@dataclass(frozen=True)
class Resident:
    """Somebody in front of the page; `url` ends with /book."""

    page: Page
    url: str

    def opens(self, path: str = "") -> None:
        """Go to a page of the site."""
        self.page.goto(self.url + path)

    def writes(self, text: str) -> None:
        """Type in the one field and press Enter."""
        self.page.locator("#text").fill(text)
        self.page.locator("#text").press("Enter")

    def heard(self, text: str | re.Pattern[str]) -> None:
        """Wait until the newest message of the talk holds `text`."""
        expect(self.page.locator("#log .said").last).to_contain_text(text)

    def asked(self, text: str | re.Pattern[str]) -> None:
        """Wait until the question of the screen holds `text`."""
        expect(self.page.locator(".question")).to_contain_text(text)

    def books_by_talk(self) -> str:
        """The code of an appointment made by writing, with the first time that is offered."""
        self.opens()
        self.writes(f"想办社保卡激活，姓刘，电话{next(_PREFIXES)}0001234")
        self.heard("最近可以约")
        self.page.locator("#answers .choice").first.click()
        self.heard("请核对")
        self.page.get_by_role("button", name="确认").click()
        self.heard("已提交")
        return self.code()

    def code(self) -> str:
        """The code in the newest message."""
        said = self.page.locator("#log .said, .question").last.inner_text()
        found = re.search(r"预约码 ([A-Z]\d+)", said)
        assert found, said
        return found[1]

    def grave_faults(self) -> list[str]:
        """What axe finds on the page that is serious or worse."""
        found = Axe().run(self.page).response["violations"]
        return [
            f"{self.page.url}: {one['id']} {one['nodes'][0]['html']}"
            for one in found
            if one["impact"] in _GRAVE
        ]

    def width(self) -> int:
        """How wide the page is, in CSS pixels."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth")
        return width

    def broken(self) -> list[str]:
        """Times (10:00-10:15) that are shown over two lines."""
        found: list[str] = self.page.evaluate(_BROKEN)
        return found


@contextmanager
def resident(
    browser: Browser, server: Server, size: tuple[int, int] = PHONE, *, script: bool = True
) -> Iterator[Resident]:
    """A new visitor, with a browser that knows no script when `script` is False."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, java_script_enabled=script
    )
    page = context.new_page()
    page.set_default_timeout(LONGEST_WAIT_MS)
    yield Resident(page, f"{server.url}book")
    context.close()
