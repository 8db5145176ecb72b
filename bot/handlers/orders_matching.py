"""Where in the words of a message a verb or a wording of a command stands."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.handlers.commands.base import Command
from bot.understanding.text import plain

Place = tuple[int, int]

_POLITE = (
    r"[\s,，。、.:：;；!！~/#\u2600-\u27bf\U0001f300-\U0001faff]"
    r"|麻烦你?|请(?![问假])|帮我|帮忙|你好|您好|@\S{1,20}\s"
)
_LEAD = re.compile(rf"(?:{_POLITE})*")
_FILLED_LEAD = re.compile(
    rf"(?:{_POLITE}|嗯+|呃+|额|啊+|哦+|那个|这个|这单|就是说?|就说|呢|把|将|然后|算了(?=[\s,，]|还是)|那就|还是(?=给|让|转|交|挪|改|推|移)|对了?(?=记|备注)|(?:好的?|行)[\s,，]*(?=我(?:来|接))|那(?=\s*[我行可好没通改转拒接备补确])|好吧|行吧|等[一等]?下(?!班|[下个次周])|顺便|(?:给|帮)[他她](?=[办弄]))*"
)
_TRAIL = re.compile(r"[\s,，。、.:：;；!！~]*$")
_BETWEEN = re.compile(r"[\s:：,，。、]*")
_CLAUSE_END = re.compile(r"[,，。;；!！\n]+")
_GAP = " ?"
_MERE_YES = re.compile("(?:(?:好的?|嗯+|行|ok|可以)[的了嘞哈啊]*)+")


def begin_of(words: str, *, is_about: bool) -> int:
    """Behind politeness, and in a message about a ticket behind what comes to mind first."""
    lead = (_FILLED_LEAD if is_about else _LEAD).match(words)
    return lead.end() if lead else 0


def end_of(words: str) -> int:
    """Before politeness and marks at the end."""
    trail = _TRAIL.search(words)
    return trail.start() if trail else len(words)


def rest_of(words: str, position: int) -> int:
    """Where the words behind a verb begin."""
    between = _BETWEEN.match(words, position)
    return between.end() if between else position


def find_verb(words: str, start: int, commands: Sequence[Command]) -> tuple[Command, int] | None:
    """The command and where its verb ends; 确 认 is heard only when nothing else fits."""
    verbs = sorted(((v, c) for c in commands for v in c.verbs), key=lambda each: -len(each[0]))
    for gap in ("", _GAP):
        for verb, command in verbs:
            spelt = _spelt(verb, gap).match(words, start)
            if spelt and _compiled(_tail(command)).fullmatch(words, spelt.end()):
                return command, spelt.end()
    return None


def _tail(command: Command) -> str:
    """A command that changes nothing may also be asked ("待办？")."""
    return command.tail if command.needs_ticket else f"(?:{command.tail})[?？]*"


def find_wordings(
    words: str, span: tuple[int, int], commands: Sequence[Command]
) -> Iterator[tuple[Command, tuple[int, int]]]:
    """The commands one of whose wordings covers `span`, each with the place of its rest."""
    for command in commands:
        for pattern in command.natural:
            found = _compiled(pattern).fullmatch(words, *span)
            if found:
                named = "rest" in found.re.groupindex and found["rest"] is not None
                yield command, found.span("rest") if named else span
                break


def find_in_clauses(
    words: str, span: tuple[int, int], commands: Sequence[Command]
) -> list[tuple[Command, tuple[int, int]]]:
    """The one order among talk: 材料我看了，没得问题，确认. None where the talk may change it."""
    among = [command for command in commands if command.unless is not None]
    found: list[tuple[Command, tuple[int, int]]] = []
    weak: list[tuple[Command, tuple[int, int]]] = []
    talk: list[str] = []
    for clause in _clauses(words, span):
        order = _order_in(words, clause, among)
        if order is None:
            talk.append(words[slice(*clause)])
        elif _MERE_YES.fullmatch(words[slice(*clause)].strip()) or not order[0].needs_ticket:
            weak.append(order)
        else:
            found.append(order)
    found = found or weak  # 好的，我来; 点错了，改成周五: the other word is the order
    if len({id(command) for command, _ in found}) > 1:
        found = [each for each in found if each[0].needs_ticket]  # 转错了，给张敏: the order counts
    if len({id(command) for command, _ in found}) != 1:
        return []
    command = found[0][0]
    is_meant = not re.search(command.unless or "", "，".join(talk))
    return found[-1:] if is_meant else []


def _order_in(
    words: str, clause: tuple[int, int], commands: Sequence[Command]
) -> tuple[Command, tuple[int, int]] | None:
    start = clause[0] + begin_of(words[slice(*clause)], is_about=True)
    if found := find_verb(words[: clause[1]], start, commands):
        command, verb_end = found
        return command, (rest_of(words, verb_end), clause[1])
    wordings = list(find_wordings(words, (start, clause[1]), commands))
    return wordings[0] if len(wordings) == 1 else None


def _clauses(words: str, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The places of the parts between marks; of 改 a/b/c the list stays whole."""
    begin = span[0]
    for mark in _CLAUSE_END.finditer(words, *span):
        if words[begin : mark.start()].strip():
            yield begin, mark.start()
        begin = mark.end()
    if words[begin : span[1]].strip():
        yield begin, span[1]


@lru_cache(maxsize=512)
def _spelt(verb: str, gap: str) -> re.Pattern[str]:
    return re.compile(gap.join(map(re.escape, plain(verb))))


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
