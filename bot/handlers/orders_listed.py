"""第一个确认, 1和3确认, 拒绝最后一个: places in the list shown last, said for their codes."""

import re
from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.messages import InboundMessage
from bot.handlers.commands.base import Command
from bot.handlers.orders_hearing import hear
from bot.storage import asked_which, outbox
from bot.storage.asked_which import Waiting
from bot.understanding.cue import Cue
from bot.understanding.text import plain
from bot.usecases.office import Office

_NUMBER = r"(?:\d{1,2}|[一二两三四五六七八九十])"
_ORDINAL = (
    rf"(?:第{_NUMBER}(?:[个件条单项号](?!人|窗))?|(?:最后|末尾|最末|最下面)的?[那一]?[个件条单]"
    r"|(?:头|最上面的?|最前面的?)[那一]?[个件条单])"
)
_AND = r"(?:[\s,，、/和跟与及]|还有)+"
_FIRST = Cue(
    rf"\s*(?:把|将|那|先|就|嗯|好|[\s,，])*(?P<places>(?:{_ORDINAL}|\d{{1,2}})(?:{_AND}(?:{_ORDINAL}|\d{{1,2}}))*"
    r"(?![0-9]|[:：点号月日天年人个单件份张块岁楼小分]))(?:那[个件单条]|的|都|全都|也|[\s,，.、:：])*(?P<rest>[^\s\d].*)"
)
_LATER = Cue(
    rf"\s*(?P<verb>[\u4e00-\u9fff]{{1,4}}?)(?:一?下)?\s*(?P<places>{_ORDINAL}(?:{_AND}{_ORDINAL})*)(?:那[个件单条]|的|吧)*(?P<rest>.*)"
)
_EACH = Cue(rf"{_ORDINAL}|\d{{1,2}}")
_DIGITS = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_LINE = re.compile(r"^\W*(?:\d+[.、]\s*)?([A-Z]\d{1,9})\s", re.MULTILINE)
SHOWN_FOR = timedelta(minutes=30)
_LIST = "#"
"""What the keys of lists begin with, which no name of staff does."""


def _key(message: InboundMessage, name: str) -> str:
    """A list in the group is everybody's, one in a private chat its reader's."""
    return _LIST + (message.room.address if message.room else name)


async def show(office: Office, message: InboundMessage, name: str, text: str) -> tuple[str, ...]:
    """`text` is shown to `name`, or to the group: the codes of its lines, kept in their order."""
    codes = tuple(dict.fromkeys(_LINE.findall(text)))
    if codes:
        await asked_which.put(office.work, _key(message, name), Waiting("", codes, office.now))
    return codes


async def with_places(
    office: Office, message: InboundMessage, name: str, commands: Sequence[Command]
) -> InboundMessage:
    """The message with the codes instead of the places, when it is then an order on them."""
    if (said := _said(message.text)) is None or not _is_order(said.order("A100"), commands):
        return message
    if await _names_one(office, message):
        return message
    listed = await asked_which.look(office.work, _key(message, name))
    if listed is None or office.now - listed.asked_at > SHOWN_FOR:
        return message
    order = said.on(listed.codes)
    return replace(message, text=order, quoted=None) if order else message


def on_places(text: str, codes: Sequence[str], commands: Sequence[Command]) -> str | None:
    """The same for what was listed in a question; None when `text` is no such order."""
    said = _said(text)
    return said.on(codes) if said and _is_order(said.order("A100"), commands) else None


class _Said(Struct, frozen=True):
    """An order on places: the verb before them if any, the places, and what follows."""

    verb: str
    places: str
    rest: str

    def order(self, codes: str) -> str:
        return f"{self.verb} {codes} {self.rest}".strip()

    def on(self, listed: Sequence[str]) -> str | None:
        """The order on these places; None when one of them is beyond the list."""
        numbers = [_place(each[0], len(listed)) for each in _EACH.finditer(self.places)]
        if any(not 1 <= number <= len(listed) for number in numbers):
            return None
        return self.order(" ".join(dict.fromkeys(listed[number - 1] for number in numbers)))


def _said(text: str) -> _Said | None:
    said = plain(text)
    found = _FIRST.fullmatch(said) or _LATER.fullmatch(said)
    if found is None:
        return None
    rest = text[found.start("rest") :] if len(said) == len(text) else found["rest"]
    return _Said(found.groupdict().get("verb") or "", found["places"], rest)


def _is_order(text: str, commands: Sequence[Command]) -> bool:
    command = hear(text, commands).command
    return command is not None and command.needs_ticket


async def _names_one(office: Office, message: InboundMessage) -> bool:
    """Whether a single ticket was quoted: what is counted is then something else."""
    if not message.quoted:
        return False
    code, _ = await outbox.quoted(office.work, message.room or message.contact, message.quoted)
    return bool(code)


def _place(said: str, count: int) -> int:
    if digits := re.search(r"\d+", said):
        return int(digits[0])
    if said[0] in "最末" and "上面" not in said and "前面" not in said:
        return count
    return _DIGITS.get(said[1], 1) if said[0] == "第" else 1
