"""绑定: an account becomes a member of staff by a one-time code; guessing is stopped."""

import re
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.messages import ContactRef
from bot.storage import guesses
from bot.understanding.text import plain
from bot.usecases.office import Office
from bot.usecases.people import use_bind_code

_BINDING = re.compile(r"[\s/@#]*绑定[\s:：,，码]*(?P<code>[a-z0-9]*)[\s。.!！]*")
MOST_GUESSES = 5
PAUSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Bound:
    """What to say; `worked`: the account is bound now."""

    text: str
    worked: bool


def is_binding(text: str) -> bool:
    """Whether a message is an attempt to bind: the word and at most a code."""
    return _BINDING.fullmatch(plain(text)) is not None


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
