"""serve: ready, beside other commands, and gone within five seconds."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.house import ROOT, Desk

_READY = re.compile(r"ready on (http://\S+/)")


@dataclass(frozen=True, slots=True)
class Server:
    """A running serve; `said` is what it wrote until it was ready."""

    process: "subprocess.Popen[str]"
    address: str
    said: str


@pytest.fixture
def server(desk: Desk) -> Iterator[Server]:
    """serve with the sandbox page on a free port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve", "--port", "0"],
        cwd=desk.folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "MENTING_SANDBOX": "1"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said = ""
    while "练习页面" not in said:
        line = process.stderr.readline()
        assert line, said
        said += line
    found = _READY.search(said)
    assert found, said
    yield Server(process, found[1], said)
    process.kill()
    process.communicate()


def test_serve_answers_beside_other_commands_and_ends_when_told(server: Server, desk: Desk) -> None:
    with urllib.request.urlopen(server.address + "healthz") as response:  # noqa: S310 - loopback
        assert json.load(response)["status"] == "ok"
    assert server.address in server.said.splitlines()[-1]
    assert "yoyo" not in server.said
    if sys.platform == "linux":  # what reads the configuration was a child's, which has ended
        assert "pydantic" not in Path(f"/proc/{server.process.pid}/maps").read_text("utf-8")
    assert desk.run("bind", "张敏").code == 0
    assert json.loads(desk.run("tickets", "list", "--json").out) == []

    port = server.address.rstrip("/").rpartition(":")[2]
    second = desk.run("serve", "--port", port)
    assert second.code == 1
    assert "已被占用" in second.err

    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(10) == 0
    assert time.monotonic() - began < 5
