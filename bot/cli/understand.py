"""understand: JSON lines with a sentence in, what it means out."""

import argparse
import sys
import time
from datetime import datetime

import orjson

from bot.cli.base import CommandLine, add_places, guarded


def _prepare(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    parser.add_argument("--explain", metavar="TEXT", help="explain one sentence to a person")


def _run(arguments: argparse.Namespace) -> int:
    return guarded(lambda: _understand(arguments))


def _understand(arguments: argparse.Namespace) -> int:
    from bot.config import load_config
    from bot.domain.calendar import CHINA
    from bot.understanding import Knowledge

    knowledge = Knowledge.build(load_config(arguments.config))
    if arguments.explain is not None:
        now = datetime.now(CHINA)
        found = _read({"text": arguments.explain, "now": now.isoformat()}, knowledge)
        sys.stdout.buffer.write(orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n")
        return 0
    for raw in sys.stdin.buffer:
        if raw.strip():
            sys.stdout.buffer.write(orjson.dumps(_answer(raw, knowledge)) + b"\n")
            sys.stdout.buffer.flush()
    return 0


def _answer(raw: bytes, knowledge: "object") -> dict[str, object]:
    try:
        line = orjson.loads(raw)
    except orjson.JSONDecodeError as broken:
        return {"id": None, "error": str(broken)}
    if not isinstance(line, dict) or not isinstance(line.get("text"), str):
        return {"id": line.get("id") if isinstance(line, dict) else None, "error": "text?"}
    try:
        return {"id": line.get("id"), **_read(line, knowledge)}
    except ValueError as broken:
        return {"id": line.get("id"), "error": str(broken)}


def _read(line: dict[str, object], knowledge: "object") -> dict[str, object]:
    from bot.domain.calendar import CHINA
    from bot.understanding import Knowledge, read
    from bot.understanding.report import to_json

    assert isinstance(knowledge, Knowledge)  # noqa: S101 - imported late, typed late
    said = line.get("now")
    now = datetime.fromisoformat(said) if isinstance(said, str) else datetime.now(CHINA)
    now = now if now.tzinfo else now.replace(tzinfo=CHINA)
    began = time.perf_counter()
    found = to_json(read(str(line["text"]), now.astimezone(CHINA), knowledge))
    return {**found, "ms": round((time.perf_counter() - began) * 1000, 3)}


COMMAND_LINE = CommandLine("understand", "what a sentence means", _run, _prepare)
