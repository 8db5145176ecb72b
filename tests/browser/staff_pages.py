"""Hands for the pages of staff: sign in with one click, and what axe says of a page."""

import os
import subprocess
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.house import LONGEST_WAIT_MS, ROOT, Server

DESK, PHONE = (1280, 800), (390, 844)
PASSWORD = "长长的密码-2026"


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


def entered(browser: Browser, server: Server, name: str, path: str) -> Page:
    """A browser in which `name` signed in with a password, set as on the command line."""
    own = {**os.environ, **server.secrets, "MENTING_DB": server.database}
    command = (sys.executable, "-m", "bot", "password", name)
    subprocess.run(command, cwd=ROOT, env=own, input=f"{PASSWORD}\n", text=True, check=True)
    page = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]}).new_page()
    page.set_default_timeout(LONGEST_WAIT_MS)
    page.goto(f"{server.url}{path}")
    page.get_by_label("姓名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    return page
