"""One staff message with orders on several tickets: A101 A103 确认; A101 确认，A102 未到."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.domain.messages import InboundMessage
from bot.handlers.commands.base import Command
from bot.handlers.orders_hearing import hear
from bot.handlers.orders_words import codes_in
from bot.storage.calls import CALL_LETTER
from bot.understanding.cue import Cue
from bot.understanding.text import plain

MOST_AT_ONCE = 8
_LIST_MARK = Cue(r"[\s,，、;；/+&]*")
_AND = Cue(r"[\s,，、;；/+&]*(?:和|跟|与|及|还有)?[\s,，、;；/+&]*")
_ALL = re.compile(
    r"^\s*[,，、]?\s*(?:[这那]?[两二三四五六七八几]个?[个件单位]?)?(?:全都|全部|也都|一起|一并|都|也)*"
)
_ALSO = re.compile(r"^\s*[,，、]?\s*也(?=[^\s])")
_CLAUSE_END = re.compile(r"[,，。;；!！\n]")
_WORD = Cue(r"\w")
_BRINGS = Cue("[带拿]|准备")
_BARELY = re.compile(r"^\s*(?:记得|要|还要|还得|另外|请|顺便|都)*(?:带|拿)(?=[^没不])")
_YES, _BRING = "确认", "补件"
"""The names of the two commands."""

Place = tuple[int, int]


def orders_in(message: InboundMessage, commands: Sequence[Command]) -> tuple[str, ...]:
    """The orders in a message that names several tickets, a sentence with one code each.

    () = it is not such a message, or not every ticket in it has an order that we understand: then
    nothing may be done. Of a quoted message it is not sure what the codes are about.
    """
    text = message.text
    places = codes_in(plain(text))
    is_call = any(code.startswith(CALL_LETTER) for code in places)
    if message.quoted or is_call or not 1 < len(places) <= MOST_AT_ONCE:
        return ()
    whole = hear(text, commands).command
    if whole is not None and not whole.needs_ticket:
        return ()
    lists = _lists(text, places)
    parts = _parts(text, [(codes[0][1][0], codes[-1][1][1]) for codes in lists])
    if parts is None:
        return ()
    found = [
        each for part, codes in zip(parts, lists, strict=True) for each in _each(text, part, codes)
    ]
    return tuple(found) if all(_is_order(each, commands) for each in found) else ()


def confirmed_and_told(message: InboundMessage, commands: Sequence[Command]) -> tuple[str, ...]:
    """可以，让他带户口本: what is confirmed, and what the resident is to bring; () = not both."""
    text = message.text
    if not _BRINGS.search(text):
        return ()
    codes = codes_in(plain(text))
    mark = _CLAUSE_END.search(text)
    if mark is None or len(codes) > 1 or not (codes or message.quoted):
        return ()
    first, second = text[: mark.start()], _BARELY.sub("让他带", text[mark.end() :], count=1)
    yes, more = (hear(each, commands, quoted=True) for each in (first, second))
    if not (yes.command and more.command) or yes.command.verbs[0] != _YES:
        return ()
    if more.command.verbs[0] != _BRING or more.codes:
        return ()
    code = next(iter(codes), "")
    return first, f"{_BRING} {code} {more.rest}"


def _lists(text: str, places: dict[str, Place]) -> list[list[tuple[str, Place]]]:
    """The codes, those together that stand beside each other."""
    ordered = sorted(places.items(), key=lambda each: each[1])
    lists = [[ordered[0]]]
    for before, now in pairwise(ordered):
        between = text[before[1][1] : now[1][0]]
        is_first = not _WORD.search(text[: lists[-1][0][1][0]])
        is_last = not _WORD.search(text[now[1][1] :])
        mark = _AND if is_first or is_last else _LIST_MARK
        if mark.fullmatch(between):
            lists[-1].append(now)
        else:
            lists.append([now])
    return lists


def _parts(text: str, lists: Sequence[Place]) -> list[Place] | None:
    """For each list of codes the place of its sentence; None where no mark parts them."""
    is_code_first = not _WORD.search(text[: lists[0][0]])
    begins = [0]
    for before, now in pairwise(lists):
        marks = list(_CLAUSE_END.finditer(text, before[1], now[0]))
        if not marks and not is_code_first:
            return None
        begins.append(now[0] if is_code_first else marks[-1].end())
    return list(zip(begins, [*begins[1:], len(text)], strict=True))


def _each(text: str, part: Place, codes: Sequence[tuple[str, Place]]) -> list[str]:
    begin, end = codes[0][1][0], codes[-1][1][1]
    before = _CLAUSE_END.sub(" ", text[part[0] : begin])
    after = text[end : part[1]]
    if len(codes) > 1:
        before, after = _ALL.sub(" ", before, count=1), _ALL.sub(" ", after, count=1)
    else:
        after = _ALSO.sub(" ", after, count=1)
    return [f"{before}{code} {after}".strip(" \n,，;；。") for code, _ in codes]


def _is_order(sentence: str, commands: Sequence[Command]) -> bool:
    heard = hear(sentence, commands)
    return heard.command is not None and heard.command.needs_ticket and len(heard.codes) == 1
