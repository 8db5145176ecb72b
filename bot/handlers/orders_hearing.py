"""What a staff message says: ticket codes, a verb, and the words that follow it."""

import difflib
import re
from collections.abc import Sequence

from msgspec import Struct

from bot.handlers.commands.base import Command
from bot.handlers.orders_matching import (
    begin_of,
    end_of,
    find_in_clauses,
    find_verb,
    find_wordings,
    rest_of,
)
from bot.handlers.orders_words import codes_in, standard
from bot.understanding.cue import Cue
from bot.understanding.text import LONGEST, blank, plain

_CODE_LIKE = Cue(r"(?<![a-z0-9])(?:[a-z]\s?[0-9][a-z0-9]*|[0-9]{3,9})(?![0-9:点月])")
_LOOSE = re.compile(
    r"^(?:[这那]几?个)?(?:全都|全部|都|一起|所有的?|[\u4e00-\u9fff]{1,3}(?:女士|先生|阿姨|大爷)的?"
    r"|(?:剩下|其余|其他|余下)的?[那这]?[几一]?[个件条单]?|第[一二三四五六七八九十\d]{1,2}[个件条单]|最后[那一]?[个件条单])(?:都|一起)?"
)
_OF_WHOM = re.compile(
    r"^(?:女士|先生|阿姨|大爷|大妈|大姐|老师)?(?:的?(?:那个|那单|那件|这个)|的)?的?"
)
_CLAUSES = Cue(r"[\s,，。;；、]+")
_TOKEN = Cue(r"[^\s,，。、:：;；!！?？]{1,4}")
_WORD = Cue(r"\w")
_GUESSED_ALONE = 4
_SEVERAL = 2
_LIST = Cue(r"[\s,，、和跟与及]*(?:都|一起)?[\s。.!！]*")
_DENIED = "(?:不|没有?|别|莫|取消|未|勿)[能要再用先]?"
_ALIKE = 0.5
_WORDS_OF_THEIR_OWN = Cue(
    "确实|确定|准确|承认|默认|公认|备用|备案|备货|备份|关注|文件|邮件|证件|"
    "附件|快件|寄件|软件|条件|取消|取钱|取号|准时|临时|小时|及时|平时|按时|"
    "随时|当时|同时|拒签|杜绝|断绝|谢绝|待会|待命|待机|等待|接待|看待|对待|"
    "办公|帮忙|帮手|补贴|补卡|补办"
)
"""Everyday words that differ from a verb by one character."""


class Heard(Struct, frozen=True):
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


def hear(text: str, commands: Sequence[Command], *, quoted: bool = False) -> Heard:
    """Read one message; the longest verb at its start wins, else the only wording that fits it,
    else, of a message about a ticket (code or quote), the only order among its clauses."""
    said = text[:LONGEST]
    places = codes_in(plain(said))
    words = standard(blank(plain(said), tuple(places.values()), " "))
    is_about = bool(places) or quoted
    start = begin_of(words, is_about=is_about)
    span = start, max(start, end_of(words))
    if found := find_verb(words, start, commands):
        return _exact(said, places, (words, span), found)
    codes, said = tuple(places), blank(said, tuple(places.values()), " ")
    wordings = list(find_wordings(words, span, commands))
    # 好的，准时到 confirms where a ticket is named, elsewhere it answers a reminder.
    wordings = [each for each in wordings if each[0].needs_ticket is is_about] or wordings
    if not wordings and is_about and len(codes) < _SEVERAL:
        wordings = find_in_clauses(words, span, commands)
    if len(wordings) != 1:
        return Heard(codes, words[slice(*span)])
    command, (begin, end) = wordings[0]
    return Heard(codes, words[slice(*span)], command, command.verbs[0], said[begin:end].strip())


def _exact(
    said: str,
    places: dict[str, tuple[int, int]],
    heard: tuple[str, tuple[int, int]],
    found: tuple[Command, int],
) -> Heard:
    (words, span), (command, verb_end) = heard, found
    verb = words[span[0] : verb_end].replace(" ", "")
    rest_from = rest_of(words, verb_end)
    # A code before the words is the ticket; one among them is then part of what is said. What
    # works on no ticket keeps all its words (教 3 = F100).
    heads = {code: place for code, place in places.items() if place[1] <= rest_from}
    is_list = len(heads) > 1 or _LIST.fullmatch(words, rest_from) is not None
    named = (places if is_list else heads or places) if _is_about(command) else {}
    begin = rest_from if _is_about(command) else rest_of(said, verb_end)  # behind no code
    rest = blank(said, tuple(named.values()), " ")[begin:].strip()
    rest = rest if _WORD.search(rest) else ""
    return Heard(tuple(named), words[slice(*span)], command, verb, rest, exact=True)


