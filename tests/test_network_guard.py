"""The tests themselves are kept off the network."""

import asyncio
import socket

import pytest

ELSEWHERE = "192.0.2.1"  # reserved for documentation, RFC 5737


def test_a_connection_to_another_machine_is_refused() -> None:
    with socket.socket() as connection, pytest.raises(PermissionError, match="this machine only"):
        connection.connect((ELSEWHERE, 80))


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(PermissionError, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)


async def test_asyncio_cannot_leave_this_machine_either() -> None:
    with pytest.raises(PermissionError, match="this machine only"):
        await asyncio.open_connection(ELSEWHERE, 80)


async def test_a_server_on_this_machine_can_be_reached() -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        port: int = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("localhost", port)
        assert await reader.read() == b"hello"
        writer.close()
        await writer.wait_closed()


def test_a_unix_socket_may_be_used() -> None:
    one, other = socket.socketpair()
    with one, other:
        one.sendall(b"hello")
        assert other.recv(5) == b"hello"
