"""`make train`: from the sentences of training/train to the weights of bot/understanding."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace
from threadpoolctl import threadpool_limits

from bot.config import load_config
from bot.config.model import Config
from bot.domain.calendar import CHINA
from bot.understanding import Intent, Knowledge, intents, topics
from bot.understanding.model import WEIGHTS
from bot.understanding.reader import Parts, take_apart
from training import wording
from training.corpus import TRAIN, Sentence, faults, read_folder
from training.learning import Example, best_trial, fit
from training.weights import write

# When the sentences are taken to be said: the Monday on which most of them were written.
_NOW = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
_CONFIG = Path("config")


def main() -> int:
    """Learn the matters, then the intents, which lean on them, and the aspects; 1 when the corpus
    has faults."""
    config = load_config(_CONFIG)
    if found := faults(TRAIN, config.catalogue.services):
        print("\n".join(found), file=sys.stderr)
        return 1
    sentences = read_folder(TRAIN)
    with threadpool_limits(1):  # so that sums are always made in one order
        print(wording.learn(sentences, config))
        parts = list(
            _taken_apart(sentences, replace(config, faq=()))
        )  # no weights of the last time
        _learn(topics.MODEL, list(_asked(sentences, parts)), 5_400)
        _learn(intents.MODEL, list(_wanted(sentences, parts)), 9_000)
    return 0


def _taken_apart(sentences: Sequence[Sentence], config: Config) -> Iterator[Parts]:
    """Each sentence as it is read in the house that does what it is about: what is not offered here
    is booked there."""
    ours = Knowledge.build(config)
    houses = {
        file: Knowledge.build(replace(config, catalogue=catalogue))
        for file, catalogue in wording.made_up(
            (each.file, each.services) for each in sentences
        ).items()
    }
    for each in sentences:
        house = houses.get(each.file, ours) if each.is_elsewhere else ours
        yield take_apart(each.text, _NOW, house)


def _learn(name: str, examples: Sequence[Example], most: int) -> None:
    """Write the model with its `most` strongest features: twice as many read no better and would
    cost every idle centre a MiB."""
    trial = best_trial(examples)
    size = write(WEIGHTS / f"{name}.json", fit(examples, trial.strength), trial.heat, most)
    print(f"{name}: {len(examples)} sentences; {trial}; {size / 1000:.0f} kB")


def _asked(sentences: Sequence[Sentence], parts: Sequence[Parts]) -> Iterator[Example]:
    """The questions alone: nothing else is asked about anything."""
    for each, part in zip(sentences, parts, strict=True):
        if Intent.FAQ in each.intents:
            seen = topics.features(part.matter.topics, part.matter.grams)
            yield Example(seen, each.aspects, each.page)


def _wanted(sentences: Sequence[Sentence], parts: Sequence[Parts]) -> Iterator[Example]:
    for each, part in zip(sentences, parts, strict=True):
        yield Example(intents.features(part.said, part.facts), each.intents, each.page)


if __name__ == "__main__":
    sys.exit(main())
