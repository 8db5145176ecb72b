"""The sandbox has no login: who may open it, who may drive it, and when it is not there."""

from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from unittest.mock import Mock

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.desk.sandbox.guard import guarded
from bot.desk.sandbox.stage import Hands
from tests.browser.house import STOP_SECONDS, Server

SAID = b'{"user":"sandbox-1","kind":"text","text":"\xe4\xbd\xa0\xe5\xa5\xbd"}'
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str
    policy: str


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A centre with its sandbox, shared: these tests only knock."""
    running = Server(tmp_path_factory.mktemp("sandbox")).start()
    yield running
    running.stop()


def ask(server: Server, path: str, body: bytes | None = None, **headers: str) -> Answer:
    """One request; names of headers with _ for -."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=STOP_SECONDS)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET" if body is None else "POST", path, body, named)
    got = connection.getresponse()
    text = got.read().decode()
    connection.close()
    return Answer(got.status, text, got.getheader("Content-Security-Policy", ""))


def test_the_page_needs_nothing_from_elsewhere(centre: Server) -> None:
    page = ask(centre, "/")

    assert page.status == 200
    assert "default-src 'self'" in page.policy
    assert "http" not in page.text.replace("http-equiv", "")
    assert "<style" not in page.text
    assert "onclick" not in page.text


def test_only_a_page_of_this_server_may_drive_it(centre: Server) -> None:
    own = f"http://127.0.0.1:{centre.port}"

    assert ask(centre, "/sandbox/phone", SAID, Origin=own, **JSON).status == 200
    assert ask(centre, "/sandbox/phone", SAID, **JSON).status == 403
    assert ask(centre, "/sandbox/phone", SAID, Origin="http://evil.example", **JSON).status == 403
    assert ask(centre, "/sandbox/phone", SAID, Origin="null", **JSON).status == 403
    plain = {"Content-Type": "text/plain"}
    assert ask(centre, "/sandbox/phone", SAID, Origin=own, **plain).status == 403


def test_a_name_that_was_pointed_at_this_machine_is_refused(centre: Server) -> None:
    refused = ask(centre, "/", Host="evil.example")

    assert refused.status == 403
    assert "MENTING_SANDBOX_OPEN" in refused.text
    assert ask(centre, "/sandbox/events", Host="evil.example:8080").status == 403
    assert ask(centre, "/", Host="localhost:8080").status == 200


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/sandbox/phone", b'{"user":"sandbox-9","kind":"text","text":"x"}', 400),
        ("/sandbox/phone", b'{"user":"sandbox-1","kind":"scan","text":""}', 400),
        ("/sandbox/phone", b'{"user":"sandbox-1","kind":"text","text":" "}', 400),
        ("/sandbox/group", b'{"user":"nobody","text":"x"}', 400),
        ("/sandbox/private", b'{"user":["x"],"text":"x"}', 400),
        ("/sandbox/clock", b'{"to":"yesterday"}', 400),
        ("/sandbox/clock", b"[]", 400),
        ("/sandbox/clock", b"{", 400),
        ("/sandbox/phone", b"x" * 5000, 413),
        ("/sandbox/files/..%2Fpage.html.j2", None, 404),
        ("/sandbox/files/..%2F..%2F__init__.py", None, 404),
        ("/sandbox/slots?service=x&day=yesterday", None, 400),
    ],
)
def test_nonsense_is_refused(centre: Server, path: str, body: bytes | None, status: int) -> None:
    own = f"http://127.0.0.1:{centre.port}"
    headers = {"Origin": own, **JSON} if body is not None else {}

    assert ask(centre, path, body, **headers).status == status


def test_where_the_group_is_real_nobody_is_played_in_it_and_time_is_real(tmp_path: Path) -> None:
    server = Server(tmp_path, secrets={"MENTING_ONEBOT_TOKEN": "a-token-of-the-tests"}).start()
    own = f"http://127.0.0.1:{server.port}"
    order = '{"user":"张敏","text":"待办"}'.encode()

    assert "工作群已接通真实账号" in ask(server, "/").text
    assert ask(server, "/sandbox/group", order, Origin=own, **JSON).status == 409
    assert ask(server, "/sandbox/private", order, Origin=own, **JSON).status == 409
    assert ask(server, "/sandbox/clock", b'{"minutes":10}', Origin=own, **JSON).status == 409
    assert ask(server, "/sandbox/phone", SAID, Origin=own, **JSON).status == 200
    assert server.stop() == 0


def test_a_real_centre_has_no_sandbox(tmp_path: Path) -> None:
    real = Server(tmp_path, sandbox=False).start()

    front = ask(real, "/")
    assert (front.status, front.text) == (200, "柳城街道市民服务中心")
    for path in ("/sandbox/events", "/sandbox/slots", "/sandbox/files/sandbox.js"):
        assert ask(real, path).status == 404
    assert real.stop() == 0


def test_it_stays_with_this_machine_where_others_could_reach_it(tmp_path: Path) -> None:
    server = Server(tmp_path).start("--host", "0.0.0.0")  # noqa: S104

    assert ask(server, "/").status == 200
    assert server.stop() == 0
    assert "只给本机看" in server.log()


async def test_another_machine_is_refused_unless_it_was_opened() -> None:
    async def page(_request: web.Request) -> web.Response:
        return web.Response(text="page")

    async def seen_from(address: str, *, is_open: bool) -> int:
        hands = SimpleNamespace(is_open=is_open, say=lambda key, **_: key)
        transport = Mock(get_extra_info=lambda name: (address, 5) if name == "peername" else None)
        headers = {"Host": "127.0.0.1:8080", "X-Forwarded-For": "127.0.0.1"}
        request = make_mocked_request("GET", "/", headers=headers, transport=transport)
        return (await guarded(cast(Hands, hands), page)(request)).status

    assert await seen_from("127.0.0.1", is_open=False) == 200
    assert await seen_from("10.0.0.9", is_open=False) == 403
    assert await seen_from("10.0.0.9", is_open=True) == 200
