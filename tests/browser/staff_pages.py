"""Hands for the pages of staff: sign in with one click, and what axe says of a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.house import LONGEST_WAIT_MS, Server

DESK, PHONE = (1280, 800), (390, 844)


def signed_in(browser: Browser, server: Server, name: str, path: str) -> Page:
    """A browser of its own in which `name` has opened `path`, as the sandbox allows."""
    context = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]})
    page = context.new_page()
    page.set_default_timeout(LONGEST_WAIT_MS)
    page.goto(f"{server.url}{path}")
    page.get_by_role("button", name=name).click()
    return page


def serious_faults(page: Page) -> list[str]:
    """What axe finds that is serious or worse."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html']}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
