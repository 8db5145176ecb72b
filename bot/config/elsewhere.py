"""A configuration read by a child process: the memory that reading takes ends with the child.

pydantic, its schemas and the trees of YAML weigh 20 MiB and are needed for a third of a second;
meanwhile this process does something else, on another core where there is one.
"""

import gc
import logging
import os
import pickle  # only between a process and its own child
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import IO, NoReturn

from bot.config.faults import ConfigFaults, Fault
from bot.config.loader import Loading, Wanted, load_here
from bot.config.model import Config

log = logging.getLogger(__name__)

_CHILD = "from bot.config.elsewhere import read_for_parent; read_for_parent()"
_Answer = Config | tuple[Fault, ...]
_Child = Callable[[], bytes]
"""Waits for a child and what it answered; empty when it died."""


def load_elsewhere(wanted: Wanted) -> Loading:
    """Let a child begin to read `wanted`. Where none can be started, or it dies, we read it
    ourselves."""
    try:
        child = _forked(wanted) if _may_fork() else _spawned(wanted)
    except OSError as error:
        log.warning("no child can be started: %s", error)
        return load_here(wanted)
    return lambda: _taken(child(), wanted)


def _may_fork() -> bool:
    """A fork need not load again what we have; beside threads it is not safe."""
    return sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1


def _taken(raw: bytes, wanted: Wanted) -> Config:
    if not raw:
        log.warning("the child that read the configuration died")
        return load_here(wanted)()
    answer: _Answer = pickle.loads(raw)  # noqa: S301 - of our own child
    if isinstance(answer, Config):
        return answer
    raise ConfigFaults(answer)


def _forked(wanted: Wanted) -> _Child:
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        _end_as_child(wanted, writing)
    os.close(writing)

    def wait() -> bytes:
        with os.fdopen(reading, "rb") as pipe:
            raw = pipe.read()
        _, status = os.waitpid(pid, 0)
        return b"" if status else raw

    return wait


def _end_as_child(wanted: Wanted, writing: int) -> NoReturn:
    """Whatever happens, nothing of what the parent was about to do is done here."""
    try:
        os.setsid()  # Ctrl-C is for the parent
        _let_go_of_all_but(writing)
        with os.fdopen(writing, "wb") as pipe:
            _answer(wanted, pipe)
        os._exit(0)
    finally:
        os._exit(1)


def _let_go_of_all_but(kept: int) -> None:
    """The port, the output and the other end of the pipe are the parent's: they end with it."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nowhere, number)
    for number in [int(each.name) for each in Path("/proc/self/fd").iterdir()]:
        if number > 2 and number != kept:
            with suppress(OSError):  # what listed them is closed already
                os.close(number)


def _spawned(wanted: Wanted) -> _Child:
    # The environment holds secrets: through a pipe, not where `ps` shows it.
    command = [sys.executable, "-c", _CHILD]
    child = Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True)  # noqa: S603
    assert child.stdin  # noqa: S101 - a pipe
    assert child.stdout  # noqa: S101 - a pipe
    output = child.stdout
    with suppress(BrokenPipeError), child.stdin as pipe:  # it died: its exit code will say so
        pickle.dump(wanted, pipe)

    def wait() -> bytes:
        with child:
            raw = output.read()
        return b"" if child.returncode else raw

    return wait


def read_for_parent() -> None:
    """What a spawned child does: read, answer, end."""
    gc.disable()
    _answer(pickle.load(sys.stdin.buffer), sys.stdout.buffer)  # noqa: S301 - of our own parent


def _answer(wanted: Wanted, pipe: IO[bytes]) -> None:
    answer: _Answer
    try:
        answer = load_here(wanted)()
    except ConfigFaults as faulty:
        answer = faulty.faults
    pickle.dump(answer, pipe)
