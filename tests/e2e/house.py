"""The real program in a process of its own, and the commands an office runs beside it."""

import asyncio
import os
import re
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "config"
ONEBOT_TOKEN = "onebot_test_token_2026"
READY_SECONDS = 30.0
STOP_SECONDS = 5.0
PATIENCE = 30.0
Changes = tuple[tuple[str, str, str], ...]


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def until(is_so: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Wait until `is_so`; fails with `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        await asyncio.sleep(0.02)  # another process: there is nothing to be woken by


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


@dataclass
class Serve:
    """`python -m bot serve` with its configuration and log in `folder`, over `database` (a URL).

    `secrets` turn the channels on; `changes` are (file, pattern, replacement) in the sample centre.
    """

    folder: Path
    database: str
    secrets: Mapping[str, str]
    changes: Changes = ()
    port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        """Write what differs from the sample; the other files are taken from there."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, pattern, replacement in self.changes:
            file = self.folder / name
            source = file if file.exists() else SAMPLE / name
            text, count = re.subn(pattern, replacement, source.read_text("utf-8"), flags=re.M)
            assert count == 1, pattern
            file.write_text(text, "utf-8")

    @property
    def wechat_url(self) -> str:
        """Where WeChat pushes."""
        return f"http://127.0.0.1:{self.port}/wechat"

    @property
    def onebot_url(self) -> str:
        """Where the protocol end connects."""
        return f"ws://127.0.0.1:{self.port}/onebot"

    async def start(self) -> None:
        """Start it and wait until it is ready."""
        with (self.folder / "serve.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self._command("serve", "--port", str(self.port)),
                cwd=self.folder,
                env=self._environment(),
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + READY_SECONDS
        while not await self.is_ready():
            assert self.process.returncode is None, self.log()
            assert time.monotonic() < deadline, self.log()
            await asyncio.sleep(0.02)

    async def is_ready(self) -> bool:
        """Whether /healthz answers."""
        try:
            await self.health()
        except (ClientError, OSError, TimeoutError):
            return False
        return True

    async def health(self) -> Mapping[str, object]:
        """What /healthz says."""
        url = f"http://127.0.0.1:{self.port}/healthz"
        async with ClientSession(timeout=ClientTimeout(2)) as session, session.get(url) as answer:
            said: Mapping[str, object] = await answer.json()
            return said

    async def kill(self) -> None:
        """kill -9: no time to say good-bye."""
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM; the exit code. Fails when it takes longer than five seconds."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOP_SECONDS):
            return await self.process.wait()

    async def end(self) -> None:
        """Make sure that nothing is left running."""
        if hasattr(self, "process") and self.process.returncode is None:
            await self.kill()

    def log(self) -> str:
        """What it wrote to standard error so far."""
        return (self.folder / "serve.log").read_text("utf-8")

    async def run(self, *words: str) -> Ran:
        """Another command of the program, beside the server."""
        process = await asyncio.create_subprocess_exec(
            *self._command(*words),
            cwd=self.folder,
            env=self._environment(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        assert process.returncode is not None
        return Ran(process.returncode, out.decode(), err.decode())

    def _command(self, *words: str) -> tuple[str, ...]:
        places = ("--config", str(self.folder), "--db", self.database)
        return (sys.executable, "-m", "bot", *words, *places)

    def _environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("MENTING_")}
        own |= {"PYTHONPATH": str(ROOT), "MENTING_ONEBOT_TOKEN": ONEBOT_TOKEN}
        own |= {"PORT": str(self.port)}
        # One QQ account may say 20 things a minute; the tests are no QQ account.
        return own | {"MENTING_ONEBOT_MIN_INTERVAL": "0"} | dict(self.secrets)