def _is_about(command: Command) -> bool:
    return command.needs_ticket or command.by_quote


def suggestion(heard: Heard, commands: Sequence[Command], *, on_ticket: bool = False) -> str | None:
    """The verb that an addressed message holds, else one like its first word; None when there is
    none, or when it was denied. `on_ticket`: only what is done with a ticket."""
    shown = [c for c in commands if c.help_key and (c.needs_ticket or not on_ticket)]
    words = heard.words
    names = {verb: command.verbs[0] for command in shown for verb in command.verbs}
    begun = next((c for c in shown if any(_begins_with(words, verb) for verb in c.verbs)), None)
    held = (c for c in shown if len(c.verbs[0]) > 1 and _holds(words, c.verbs[0]))
    if command := next(held, None) or begun or _in_a_clause(words, shown):
        return command.verbs[0]
    first = _TOKEN.match(words)
    if first is None or re.search(_DENIED, first.group()):
        return None
    token = first.group()
    tries = (token[:length] for length in range(len(token), 1, -1))
    found = (difflib.get_close_matches(each, names, 1, _alike(each)) for each in tries)
    return next((names[match[0]] for match in found if match), None)


def _alike(token: str) -> float:
    """Of two characters one may be wrong, of more not half."""
    return _ALIKE if len(token) < _GUESSED_ALONE - 1 else _ALIKE + 0.1


def _begins_with(words: str, verb: str) -> bool:
    """问他带照片没有 begins with an order; 接不了 does not."""
    follows = words[len(verb) : len(verb) + 1]
    return words.startswith(verb) and follows not in "不没头得来去完过"


def _holds(words: str, verb: str) -> bool:
    denied = re.search(rf"{_DENIED}{re.escape(verb)}", words)
    return verb in words and denied is None


def loosely(heard: Heard, commands: Sequence[Command], who: str = "") -> Heard | None:
    """The order to several or to somebody by name (都确认, 刘女士的确认): it needs a code. `who`:
    a name that was said first, which is then no chance."""
    rest = heard.words.removeprefix(who)
    rest, count = (_OF_WHOM if who else _LOOSE).subn("", rest, 1)
    meant = hear(rest, commands) if count or who else heard
    command = meant.command if meant.exact or who or heard.codes else None
    return meant if command and command.needs_ticket and not command.everyday else None


def in_parts(text: str, commands: Sequence[Command]) -> bool:
    """Whether one of its clauses is an order of its own (A101可以，A102不行)."""
    clauses = (hear(part, commands) for part in _CLAUSES.split(text[:LONGEST]))
    return any(heard.codes and heard.command for heard in clauses)


def _in_a_clause(words: str, commands: Sequence[Command]) -> Command | None:
    found = (hear(part, commands).command for part in _CLAUSES.split(words) if part)
    return next(filter(None, found), None)


def misspelt(heard: Heard, commands: Sequence[Command]) -> str | None:
    """The verb that a whole short message misses by one character (确任, 代办); else None."""
    if not 2 <= len(heard.words) <= _GUESSED_ALONE or _WORDS_OF_THEIR_OWN.fullmatch(heard.words):
        return None
    names = (c.verbs[0] for c in commands if not c.everyday and len(c.verbs[0]) > 1)
    return next((name for name in names if _differ_by_one(heard.words, name)), None)


def names_something(words: str) -> bool:
    """Whether words after a verb hold what may be a mistyped code: A10l, 103."""
    return _CODE_LIKE.search(plain(words)) is not None


def _differ_by_one(said: str, name: str) -> bool:
    """One character replaced, missing or too many."""
    if len(said) == len(name):
        return sum(a != b for a, b in zip(said, name, strict=True)) == 1
    short, long = sorted((said, name), key=len)
    return any(short == long[:i] + long[i + 1 :] for i in range(len(long)))
