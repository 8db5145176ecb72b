"""Who holds a lease: every process has its own name, and whether a process is gone can be seen."""

import os
import secrets
import socket
from functools import cache
from pathlib import Path

_LIFE = secrets.token_hex(4)  # process numbers return; in a container every life has the same


def new_owner() -> str:
    """A name for one courier: machine, process number, life, courier."""
    return f"{_machine()}:{os.getpid()}-{_LIFE}-{secrets.token_hex(4)}"


def is_gone(owner: str) -> bool:
    """Whether the process of `owner` ended; False where nobody here can tell, as on other machines.

    A lease of somebody gone need not run out.
    """
    machine, _, rest = owner.rpartition(":")
    number, _, names = rest.partition("-")
    if machine != _machine() or not number.isdigit():
        return False
    if int(number) == os.getpid():
        return not names.startswith(_LIFE)
    return not _is_alive(int(number))


@cache
def _machine() -> str:
    """This host and its world of process numbers (containers may share a host name)."""
    try:
        world = str(Path("/proc/self/ns/pid").readlink())
    except OSError:  # not Linux
        world = ""
    return f"{socket.gethostname()}/{world.partition('[')[2].rstrip(']')}"


def _is_alive(number: int) -> bool:
    if os.name != "posix":  # elsewhere signal 0 is not harmless
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's process
        return True
    return True
