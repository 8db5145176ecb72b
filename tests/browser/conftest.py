"""One Chromium for each file of browser tests; a server of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.house import CHROMIUM, CHROMIUM_ARGUMENTS, Player, Server

DESK = (1440, 900)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium of this machine.

    Not for the whole session: Playwright's own event loop counts as running in this thread
    until Playwright stops, and no asynchronous test could run beside it.
    """
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: scripts/chromium says how to install it")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(CHROMIUM_ARGUMENTS)
        )
        yield chromium
        chromium.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A fresh centre with its sandbox."""
    running = Server(tmp_path).start()
    yield running
    running.stop()


@pytest.fixture
def player(browser: Browser, server: Server) -> Iterator[Player]:
    """Somebody who just opened the page at a desk."""
    somebody = Player.sits_down(browser, server, DESK)
    yield somebody
    somebody.page.close()
