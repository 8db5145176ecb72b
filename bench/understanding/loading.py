"""What it takes to load understanding with many answers, measured in a process of its own."""

import compileall
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import psutil
from msgspec.structs import replace

from bot.config import load_config
from bot.config.model import Config
from bot.domain.services import FaqEntry

SIZES = (100, 1_000, 10_000)
_MIB = 1024 * 1024
_WORDS = ("办", "查", "开", "换", "领", "交", "改", "补", "退", "问")


def enlarged(config: Config, size: int) -> Config:
    """The same centre with `size` answers, made of the questions it has and of more like them."""
    return replace(config, faq=tuple(itertools.islice(_entries(config), size)))


def _entries(config: Config) -> Iterator[FaqEntry]:
    yield from config.faq
    services = list(config.catalogue.services)
    for number, (word, entry) in enumerate(itertools.cycle(itertools.product(_WORDS, config.faq))):
        name = services[number * 7 % len(services)]
        yield replace(
            entry,
            id=f"{entry.id}-{number}",
            question=f"{name}{word}{number}：{entry.question}",
            aliases=tuple(f"{alias}{number}" for alias in entry.aliases),
            service=name,
        )


def loading(config: Path, size: int) -> tuple[float, float]:
    """(seconds, MiB) of importing understanding, its weights and the index of `size` answers.

    The modules are compiled, as they are from the first start of a centre on."""
    compileall.compile_dir("bot", quiet=2)
    told = subprocess.run(
        [sys.executable, "-m", "bench.understanding.loading", str(config), str(size)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    seconds, mib = json.loads(told)
    return float(seconds), float(mib)


def main() -> None:
    """Measure in this process; what the configuration itself takes is not counted."""
    config = enlarged(load_config(Path(sys.argv[1])), int(sys.argv[2]))
    process = psutil.Process()
    before, started = process.memory_info().rss, perf_counter()
    from bot.understanding import Knowledge, read  # the import is measured too

    knowledge = Knowledge.build(config)
    seconds = perf_counter() - started
    from bench.understanding.ours import NOW

    for entry in config.faq[:100]:
        read(entry.question, NOW, knowledge)
    print(json.dumps([seconds, (process.memory_info().rss - before) / _MIB]))


if __name__ == "__main__":
    main()
