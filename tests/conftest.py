"""What holds for every test: no network but this machine, and fresh databases for the asking."""

import ipaddress
import os
import socket
import sys

pytest_plugins = ["tests.databases"]

_ADDRESS_OF = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
}


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: many tests wait for another process most of their time."""
    return (os.cpu_count() or 1) + 1


def _is_on_this_machine(address: object) -> bool:
    host = address[0] if isinstance(address, tuple) and address else address
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse_the_network(event: str, arguments: tuple[object, ...]) -> None:
    position = _ADDRESS_OF.get(event)
    if position is None:
        return
    first = arguments[0]
    if isinstance(first, socket.socket) and first.family not in (socket.AF_INET, socket.AF_INET6):
        return
    if not _is_on_this_machine(arguments[position]):
        message = f"tests may talk to this machine only, not to {arguments[position]!r}"
        raise PermissionError(message)


# An audit hook sees every socket of this process, those of asyncio too, whoever opens them.
sys.addaudithook(_refuse_the_network)
