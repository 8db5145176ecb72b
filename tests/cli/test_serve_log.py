"""What a server says about requests that break."""

import asyncio
import logging
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.cli.serve import is_our_fault

LOG = logging.getLogger("aiohttp.server")


async def broken(request: web.Request) -> web.Response:
    raise ZeroDivisionError


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    app = web.Application()
    app.router.add_get("/", broken)
    LOG.addFilter(is_our_fault)
    running = TestServer(app)
    async with running:
        yield running
    LOG.removeFilter(is_our_fault)


async def test_a_bug_of_ours_is_in_the_log(
    server: TestServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with aiohttp.ClientSession() as session, session.get(server.make_url("/")) as answer:
        assert answer.status == 500
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    "noise",
    [
        b"\x16\x03\x01\x02\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n",
    ],
)
async def test_who_speaks_no_http_leaves_no_traceback(
    server: TestServer, caplog: pytest.LogCaptureFixture, noise: bytes
) -> None:
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(noise)
    assert b" 400 " in await reader.readline()
    writer.close()
    await writer.wait_closed()
    assert "Traceback" not in caplog.text
