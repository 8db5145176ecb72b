"""`make understanding`: measure understanding as a whole and write the tables of its page.

Only shares are printed: the sentences of training/dev stay unread by whoever builds on them.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.understanding.baselines import baselines
from bench.understanding.contenders import Contender, Test, figures
from bench.understanding.corpora import read_talk
from bench.understanding.measures import Figure, share
from bench.understanding.mistakes import told
from bench.understanding.ours import Reader
from bench.understanding.page import accuracy, centres, put, speeds
from bench.understanding.speed import speed
from bench.understanding.talks import completed
from bot.config import load_config
from training.corpus import CENTRES, DEV, FINAL, TRAIN, read_folder

_PAGE, _CONFIG = Path("docs/understanding.md"), Path("config")
_SPEED_TEXTS = 400
# To be changed by hand whenever it is measured again: it is the less proof the more often.
_FINAL_RUN = "the fourth run, after 2,467 more sentences than the first"


def main() -> int:
    """Print the tables and write them; with --wrong only the mistakes in one file."""
    parser = argparse.ArgumentParser(prog="bench.understanding", description=__doc__)
    parser.add_argument("--wrong", type=Path, metavar="FILE", help="list the mistakes in a file")
    parser.add_argument("--open-dev", action="store_true", help="… though it is the honest test")
    parser.add_argument("--quick", action="store_true", help="no baselines, no speed; not written")
    parser.add_argument("--final", action="store_true", help="also the test kept for the end")
    chosen = parser.parse_args()
    if chosen.wrong:
        return told(chosen.wrong, _CONFIG, is_dev_open=chosen.open_dev)
    tables = "\n\n".join(_tables(is_quick=chosen.quick, is_final=chosen.final))
    print(tables)
    if not chosen.quick:
        put(_PAGE, tables)
    return 0


def _tables(*, is_quick: bool, is_final: bool) -> Iterator[str]:
    test, ours = Test.of(DEV), _ours(_CONFIG)
    columns = [(ours, [*figures(ours, test), _talks(DEV / "talks", _CONFIG)])]
    if not is_quick:
        config = load_config(_CONFIG)
        columns += [(each, list(figures(each, test))) for each in baselines(config)]
    yield "### The sample centre"
    yield accuracy(columns)
    if is_final:
        last = Test.of(FINAL)
        yield f"### The final test, by another author ({_FINAL_RUN})"
        yield accuracy([(ours, [*figures(ours, last), _talks(FINAL / "talks", _CONFIG)])])
    if others := list(_others()):
        yield "### Other centres, nothing trained anew"
        yield centres(others)
    if not is_quick:
        texts = [each.text for each in read_folder(TRAIN)]
        step = max(1, len(texts) // _SPEED_TEXTS)
        yield "### Speed"
        yield speeds(speed(_CONFIG, texts[::step]))


def _ours(config: Path) -> Contender:
    reader = Reader.of(config)
    return Contender(
        "menting",
        intent=reader.intent,
        service=reader.service,
        aspect=reader.aspect,
        answer=reader.answer,
        times=reader.times,
    )


def _talks(folder: Path, config: Path) -> Figure:
    talks = [read_talk(path) for path in sorted(folder.glob("*.txt"))]
    return share("talks completed", completed(talks, config), (0.9, True))


def _others() -> Iterator[tuple[str, list[Figure]]]:
    for folder in sorted(path for path in CENTRES.glob("*") if path.is_dir()):
        if (folder / "services.yaml").exists():
            yield folder.name, list(figures(_ours(folder), Test.of(folder, "dev")))


if __name__ == "__main__":
    sys.exit(main())
