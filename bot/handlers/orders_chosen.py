"""What answers "which one?" and "did you mean …?": the order that asked is heard again."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec.structs import replace

from bot.domain.masking import mask_id_numbers
from bot.domain.messages import InboundMessage
from bot.handlers.commands.base import Command
from bot.handlers.orders_listed import on_places
from bot.handlers.orders_more import with_more
from bot.handlers.orders_words import codes_in
from bot.storage import asked_which
from bot.storage.asked_which import Waiting
from bot.understanding.cue import Cue
from bot.understanding.text import plain
from bot.usecases.office import Office

ASKED_FOR = timedelta(minutes=10)
_NUMBER = Cue(
    r"\s*(?:就|选|是|要)?第?\s*(?P<n>[0-9]{1,2}|[一二三四五六七八九十])\s*(?:个|号|件|条|单)?(?:吧|的)?[\s.。!！]*"
)
_YES = Cue(
    r"\s*(?:嗯+[\s,，]*)?(?:嗯+|yes|是[的滴]?|对的?|对头|没错|就是|是这个)[啊呀哈吧了]?[\s.。!！~]*"
)
_SLIP = Cue(
    r"^(?:不好意思|对不起|抱歉|哎呀?|哦+|啊+|(?:打|写|输|看|发|弄|搞)错(?:了|号了?)?|错了|我?(?:说的|指的|是|就是|应该是|要的是)|[\s,，、。.])*|的?(?:那个|这个|的)?\s*$"
)
_DIGITS = "一二三四五六七八九十"


async def remember(office: Office, name: str, words: str, codes: tuple[str, ...]) -> None:
    """`name` was asked which of `codes` the order in `words` is about; without codes, whether it
    was meant."""
    waiting = Waiting(mask_id_numbers(words), codes, office.now)
    await asked_which.put(office.work, name, waiting)


async def with_code(
    office: Office, name: str, message: InboundMessage, commands: Sequence[Command]
) -> InboundMessage:
    """The order of before with the code that `message` chose, when it does nothing else; or with
    the words that it lacked.

    Any other message leaves the question behind.
    """
    waiting = await asked_which.take(office.work, name)
    if waiting is None or office.now - waiting.asked_at > ASKED_FOR:
        return message
    if whole := await with_more(office, name, message, waiting, commands):
        return whole
    if not waiting.codes and _YES.fullmatch(plain(message.text)):
        return replace(message, text=waiting.words, quoted=None)
    if message.quoted:
        return message
    if code := _chosen(message.text, waiting.codes):
        return replace(message, text=f"{code} {waiting.words}")
    order = on_places(message.text, waiting.codes, commands)
    return replace(message, text=order) if order else message


def _chosen(text: str, codes: tuple[str, ...]) -> str | None:
    said = plain(text)
    if found := _NUMBER.fullmatch(said):
        digits = found["n"]
        number = int(digits) if digits.isdecimal() else _DIGITS.index(digits) + 1
        return codes[number - 1] if 1 <= number <= len(codes) else None
    said = _SLIP.sub("", said)
    named = codes_in(said)
    is_alone = len(named) == 1 and len(said.strip(" .。!！")) <= len(next(iter(named))) + 1
    code = next(iter(named), None) if is_alone else None
    return code if code in codes else None
