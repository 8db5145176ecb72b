"""understand: JSON lines with a sentence in, what it means out; --explain and --expected are for
people."""

import argparse
import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING

import orjson
from msgspec import Struct

from bot.cli.base import CommandLine, add_config, environment, guarded, spoken

if TYPE_CHECKING:
    from bot.config import Config
    from bot.understanding import Knowledge

Json = dict[str, object]


class BadSentence(Exception):
    """What is wrong with a line; the text is Chinese, `id` is the line's own."""

    def __init__(self, key: str, own_id: object = None, /, **values: object) -> None:
        """`key` is a sentence below cli.understand."""
        super().__init__(spoken(f"understand.{key}", **values).rstrip("\n"))
        self.id = own_id


class Sentence(Struct, frozen=True):
    """One line of input."""

    id: object
    text: str
    now: datetime


def _prepare(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--explain", nargs="?", const="", metavar="TEXT", help="explain")
    parser.add_argument("--expected", action="store_true", help="expected")


def _run(arguments: argparse.Namespace) -> int:
    return guarded(lambda: _understand(arguments))


def _understand(arguments: argparse.Namespace) -> int:
    from bot.config import load_config
    from bot.understanding import Knowledge

    config = load_config(arguments.config, environment())
    if arguments.expected:
        return _expected(config)
    knowledge = Knowledge.build(config)
    lines = [orjson.dumps({"text": arguments.explain})] if arguments.explain else sys.stdin.buffer
    is_for_people = arguments.explain is not None
    for raw in lines:
        if raw.strip():
            said = _explain(raw, knowledge) if is_for_people else _answer(raw, knowledge)
            sys.stdout.buffer.write(said + b"\n")
            sys.stdout.buffer.flush()
    return 0


def _expected(config: "Config") -> int:
    from bot.understanding.judging import expect, spelt

    shares = spelt(expect(config))
    sys.stdout.write(spoken("understand.expected", **shares))
    return 0


def _answer(raw: bytes, knowledge: "Knowledge") -> bytes:
    from bot.understanding import read
    from bot.understanding.report import to_json

    try:
        sentence = _parse(raw)
    except BadSentence as bad:
        return orjson.dumps({"id": bad.id, "error": str(bad)})
    began = time.perf_counter()
    found = to_json(read(sentence.text, sentence.now, knowledge))
    spent = round((time.perf_counter() - began) * 1000, 3)
    return orjson.dumps({"id": sentence.id, **found, "ms": spent})


def _parse(raw: bytes) -> Sentence:
    try:
        line = orjson.loads(raw)
    except orjson.JSONDecodeError as broken:
        raise BadSentence("no_json", reason=broken.msg) from broken
    if not isinstance(line, dict):
        raise BadSentence("no_object")
    if not isinstance(line.get("text"), str):
        raise BadSentence("no_text", line.get("id"))
    return Sentence(line.get("id"), line["text"], _moment(line))


def _moment(line: Json) -> datetime:
    from bot.domain.calendar import CHINA

    said = line.get("now")
    if said is None:
        return datetime.now(CHINA)
    try:
        found = datetime.fromisoformat(str(said))
        return (found if found.tzinfo else found.replace(tzinfo=CHINA)).astimezone(CHINA)
    except (ValueError, OverflowError) as broken:
        raise BadSentence("no_moment", line.get("id"), value=said) from broken


def _explain(raw: bytes, knowledge: "Knowledge") -> bytes:
    """For people: a line may be plain words, too."""
    from bot.cli.explained import explained
    from bot.domain.calendar import CHINA

    try:
        sentence = _parse(raw)
    except BadSentence:
        text = raw.decode(errors="replace").strip()
        sentence = Sentence(None, text, datetime.now(CHINA))
    return explained(sentence.text, sentence.now, knowledge).encode()


COMMAND_LINE = CommandLine("understand", "understand", _run, _prepare)
