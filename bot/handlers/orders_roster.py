"""同意, 不同意, 撤销 without a ticket: an answer about the roster where one is waited for."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from bot.handlers.commands.base import Command
from bot.handlers.duty_talk import STAND_IN, UNDO, WISHES, duty_talk
from bot.handlers.orders_said import Said
from bot.handlers.orders_tickets import Named, name_ticket
from bot.handlers.orders_unheard import addressed
from bot.understanding.cue import Cue
from bot.usecases.exchange_answers import has_own_change, leave_of, waiting_for
from bot.usecases.standins import deciders

AGREE, REFUSE = "同意换班", "不同意换班"
"""The names of the commands that the words are taken for."""

_NUMBER = r"[\s,，第]*(?P<number>\d{1,4})?[\s号。.!！~]*"
_END = r"(?:的|了|啊|哈|嘛|噻|得)*"
_WORDS = (
    (
        REFUSE,
        rf"我?(?:不同意|不行|不得行|不可以|不方便|[换顶来去上值]不了|没空|没时间){_END}{_NUMBER}(?P<why>[\s,，]+.*)?",
    ),
    (
        AGREE,
        rf"(?:(?:好的?|要得|得行|嗯+)[\s,，]*)?(?:我?(?:同意|可以(?:的|换|顶)?|没得?问题|愿意|我来顶|我顶|我来|换嘛|行){_END}[\s,，]*)+{_NUMBER}",
    ),
    (
        UNDO,
        rf"(?:算了[\s,，]*)?(?:[^,，?？]{{1,8}}[,，])?(?:撤销|撤回|取消|不用?换了|不用?请假?了|不休了){_END}{_NUMBER}",
    ),
)
_VOLUNTEERS = Cue(
    r"(?:那|行|好)?[\s,，]*我(?:有空[\s,，]*我?)?(?:可以|能|来|去)*(?:[顶替](?:一下|班|他|她|你)?|值(?:班)?|上(?:这个)?班)[吧了嘛哈噻]?"
)
_NAMED_UNDO = Cue(r"撤[销回](?:了|吧)?")
_IN_PRIVATE = Cue(rf"(?:好|好的|要得|ok|嗯+|得行){_END}{_NUMBER}")


async def about_roster(said: Said, commands: Sequence[Command]) -> Said:
    """The same, heard as the roster's command when the speaker is asked something there, or when
    every word is one of rosters. Free words about a ticket (A101 我来不了) wish for no leave."""
    if await _is_about_ticket(said):
        return replace(said, heard=replace(said.heard, command=None, verb="", rest=""))
    found = _heard(said)
    if giver := await _volunteered_for(said):
        return _as(said, commands, STAND_IN, f"我顶{giver}", exact=False)
    if found is None or said.heard.codes or not await _is_meant(said, found[0]):
        return await _in_free_words(said, commands)
    name, match = found
    rest = (match["number"] or "") + (match.groupdict().get("why") or "")
    return _as(said, commands, name, rest.strip(), exact=True)


async def _volunteered_for(said: Said) -> str:
    """我来顶, to everybody: the only one for whom somebody is searched; else ""."""
    if said.heard.codes or said.message.quoted or not _VOLUNTEERS.fullmatch(said.heard.words):
        return ""
    me = said.member.name
    if me in deciders(said.office) or await waiting_for(said.office, me):
        return ""
    others = [name for name in said.office.config.staff if name != me]
    wanted = await leave_of(said.office, others)
    return wanted.moves[0].giver if wanted else ""


async def _is_about_ticket(said: Said) -> bool:
    command = said.heard.command
    if command is None or said.heard.exact or command.verbs[0] not in WISHES:
        return False
    return bool(said.heard.codes) or (bool(said.message.quoted) and not await _names_none(said))


async def _in_free_words(said: Said, commands: Sequence[Command]) -> Said:
    if said.heard.command or said.heard.codes or said.message.quoted:
        return said
    colleague = addressed(said)
    asked = duty_talk(said.office, f"{colleague}，{said.heard.words}") if colleague else None
    is_asked = asked is not None and asked.command == STAND_IN  # @张敏 周六你能帮我值一下不
    talk = asked if is_asked else duty_talk(said.office, said.heard.words)
    if talk is None:
        return said
    if talk.command == UNDO and not (said.is_private or await _is_meant(said, UNDO)):
        return said
    return _as(said, commands, talk.command, talk.rest, exact=False)


def _as(said: Said, commands: Sequence[Command], name: str, rest: str, *, exact: bool) -> Said:
    command = next(each for each in commands if each.verbs[0] == name)
    heard = replace(said.heard, command=command, verb=name, rest=rest, exact=exact)
    return replace(said, heard=heard)


def _heard(said: Said) -> tuple[str, re.Match[str]] | None:
    words = said.heard.words
    for name, pattern in _WORDS:
        if match := re.fullmatch(pattern, words):
            return name, match
    match = _IN_PRIVATE.fullmatch(words) if said.is_private else None
    return (AGREE, match) if match else None


async def _is_meant(said: Said, name: str) -> bool:
    if said.message.quoted and not await _names_none(said):
        return False
    if name == UNDO:  # who says it by its name, and has nothing to undo, is told so
        is_named = _NAMED_UNDO.fullmatch(said.heard.words) is not None
        return is_named or await has_own_change(said.office, said.member.name)
    if name == REFUSE and said.is_private:
        return True  # there is nothing else it could be said to
    return bool(await waiting_for(said.office, said.member.name))


async def _names_none(said: Said) -> bool:
    """Whether what was quoted is no ticket and no task."""
    named = await name_ticket(said.office, said.message, said.heard)
    return isinstance(named, Named) and named.is_empty
