"""From labelled sentences to the wording of each matter, and to what each kind of evidence weighs.

`learn` writes bot/understanding/weights/matters.json: a table of the grams that people use for a
matter far oftener than for others, lent at load to services that are called alike (any centre's),
and the weights of evidence.py. The weights are fitted on readings in which the wording of a
sentence's own file was left out, over catalogues with fewer aliases and fewer services than the
sample's, so that they hold for other centres too.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np
import orjson
from msgspec import Struct
from msgspec.structs import replace

from bot.config.model import Config
from bot.domain.services import Catalogue, Service
from bot.understanding.evidence import KINDS, Evidence
from bot.understanding.likening import KINDS as ANSWER_KINDS
from bot.understanding.matters import FILE, Learned, Matter
from bot.understanding.naming import Naming
from bot.understanding.text import plain
from training.answers import answer_rows
from training.corpus import ELSEWHERE, Sentence
from training.shares import Row, fit

_OFTEN = 2  # times a gram is said of a matter before it is taken for its wording
_FEW = 4  # … and from which it is trusted wholly
_TELLING = 1.0  # logits by which it must speak for the matter
_SCALE = 25.0  # so that the square root of a sum of wording is about one
_A_CENTRE = 8  # so many matters of other offices in one file are a centre of their own
_STRANGERS = 60  # … to which every so manyth other sentence is strange
_MADE_UP = 0.5  # how much a reading there counts
# (aliases kept, every how manyth service is left out, is wording lent)
_VARIANTS = ((99, 0, True), (2, 0, True), (2, 3, True), (3, 0, False), (2, 3, False))

Table = Mapping[str, Mapping[str, float]]


class Heard(Struct, frozen=True):
    """A sentence: its file, the names it is about (none: nothing of ours), its grams."""

    file: str
    names: tuple[str, ...]
    is_strange: bool
    text: str
    grams: frozenset[str]

    @property
    def is_elsewhere(self) -> bool:
        """Is it about something that some other office does?"""
        return any(name.startswith(ELSEWHERE) for name in self.names)

    @property
    def matter(self) -> str | None:
        """The one matter it is about."""
        return self.names[0].removeprefix(ELSEWHERE) if len(self.names) == 1 else None


def learn(sentences: Sequence[Sentence], config: Config) -> str:
    """Write the table and the weights; returns a line about them."""
    catalogue = config.catalogue
    spoken = "\n".join(said for e in config.faq for said in (e.question, *e.aliases))
    heard = _hear(sentences, Naming.build(catalogue, config.wording, Learned()))
    rows = [*_rows(heard, config, spoken), *_rows_elsewhere(heard, config)]
    weights = fit(rows)
    matters = _matters(_table(heard), catalogue)
    lessons = {f: _lessons(heard, f, catalogue, weights) for f in {each.file for each in heard}}
    answers = list(answer_rows(sentences, config, lessons))
    answer_weights = fit(answers)
    FILE.write_bytes(
        orjson.dumps(
            {
                "services": dict(zip(KINDS, weights, strict=True)),
                "answers": dict(zip(ANSWER_KINDS, answer_weights, strict=True)),
                "matters": [{"names": m.names, "wording": m.wording} for m in matters],
            },
            option=orjson.OPT_INDENT_2,
        )
        + b"\n"
    )
    size, kept = FILE.stat().st_size / 1000, sum(len(m.wording) for m in matters)
    right = sum(row.is_right(weights) for row in rows) / len(rows)
    found = sum(row.is_right(answer_weights) for row in answers) / len(answers)
    return (
        f"matters: {len(matters)}, {kept} grams; services right {right:.3f} of {len(rows)}, "
        f"answers {found:.3f} of {len(answers)}; {size:.0f} kB"
    )


def _lessons(
    heard: Sequence[Heard], file: str, catalogue: Catalogue, weights: Sequence[float]
) -> Learned:
    return Learned(_matters(_table(heard, file), catalogue), tuple(weights))


def _hear(sentences: Iterable[Sentence], naming: Naming) -> list[Heard]:
    heard: list[Heard] = []
    for each in sentences:
        file = each.where.partition(":")[0]
        said = naming.said(plain(each.text)).either
        words = frozenset(gram for gram in said if len(gram) > 1 and not gram.isdigit())
        known = tuple(name for name in each.services if name != "not_offered")
        heard.append(Heard(file, known, not known and bool(each.services), each.text, words))
    return heard


def _table(heard: Sequence[Heard], without: str = "") -> Table:
    """Matter → gram → how much it speaks for the matter; sentences of one file left out."""
    total: Counter[str] = Counter()
    said: dict[str, Counter[str]] = defaultdict(Counter)
    many: Counter[str] = Counter()
    used = [each for each in heard if each.file != without]
    for each in used:
        total.update(each.grams)
        if each.matter:
            said[each.matter].update(each.grams)
            many[each.matter] += 1
    return {
        matter: dict(_telling(counts, total, many[matter], len(used)))
        for matter, counts in said.items()
    }


def _telling(
    counts: Counter[str], total: Counter[str], sentences: int, all_sentences: int
) -> Iterator[tuple[str, float]]:
    for gram, times in sorted(counts.items()):
        inside = times / (sentences + 2)
        outside = (total[gram] - times + 0.5) / (all_sentences - sentences + 1)
        logit = math.log(inside / outside)
        if times >= _OFTEN and logit > _TELLING:
            trust = math.sqrt(min(1.0, times / _FEW)) * inside**0.3
            yield gram, round(logit * trust * 5 / _SCALE, 3)


def _matters(table: Table, catalogue: Catalogue) -> tuple[Matter, ...]:
    """The table with what the matters are called; no words left, no matter."""
    services = catalogue.services
    return tuple(
        Matter((name, *(services[name].aliases if name in services else ())), dict(wording))
        for name, wording in sorted(table.items())
        if wording
    )


def _rows(heard: Sequence[Heard], config: Config, spoken: str) -> Iterator[Row]:
    files = sorted({each.file for each in heard})
    tables = {file: _table(heard, file) for file in files}
    for aliases, nth, is_lent in _VARIANTS:
        catalogue = _thinned(config.catalogue, aliases, nth)
        for file in files:
            table = tables[file] if is_lent else {}
            lessons = Learned(_matters(table, config.catalogue))
            naming = Naming.build(catalogue, config.wording, lessons, spoken)
            for each in heard:
                if each.file == file:
                    yield _row(each, naming, naming.evidence(naming.said(plain(each.text))))


def _rows_elsewhere(heard: Sequence[Heard], config: Config) -> Iterator[Row]:
    """Readings in made-up centres: each does what the sentences of one file are about, under its
    formal names alone."""
    for file, catalogue in made_up((each.file, each.names) for each in heard).items():
        said = [each for each in heard if each.file == file]
        lessons = Learned(_matters(_table(heard, file), config.catalogue))
        naming = Naming.build(catalogue, config.wording, lessons)
        strangers = (each for each in heard[::_STRANGERS] if each.file != file)
        for each in (*said, *strangers):
            ours = replace(each, names=tuple(name.removeprefix(ELSEWHERE) for name in each.names))
            row = _row(ours, naming, naming.evidence(naming.said(plain(each.text))))
            yield replace(row, weight=_MADE_UP)


def made_up(told: Iterable[tuple[str, Iterable[str]]]) -> dict[str, Catalogue]:
    """By file, from (file, names of services): a centre that does what its sentences say other
    offices do, if that is enough for one."""
    names: dict[str, set[str]] = defaultdict(set)
    for file, said in told:
        names[file].update(name[1:] for name in said if name.startswith(ELSEWHERE))
    return {
        file: Catalogue({name: Service(name, "", False, "") for name in sorted(found)})
        for file, found in sorted(names.items())
        if len(found) >= _A_CENTRE
    }


def _thinned(catalogue: Catalogue, aliases: int, nth: int) -> Catalogue:
    services = {
        name: replace(service, aliases=service.aliases[:aliases])
        for number, (name, service) in enumerate(catalogue.services.items())
        if not nth or number % nth
    }
    return replace(catalogue, services=services)


def _row(heard: Heard, naming: Naming, found: Mapping[int, Evidence]) -> Row:
    numbers = np.zeros((len(found) + 1, len(KINDS)))
    right = np.zeros(len(found) + 1)
    ours: Collection[str] = set(heard.names) & set(naming.names)
    right[0] = not ours
    for place, (owner, evidence) in enumerate(found.items(), 1):
        numbers[place] = evidence.numbers
        if owner < len(naming.names):
            right[place] = naming.names[owner] in ours
        else:
            right[place] = heard.is_strange or heard.is_elsewhere
    return Row(numbers, right)
