"""绑定 and @: which accounts are members of staff; guessing of one-time codes is stopped."""

from datetime import timedelta

from msgspec import Struct

from bot.domain.messages import MEMBER_PREFIX, ContactRef, InboundMessage
from bot.storage import guesses, staff
from bot.understanding.cue import Cue
from bot.understanding.text import plain
from bot.usecases.office import Office
from bot.usecases.people import use_bind_code

_BINDING = Cue(r"[\s/@#]*绑定[\s:：,，码]*(?P<code>[a-z0-9]*)[\s。.!！]*")
_ADMIN_CODE = Cue(r"(?!(?:qq|wx|vx|weixin|wechat|weibo)\d*$)[a-z0-9]*[a-z][a-z0-9]*|[0-9]{8,}")
_MENTION = Cue(rf"@({MEMBER_PREFIX}[A-Za-z0-9_-]{{1,128}}|[0-9]{{4,20}})(?![0-9])")
MOST_GUESSES = 5
PAUSE = timedelta(hours=1)


class Bound(Struct, frozen=True):
    """What to say; `worked`: the account is bound now."""

    text: str
    worked: bool


def is_binding(text: str) -> bool:
    """Whether a message in the staff group is an attempt to bind: the word and at most a code."""
    return _BINDING.fullmatch(plain(text)) is not None


def is_private_binding(text: str) -> bool:
    """The same in a private chat, where residents link their accounts (绑定, 绑定 123456): only a
    code of the admin's is meant for us."""
    found = _BINDING.fullmatch(plain(text))
    return found is not None and _ADMIN_CODE.fullmatch(found["code"]) is not None


async def bind(office: Office, account: ContactRef, text: str) -> Bound | None:
    """Try the code; None = the account guessed wrong too often and is not heard for an hour."""
    who = f"{account.channel}:{account.address}"
    since = office.now - PAUSE
    if await guesses.count(office.work, who, since) >= MOST_GUESSES:
        return None
    found = _BINDING.fullmatch(plain(text))
    code = found["code"].upper() if found else ""
    if not code:
        return Bound(office.say("staff.bind_how"), worked=False)
    name = await use_bind_code(office, account, code)
    if name is None:
        await guesses.add(office.work, who, office.now)
        return Bound(office.say("staff.bind_wrong"), worked=False)
    await guesses.forget(office.work, who)
    return Bound(office.say("staff.bound", name=name), worked=True)


async def names_for_mentions(office: Office, message: InboundMessage) -> str:
    """The text with the name of the colleague for each @-ed account; other accounts are left out.

    A platform hands over numbers, people mean names: `转 @李四`.
    """
    text = message.text
    for number in dict.fromkeys(_MENTION.findall(text)):
        name = await staff.bound_name(office.work, ContactRef(message.contact.channel, number))
        text = text.replace(f"@{number}", f"@{name} " if name else " ")
    return text
