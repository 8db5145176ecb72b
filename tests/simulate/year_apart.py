"""One house of a played span as a process of its own: lines of `simulate` in, answers out.

What reaches people is appended to a file at that very moment: a kill -9 leaves it there, as a
platform keeps what it was handed.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import orjson

from bot.app import Settings
from bot.channels.rehearsal import Delivered
from bot.cli.database import quiet
from bot.domain.messages import ContactRef, Route
from bot.simulate.house import House
from bot.simulate.lines import read_moment
from bot.simulate.loop import answer


class Ledger(list[Delivered]):
    """What was heard, also in `file`; the process dies at the `fatal`-th of a line, just before
    or just after it arrived."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.fatal, self.arrives = 0, True

    def append(self, heard: Delivered) -> None:
        """Somebody hears it now."""
        self.fatal -= 1
        if self.fatal == 0 and not self.arrives:
            os.kill(os.getpid(), signal.SIGKILL)
        os.write(self._file, orjson.dumps(_fields(heard)) + b"\n")
        if self.fatal == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        super().append(heard)


def read_ledger(file: Path, since: int) -> tuple[list[Delivered], int]:
    """What was heard from byte `since` on, and where the file ends."""
    with file.open("rb") as lines:
        lines.seek(since)
        found = [_delivered(orjson.loads(line)) for line in lines]
        return found, lines.tell()


def main() -> None:
    """Answer lines until they end. Arguments: database, time, configuration, file for the heard."""
    url, at, config, heard = sys.argv[1:]
    quiet()
    house = House(Settings(Path(config), url), read_moment(at, "at"))
    house.heard = ledger = Ledger(Path(heard))
    asyncio.run(_serve(house, ledger))


async def _serve(house: House, ledger: Ledger) -> None:
    for raw in sys.stdin.buffer:
        line = orjson.loads(raw)
        ledger.fatal, ledger.arrives = line.get("fatal", 0), line.get("arrives", True)
        found = await _answer(house, line, raw)
        with suppress(BrokenPipeError):
            sys.stdout.buffer.write(orjson.dumps(found) + b"\n")
            sys.stdout.buffer.flush()
    await house.close()


async def _answer(house: House, line: Mapping[str, object], raw: bytes) -> Mapping[str, object]:
    if line["op"] == "reach":
        await house.reach(read_moment(str(line["to"]), "to"))
        return {"error": None}
    if line["op"] == "due":
        due = await house.centre.next_due()
        return {"error": None, "result": due.isoformat() if due else None}
    return await answer(house, raw)


def _fields(heard: Delivered) -> Mapping[str, object]:
    return {
        "id": heard.id,
        "channel": heard.to.channel,
        "address": heard.to.address,
        "text": heard.text,
        "route": heard.route.value,
        "at": heard.at.isoformat(),
    }


def _delivered(fields: Mapping[str, str]) -> Delivered:
    return Delivered(
        fields["id"],
        ContactRef(fields["channel"], fields["address"]),
        fields["text"],
        Route(fields["route"]),
        datetime.fromisoformat(fields["at"]),
    )


if __name__ == "__main__":
    main()
