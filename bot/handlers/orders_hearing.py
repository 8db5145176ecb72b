"""What a staff message says: ticket codes, a verb, and the words that follow it."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.tickets import normalise_code
from bot.handlers.commands.base import Command
from bot.understanding.text import LONGEST, blank, plain

_CODE = re.compile(
    r"(?<![a-z0-9])[a-z][\s\-#]{0,2}(?:[0-9]{3,9}(?![0-9])|[〇零幺一二三四五六七八九]{3,6})"
)
_CODE_LIKE = re.compile(r"(?<![a-z0-9])(?:[a-z]\s?[0-9][a-z0-9]*|[0-9]{3,9})(?![0-9:点月])")
_LOOSE = re.compile(
    r"^(?:[这那]几?个)?(?:全都|全部|都|一起|所有的?|[\u4e00-\u9fff]{1,3}(?:女士|先生|阿姨|大爷)的?)(?:都|一起)?"
)
_CLAUSES = re.compile(r"[\s,，。;；、]+")
_TASK = re.compile(r"(?<![a-z0-9])t[\s\-#]{0,2}([0-9]{1,9})(?![0-9])")
_LEAD = re.compile(
    r"(?:[\s,，。、.:：;；!！~/#]|麻烦你?|请(?![问假])|帮我|帮忙|你好|您好|@\S{1,20}\s)*"
)
_TRAIL = re.compile(r"[\s,，。、.:：;；!！~]*$")
_BETWEEN = re.compile(r"[\s:：,，。、]*")
_TOKEN = re.compile(r"[^\s,，。、:：;；!！?？]{1,4}")
_WORD = re.compile(r"\w")
_GUESSED_ALONE = 4
_ALIKE = 0.5
_GAP = " ?"


@dataclass(frozen=True, slots=True)
class Heard:
    """`command` None = no verb was found; `exact`: the verb stood at the start; `alone`: nothing
    follows it; `words` is the message without code and politeness, in plain form."""

    codes: tuple[str, ...]
    words: str
    command: Command | None = None
    verb: str = ""
    rest: str = ""
    exact: bool = False

    @property
    def alone(self) -> bool:
        """Whether nothing but the verb was said."""
        return not self.rest


def hear(text: str, commands: Sequence[Command]) -> Heard:
    """Read one message; the longest verb at its start wins, else the only wording that fits it."""
    said = text[:LONGEST]
    places = _codes(plain(said))
    words = blank(plain(said), tuple(places.values()), " ")
    start = _start(words)
    stop = max(start, _end(words))
    by_verb = _by_verb(words, start, commands)
    if by_verb:
        command, verb_end = by_verb
        verb = words[start:verb_end].replace(" ", "")
        rest_from = _after(words, verb_end)
        # A code before the words is the ticket; one among them is then part of what is said. What
        # works on no ticket keeps all its words (教 3 = F100).
        heads = {code: place for code, place in places.items() if place[1] <= rest_from}
        named = (heads or places) if command.needs_ticket or command.by_quote else {}
        rest = blank(said, tuple(named.values()), " ")[rest_from:].strip()
        rest = rest if _WORD.search(rest) else ""
        return Heard(tuple(named), words[start:stop], command, verb, rest, exact=True)
    codes, said = tuple(places), blank(said, tuple(places.values()), " ")
    wordings = list(_by_wording(words, (start, stop), commands))
    if len(wordings) != 1:
        return Heard(codes, words[start:stop])
    command, (begin, end) = wordings[0]
    return Heard(codes, words[start:stop], command, command.verbs[0], said[begin:end].strip())


def suggestion(heard: Heard, commands: Sequence[Command], *, on_ticket: bool = False) -> str | None:
    """The verb that an addressed message holds, else one like its first word; None when there is
    none. `on_ticket`: only what is done with a ticket."""
    shown = [c for c in commands if c.help_key and (c.needs_ticket or not on_ticket)]
    held = (c for c in shown if len(c.verbs[0]) > 1 and c.verbs[0] in heard.words)
    if command := next(held, None) or _in_a_clause(heard.words, shown):
        return command.verbs[0]
    first = _TOKEN.match(heard.words)
    if first is None:
        return None
    token = first.group()
    names = [verb for command in shown for verb in command.verbs]
    tries = (token[:length] for length in range(len(token), 1, -1))
    found = (difflib.get_close_matches(each, names, 1, _ALIKE) for each in tries)
    return next((match[0] for match in found if match), None)


def loosely(heard: Heard, commands: Sequence[Command]) -> Command | None:
    """The order to several or to somebody by name (都确认, 刘女士的确认): it needs a code."""
    rest, count = _LOOSE.subn("", heard.words, 1)
    meant = hear(rest, commands) if count else heard
    command = meant.command if meant.exact else None
    return command if command and command.needs_ticket and not command.everyday else None


def in_parts(text: str, commands: Sequence[Command]) -> bool:
    """Whether one of its clauses is an order of its own (A101可以，A102不行)."""
    clauses = (hear(part, commands) for part in _CLAUSES.split(text[:LONGEST]))
    return any(heard.codes and heard.command for heard in clauses)


def _in_a_clause(words: str, commands: Sequence[Command]) -> Command | None:
    found = (hear(part, commands).command for part in _CLAUSES.split(words) if part)
    return next(filter(None, found), None)


def misspelt(heard: Heard, commands: Sequence[Command]) -> str | None:
    """The verb that a whole short message misses by one character (确任, 代办); else None."""
    if not 2 <= len(heard.words) <= _GUESSED_ALONE:
        return None
    names = (c.verbs[0] for c in commands if not c.everyday and len(c.verbs[0]) > 1)
    return next((name for name in names if _differ_by_one(heard.words, name)), None)


def names_something(words: str) -> bool:
    """Whether words after a verb hold what may be a mistyped code: A10l, 103."""
    return _CODE_LIKE.search(plain(words)) is not None


def _codes(words: str) -> dict[str, tuple[int, int]]:
    """Each code, of a ticket or of a task, with the place where it was said first."""
    found = ((normalise_code(m.group()), m.span()) for m in _CODE.finditer(words))
    tasks = ((f"T{int(m[1])}", m.span()) for m in _TASK.finditer(words))
    places: dict[str, tuple[int, int]] = {}
    for code, place in (*found, *tasks):
        if code:
            places.setdefault(code, place)
    return places


def _start(words: str) -> int:
    lead = _LEAD.match(words)
    return lead.end() if lead else 0


def _end(words: str) -> int:
    trail = _TRAIL.search(words)
    return trail.start() if trail else len(words)


def _after(words: str, position: int) -> int:
    between = _BETWEEN.match(words, position)
    return between.end() if between else position


def _by_verb(words: str, start: int, commands: Sequence[Command]) -> tuple[Command, int] | None:
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


def _by_wording(
    words: str, span: tuple[int, int], commands: Sequence[Command]
) -> Iterator[tuple[Command, tuple[int, int]]]:
    for command in commands:
        for pattern in command.natural:
            found = _compiled(pattern).fullmatch(words, *span)
            if found:
                named = "rest" in found.re.groupindex and found["rest"] is not None
                yield command, found.span("rest") if named else span
                break


def _differ_by_one(said: str, name: str) -> bool:
    """One character replaced, missing or too many."""
    if len(said) == len(name):
        return sum(a != b for a, b in zip(said, name, strict=True)) == 1
    short, long = sorted((said, name), key=len)
    return any(short == long[:i] + long[i + 1 :] for i in range(len(long)))


@lru_cache(maxsize=512)
def _spelt(verb: str, gap: str) -> re.Pattern[str]:
    return re.compile(gap.join(map(re.escape, plain(verb))))


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
