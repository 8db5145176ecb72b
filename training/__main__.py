"""`make train`: from the sentences of training/train to the weights of bot/understanding."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from threadpoolctl import threadpool_limits

from bot.config import load_config
from bot.config.model import Config
from bot.domain.calendar import CHINA
from bot.understanding import Knowledge, intents, topics
from bot.understanding.matters import learned
from bot.understanding.model import WEIGHTS, trained
from bot.understanding.reader import take_apart
from bot.understanding.text import plain
from training import wording
from training.corpus import TRAIN, Sentence, faults, read_folder
from training.learning import Example, best_trial, fit
from training.weights import write, write_blank

# When the sentences are taken to be said: the Monday on which most of them were written.
_NOW = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
_CONFIG = Path("config")


def main() -> int:
    """Learn the matters, then the aspects, then the intents, each leaning on those before; 1 when
    the corpus has faults."""
    config = load_config(_CONFIG)
    if found := faults(TRAIN, config.catalogue.services):
        print("\n".join(found), file=sys.stderr)
        return 1
    sentences = read_folder(TRAIN)
    with threadpool_limits(1):  # so that sums are always made in one order
        print(wording.learn(sentences, config))
        learned.cache_clear()
        _learn(topics.MODEL, list(_asked(sentences, _without_answers(config))))
        trained.cache_clear()  # the likeness to an answer depends on the aspect
        _learn(intents.MODEL, list(_wanted(sentences, Knowledge.build(config))))
    return 0


def _without_answers(config: Config) -> Knowledge:
    """What needs no weights, so that those of the last time have no say."""
    WEIGHTS.mkdir(exist_ok=True)
    if not (WEIGHTS / f"{topics.MODEL}.json").exists():
        write_blank(WEIGHTS / f"{topics.MODEL}.json", topics.NO_TOPIC)
    return Knowledge.build(replace(config, faq=()))


def _learn(name: str, examples: Sequence[Example]) -> None:
    trial = best_trial(examples)
    size = write(WEIGHTS / f"{name}.json", fit(examples, trial.strength), trial.heat)
    print(f"{name}: {len(examples)} sentences; {trial}; {size / 1000:.0f} kB")


def _asked(sentences: Sequence[Sentence], knowledge: Knowledge) -> Iterator[Example]:
    for each in sentences:
        matter = take_apart(each.text, _NOW, knowledge).matter
        cues = topics.cued(plain(each.text), matter.named)
        yield Example(topics.features(cues, matter.grams), each.aspects, each.page)


def _wanted(sentences: Sequence[Sentence], knowledge: Knowledge) -> Iterator[Example]:
    for each in sentences:
        parts = take_apart(each.text, _NOW, knowledge)
        yield Example(intents.features(parts.said, parts.facts), each.intents, each.page)


if __name__ == "__main__":
    sys.exit(main())
