"""The baselines: cues without a model, TF-IDF of characters, BM25 over jieba's words, jionlp."""

import importlib
import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from types import ModuleType

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from bench.understanding.contenders import Contender
from bench.understanding.corpora import Question, Timed
from bench.understanding.measures import AnswerHeard, ServiceHeard
from bench.understanding.ours import NOW
from bot.config.model import Config
from bot.understanding import Intent, Knowledge
from bot.understanding.intents import tally
from bot.understanding.reader import take_apart
from training.corpus import TRAIN, Sentence, read_folder

_FIRST, _ALIKE = 5, 0.5
_LITTLE = 1.0  # points of the cues below which nothing was understood


class NotInstalled(Exception):
    """The package of this baseline is not there; its name is the text."""


def baselines(config: Config) -> Iterator[Contender]:
    """Every baseline, those without their package empty."""
    for name, make in (
        ("cue rules alone", _cues),
        ("TF-IDF characters", _characters),
        ("BM25 + jieba", _words),
        ("jionlp", _jionlp),
    ):
        try:
            yield make(name, config)
        except NotInstalled as missing:
            yield Contender(name, missing=str(missing))


def _cues(name: str, config: Config) -> Contender:
    knowledge = Knowledge.build(config)

    def intent(sentence: Sentence) -> str:
        parts = take_apart(sentence.text, NOW, knowledge)
        points = tally(parts.said, parts.facts).points
        best = max(points, key=lambda label: points[label])
        return best.value if points[best] >= _LITTLE else Intent.UNCLEAR.value

    return Contender(name, intent)


def _characters(name: str, config: Config) -> Contender:
    """1-3-grams; logistic regression for the intent, the nearest phrase for all else."""
    learned = read_folder(TRAIN)
    grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True)
    model = Pipeline([("grams", grams), ("told", LogisticRegression(C=10, max_iter=300))])
    model.fit([each.text for each in learned], [each.intents[0] for each in learned])
    known: dict[str, str] = {}

    def intent(sentence: Sentence) -> str:
        if sentence.text not in known:
            known[sentence.text] = str(model.predict([sentence.text])[0])
        return known[sentence.text]

    return _nearest(name, config, _cosines, intent)


Rank = Callable[[str], list[float]]
"""From a text to how near each phrase is, 0..1."""


def _cosines(phrases: Sequence[str]) -> Rank:
    grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)
    stored = grams.fit_transform(phrases)
    return lambda text: [
        float(near) for near in (stored @ grams.transform([text]).T).toarray().ravel()
    ]


def _words(name: str, config: Config) -> Contender:
    jieba, bm25 = _package("jieba"), _package("rank_bm25")
    jieba.setLogLevel(logging.WARNING)

    def ranker(phrases: Sequence[str]) -> Rank:
        index = bm25.BM25Okapi([jieba.lcut(phrase) for phrase in phrases])

        def rank(text: str) -> list[float]:
            scores = index.get_scores(jieba.lcut(text))
            return [float(score) for score in np.asarray(scores) / (float(scores.max()) or 1.0)]

        return rank

    return _nearest(name, config, ranker, None)


def _nearest(
    name: str,
    config: Config,
    ranker: Callable[[Sequence[str]], Rank],
    intent: Callable[[Sentence], str] | None,
) -> Contender:
    """The service and the answer whose name, alias or question is nearest; never unsure."""
    services = [
        (service.name, phrase)
        for service in config.catalogue.services.values()
        for phrase in (service.name, *service.aliases)
    ]
    entries = [(e.id, said) for e in config.faq for said in (e.question, *e.aliases)]
    by_service = ranker([phrase for _, phrase in services])
    by_entry = ranker([said for _, said in entries])

    def service(sentence: Sentence) -> ServiceHeard:
        ranked, best = _ranked(services, by_service(sentence.text))
        sure = frozenset(ranked[:1]) if best >= _ALIKE else frozenset[str]()
        return ServiceHeard(ranked[0], sure, frozenset(ranked[:4]), not_offered=False)

    def answer(question: Question) -> AnswerHeard:
        ranked, best = _ranked(entries, by_entry(question.text))
        return AnswerHeard(tuple(ranked[:_FIRST]), ranked[0] if best >= _ALIKE else None)

    return Contender(name, intent, service, answer=answer)


def _ranked(owned: Sequence[tuple[str, str]], near: Sequence[float]) -> tuple[list[str], float]:
    order = sorted(range(len(near)), key=lambda n: -near[n])
    return list(dict.fromkeys(owned[n][0] for n in order)), near[order[0]]


def _jionlp(name: str, _: Config) -> Contender:
    package = _package("jionlp")

    def times(said: Timed) -> bool:
        try:
            found = package.ner.extract_time(said.text, time_base=said.now.timestamp())
        except Exception:
            found = []
        spans = [
            each["detail"]["time"] for each in found if each["type"] in ("time_point", "time_span")
        ]
        return _same(spans, said.meant.partition(" ! ")[0])

    return Contender(name, times=times)


def _same(spans: Sequence[Sequence[str]], meant: str) -> bool:
    """Ends are told inclusive by it; a point is right by its start alone."""
    wanted = [] if meant == "none" else [one.split(" | ") for one in meant.split(" ; ")]
    if len(spans) != len(wanted):
        return False
    return all(_fits(span, want) for span, want in zip(spans, wanted, strict=True))


def _fits(span: Sequence[str], want: Sequence[str]) -> bool:
    start, end = (_moment(text) for text in span[:2])
    if start is not None and want[0] != f"{start:%Y-%m-%dT%H:%M}":
        return False
    after = f"{end + timedelta(seconds=1):%Y-%m-%dT%H:%M}" if end else "-"
    return want[1] in ("-", after)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - local, as ours
    except ValueError:
        return None


def _package(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError as missing:
        raise NotInstalled(name) from missing
