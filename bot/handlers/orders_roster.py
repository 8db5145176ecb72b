"""同意, 不同意, 撤销 without a ticket: an answer about the roster where one is waited for."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.handlers.commands.base import Command
from bot.handlers.orders_tickets import Named, name_ticket
from bot.handlers.orders_unheard import Said
from bot.usecases.exchange_answers import has_own_change, waiting_for

AGREE, REFUSE, UNDO = "同意换班", "不同意换班", "撤销换班"
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
    (UNDO, rf"(?:撤销|撤回|取消|不换了|不用换了){_END}{_NUMBER}"),
)
_IN_PRIVATE = re.compile(rf"(?:好|好的|要得|ok|嗯+|得行){_END}{_NUMBER}")


async def about_roster(said: Said, commands: Sequence[Command]) -> Said:
    """The same, heard as the roster's command when the speaker is asked something there."""
    found = _heard(said)
    if found is None or said.heard.codes or not await _is_meant(said, found[0]):
        return said
    name, match = found
    command = next(each for each in commands if each.verbs[0] == name)
    rest = (match["number"] or "") + (match.groupdict().get("why") or "")
    heard = replace(said.heard, command=command, verb=name, rest=rest.strip(), exact=True)
    return replace(said, heard=heard)


def _heard(said: Said) -> tuple[str, re.Match[str]] | None:
    words = said.heard.words
    for name, pattern in _WORDS:
        if match := re.fullmatch(pattern, words):
            return name, match
    match = _IN_PRIVATE.fullmatch(words) if said.is_private else None
    return (AGREE, match) if match else None


async def _is_meant(said: Said, name: str) -> bool:
    if said.message.quoted:
        named = await name_ticket(said.office, said.message, said.heard)
        if not (isinstance(named, Named) and named.is_empty):
            return False
    if name == UNDO:
        return await has_own_change(said.office, said.member.name)
    if name == REFUSE and said.is_private:
        return True  # there is nothing else it could be said to
    return bool(await waiting_for(said.office, said.member.name))
