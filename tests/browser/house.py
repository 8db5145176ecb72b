"""A real server in a process of its own, and the hands of somebody who plays with its page."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
CHROMIUM_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
READY_SECONDS = 20.0
STOP_SECONDS = 5.0
LONGEST_WAIT_MS = 15_000
EXAMPLE = "我妈想周六上午十点半办社保卡激活，姓刘，电话13800001234"

expect.set_options(timeout=LONGEST_WAIT_MS)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """`python -m bot serve` over a database in `folder`; `secrets` turn channels on."""

    folder: Path
    sandbox: bool = True
    secrets: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def database(self) -> str:
        """The URL of its database."""
        return f"sqlite:///{self.folder / 'sandbox.db'}"

    def start(self, *arguments: str) -> "Server":
        """Start it and wait until it is ready; `arguments` follow `serve`."""
        self.process = self.launch("--port", str(self.port), *arguments)
        deadline = time.monotonic() + READY_SECONDS
        while not self._is_ready():
            assert self.process.poll() is None, "the server ended by itself"
            assert time.monotonic() < deadline, "the server does not get ready"
        return self

    def launch(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Only start the process; its log goes into the folder."""
        own = {key: value for key, value in os.environ.items() if not key.startswith("MENTING_")}
        own |= self.secrets
        own["MENTING_SANDBOX"] = "1" if self.sandbox else "0"
        own["MENTING_DB"] = self.database
        command = (sys.executable, "-m", "bot", "serve", *arguments)
        with (self.folder / "server.log").open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, env=own, stdout=log, stderr=log)

    def kill(self) -> None:
        """kill -9: no time to say good-bye."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """SIGTERM; the exit code. Fails when it takes longer than five seconds."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)

    def log(self) -> str:
        """What it wrote to standard error so far."""
        return (self.folder / "server.log").read_text("utf-8")

    def _is_ready(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=1)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            time.sleep(0.02)  # a process is starting: there is nothing to wait for but time
            return False
        finally:
            connection.close()


@dataclass(frozen=True)
class Player:
    """Somebody in front of the page."""

    page: Page

    @classmethod
    def sits_down(cls, browser: Browser, server: Server, size: tuple[int, int]) -> "Player":
        """Open the page in a window of (width, height) and wait until it is live."""
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        page.set_default_timeout(LONGEST_WAIT_MS)
        page.goto(server.url)
        expect(page.locator("#duty h3").first).not_to_be_empty()
        return cls(page)

    def said(self, screen: str) -> Locator:
        """What the bot said on a screen."""
        return self.page.locator(f'[data-screen="{screen}"] .theirs .text')

    def heard(self, screen: str, text: str | re.Pattern[str]) -> None:
        """Wait until the bot's newest message on a screen holds `text`."""
        expect(self.said(screen).last).to_contain_text(text)

    def presses(self, screen: str, word: str) -> None:
        """A quick key under a screen."""
        self.page.locator(f'.chip[data-to="{screen}"][data-say="{word}"]').click()

    def writes(self, screen: str, text: str) -> None:
        """Type and send with the Enter key."""
        field = self.page.locator(f'form[data-to="{screen}"] input')
        field.fill(text)
        field.press("Enter")

    def moves_clock(self, where: str) -> None:
        """tonight, morning or next; waits until it is done."""
        button = self.page.locator(f'[data-move="{where}"]')
        button.click()
        expect(button).to_be_enabled()

    def books(self) -> str:
        """Click the first example and submit; the code of the ticket.

        On a Saturday half past ten may have passed: then the first time that is offered is taken.
        """
        self.page.get_by_role("button", name=EXAMPLE).click()
        self.heard("phone", re.compile("请核对|请回复数字"))
        if "请核对" not in self.said("phone").last.inner_text():
            self.presses("phone", "1")
            self.heard("phone", "请核对")
        self.presses("phone", "确认")
        self.heard("phone", "已提交")
        code = self.page.locator("#tickets .code").first
        expect(code).to_have_text(re.compile(r"^[A-Z]\d+$"))
        return code.inner_text()

    def quotes(self, code: str) -> None:
        """Click the card of a ticket in the staff group."""
        self.page.locator(f'[data-screen="group"] .card[data-ticket="{code}"]').last.click()
        expect(self.page.locator("#quoting-text")).to_contain_text(code)

    def confirms(self, code: str) -> None:
        """As a clerk: quote the card, write 确认."""
        self.quotes(code)
        self.writes("group", "确认")
        self.heard("group", f"已确认 {code}")

    def officer_of_tomorrow(self) -> str:
        """Who leads tomorrow's first shift; their private chat is opened."""
        name = self.page.locator("#duty > div").nth(1).locator(".person").first.inner_text()
        self.page.locator("#officer").select_option(name)
        return name

    def acknowledges(self, name: str) -> None:
        """As a duty officer: write 收到 and see it noted beside the name."""
        self.presses("private", "收到")
        expect(self.page.locator(".person.seen").first).to_contain_text(name)
