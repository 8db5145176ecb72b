"""QQ and OneBot beside NoneBot2: `python -m bench.rivals`, `--quick` for less exact figures.

The opponents live in an environment of their own, which MENTING_RIVALS_PYTHON or --python names.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

import uvloop
import yaml

from bench.figures import Line, draw
from bench.rivals import onebot, qq
from bench.rivals.talking import AT_ONCE, Residents
from bench.servers import Cores, Server, centre, free_port
from bench.talks import STEPS, Talk, TownHall, Wrong, check_echo
from bot.config import load_config
from tests.simulators.qq import Account, FakeQq

CAPACITY = 40
ROUNDS = 3
TALKS, QUICK_TALKS = 400, 100
THEIR_SHARE = 5  # they get so many times fewer talks: they take long enough
TOKEN = "bench_token_2026"  # noqa: S105 - of a server that lives for seconds
_HERE = Path(__file__).parent
_HOW = """There is no NoneBot2 in {python}. To measure beside it (it is no part of the product):

    python -m venv .venv-rivals
    .venv-rivals/bin/pip install --group rivals
    MENTING_RIVALS_PYTHON=.venv-rivals/bin/python python -m bench.rivals

{why}"""
Speed = Callable[[Residents, Server], float]


def main() -> int:
    """Measure and print the table; 1 for a wrong answer, 2 when the opponents are not there."""
    parser = argparse.ArgumentParser(prog="bench.rivals", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--python", default=os.environ.get("MENTING_RIVALS_PYTHON", sys.executable))
    chosen = parser.parse_args()
    if why := _missing(chosen.python):
        print(_HOW.format(python=chosen.python, why=why), file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="menting-rivals-") as folder:
        try:
            stage = _Stage(Path(folder), chosen.python, QUICK_TALKS if chosen.quick else TALKS)
            print(draw([*stage.qq(), *stage.onebot()]))
        except Wrong as wrong:
            print(f"a wrong answer, so nothing was measured: {wrong}", file=sys.stderr)
            return 1
    return 0


def _missing(python: str) -> str:
    words = [python, "-c", "import nonebot.adapters.qq, nonebot.adapters.onebot"]
    tried = subprocess.run(words, capture_output=True, text=True, check=False)
    return tried.stderr.strip().rpartition("\n")[2] if tried.returncode else ""


class _Stage:
    """The sample centre with more places, in `folder`; `talks` of six messages a round."""

    def __init__(self, folder: Path, python: str, talks: int) -> None:
        self._folder, self._python, self._talks = folder, python, talks
        self._config = folder / "config"
        self._config.mkdir()
        facts = yaml.safe_load(Path("config/centre.yaml").read_text(encoding="utf-8"))
        text = yaml.safe_dump(facts | {"capacity": CAPACITY}, allow_unicode=True)
        (self._config / "centre.yaml").write_text(text, encoding="utf-8")
        self._cores = Cores.split()
        self._hall = TownHall(load_config(self._config))

    def qq(self) -> Iterator[Line]:
        """Webhook to answer."""
        account, api_port, platform = Account(), free_port(), FakeQq()
        api = f"http://127.0.0.1:{api_port}"
        ours = {
            "MENTING_QQ_APP_ID": account.app_id,
            "MENTING_QQ_SECRET": account.secret,
            "MENTING_QQ_API": api,
            "MENTING_QQ_TOKEN_URL": f"{api}/app/getAppAccessToken",
        }

        def speed(path: str) -> Speed:
            return lambda residents, server: uvloop.run(
                qq.speed(residents, platform, qq.Webhook(server.port, path, api_port))
            )

        for client in ("httpx", "aiohttp"):
            words = ["--app-id", account.app_id, "--secret", account.secret, "--api", api]
            theirs = self._echo("qq", "--client", client, *words)
            yield self._compare(
                f"QQ webhook to answer, NoneBot2 on {client}",
                (self._centre(ours), speed("/qq")),
                (theirs, speed("/qq/webhook")),
                30 if client == "httpx" else None,
            )

    def onebot(self) -> Iterator[Line]:
        """Event to answer over the reverse WebSocket."""
        ours = {"MENTING_ONEBOT_TOKEN": TOKEN, "MENTING_ONEBOT_MIN_INTERVAL": "0"}

        def speed(path: str) -> Speed:
            return lambda residents, server: uvloop.run(
                onebot.speed(residents, f"ws://127.0.0.1:{server.port}{path}", TOKEN)
            )

        yield self._compare(
            "OneBot event to answer, NoneBot2",
            (self._centre(ours), speed("/onebot")),
            (self._echo("onebot", "--token", TOKEN), speed("/onebot/v11/ws")),
            1.5,
        )

    def _centre(self, env: dict[str, str]) -> Server:
        database = self._folder / f"centre{time.monotonic_ns()}.db"
        return centre(self._config, database, self._cores, env)

    def _echo(self, adapter: str, *words: str) -> Server:
        port = free_port()
        script = str(_HERE / "nonebot_echo.py")
        return Server(
            [script, adapter, "--port", str(port), *words], port, self._cores, python=self._python
        )

    def _compare(
        self,
        what: str,
        ours: tuple[Server, Speed],
        theirs: tuple[Server, Speed],
        figure: float | None,
    ) -> Line:
        """Both in turns, on the same core, after a warm-up."""
        rates: list[tuple[float, float]] = []
        with ours[0], theirs[0]:
            for number in range(ROUNDS + 1):
                share = 4 if number == 0 else 1
                our = self._drive(*ours, self._talks // share, self._hall.check_booking)
                few = max(AT_ONCE, self._talks // share // THEIR_SHARE)
                their = self._drive(*theirs, few, check_echo)
                if number:
                    rates.append((our, their))
                print(".", end="", file=sys.stderr, flush=True)
        ratio = median(our / their for our, their in rates)
        return Line(
            what,
            f"{median(our for our, _ in rates):,.0f} turns/s",
            f"{median(their for _, their in rates):,.0f}/s",
            f"{ratio:.1f}",
            f"≥ {figure:g}" if figure else "",
            ratio >= figure if figure else None,
        )

    def _drive(
        self, server: Server, speed: Speed, talks: int, is_right: Callable[[Talk, int, str], bool]
    ) -> float:
        numbered = [
            replace(talk, openid=str(onebot.FIRST_QQ + number))
            for number, talk in enumerate(self._hall.talks(talks), self._hall.made - talks)
        ]
        residents = Residents(numbered, is_right)
        try:
            rate = speed(residents, server)
        except Wrong as wrong:
            raise Wrong(
                f"{'the echo' if is_right is check_echo else 'the centre'}: {wrong}"
            ) from wrong
        if residents.answers != talks * STEPS:
            raise Wrong(f"{residents.answers} answers to {talks * STEPS} messages")
        return rate


if __name__ == "__main__":
    sys.exit(main())
