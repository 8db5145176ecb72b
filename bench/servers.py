"""Servers under test: a process each, pinned to one core, and what it costs."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from tests.simulators.wechat_wire import Account

MIB = 1024 * 1024
READY_SECONDS = 30.0
_POLL_SECONDS = 0.002
_HEALTH = b"GET /healthz HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Cores:
    """Which core the server has, and which the load; the same where the machine has only one."""

    server: int
    load: int

    @classmethod
    def split(cls) -> "Cores":
        """The last core for the server, the first for us, who stay there from now on."""
        if not hasattr(os, "sched_setaffinity"):  # only Linux can pin
            return cls(-1, -1)
        allowed = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {allowed[0]})
        return cls(allowed[-1], allowed[0])


class Server:
    """A server process; `ready_seconds` from exec until /healthz answers 200."""

    def __init__(
        self,
        words: Sequence[str],
        port: int,
        cores: Cores,
        env: Mapping[str, str] | None = None,
        python: str = sys.executable,
    ) -> None:
        self.port = port
        self._words, self._env, self._core = [python, *words], env or {}, cores.server
        self.ready_seconds = 0.0

    def __enter__(self) -> Self:
        log = subprocess.DEVNULL if not os.environ.get("BENCH_LOG") else None
        started = time.perf_counter()
        self._process = subprocess.Popen(
            self._words,
            env=_clean_environment() | dict(self._env),
            stdout=log,
            stderr=log,
            preexec_fn=_pin_to(self._core),
        )
        self._seen = psutil.Process(self._process.pid)
        while not _is_ready(self.port):
            if self._process.poll() is not None:
                raise SystemExit(f"the server ended with {self._process.returncode}: {self._words}")
            if time.perf_counter() - started > READY_SECONDS:
                self._stop()
                raise SystemExit(f"the server was not ready in {READY_SECONDS} s: {self._words}")
            time.sleep(_POLL_SECONDS)
        self.ready_seconds = time.perf_counter() - started
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def cpu_seconds(self) -> float:
        """Process time so far, user and system, all threads."""
        times = self._seen.cpu_times()
        return times.user + times.system

    def rss_mib(self) -> float:
        """Resident memory."""
        return float(self._seen.memory_info().rss) / MIB

    def _stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def centre(
    folder: Path, database: Path, cores: Cores, more_env: Mapping[str, str] | None = None
) -> Server:
    """The product as it is run, with WeChat in safe mode; configuration from `folder`."""
    account, port = Account(), free_port()
    env = {
        "MENTING_WECHAT_TOKEN": account.token,
        "MENTING_WECHAT_AES_KEY": account.aes_key,
        "MENTING_WECHAT_APP_ID": account.app_id,
    }
    places = ["--config", str(folder), "--db", f"sqlite:///{database}"]
    words = ["-m", "bot", "serve", *places, "--host", "127.0.0.1", "--port", str(port)]
    return Server(words, port, cores, env | dict(more_env or {}))


def echo(loop: str, cores: Cores) -> Server:
    """The bare echo on `loop` (asyncio or uvloop)."""
    account, port = Account(), free_port()
    secrets = ["--token", account.token, "--aes-key", account.aes_key, "--app-id", account.app_id]
    return Server(["-m", "bench.echo", "--port", str(port), "--loop", loop, *secrets], port, cores)


def _clean_environment() -> dict[str, str]:
    """Ours without the settings of somebody's own centre."""
    return {key: value for key, value in os.environ.items() if not key.startswith("MENTING_")}


def _pin_to(core: int) -> Callable[[], None] | None:
    return None if core < 0 else lambda: os.sched_setaffinity(0, {core})


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_ready(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.sendall(_HEALTH)
            return line.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        return False
