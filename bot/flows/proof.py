"""Proving a ticket from another channel: its code and the phone's last four digits (3.17).

What is opened is this ticket, for this talk; the contacts do not become one person by it.
"""

import re

from msgspec.structs import replace

from bot.flows.base import Flow, Reply, Step, Turn
from bot.flows.parts.tickets import PROOF, PROVEN, missing
from bot.storage.conversations import Draft
from bot.understanding.cue import Cue
from bot.understanding.reading import Intent
from bot.understanding.text import plain
from bot.usecases.proof import DIGITS, may_guess, prove

_SPOKEN = str.maketrans("零〇幺一二两三四五六七八九", "0011223456789")
_DIGITS = Cue(r"(?<![0-9a-z])(?:[0-9][ ,，、\-]?){3}[0-9](?![0-9])")
_TOLD = Cue(
    r"(?:(?:尾号|后四位|后4位|末四位|末尾)[^0-9]{0,6}|"
    r"(?<![a-z])[a-z][ \-]?[1-9][0-9]{2,8}[ ,，、:：]{1,3})"
    r"([0-9]{4})(?![0-9:点年月日号])"
)
_HAS_NONE = Cue(r"没(?:有|得)?留|莫得|没得|没有(?:留|手机|电话)|记不|忘|不晓得|不知道|不记得")


async def begin(turn: Turn) -> Reply:
    """Digits said in the same message are taken at once, else they are asked for."""
    code = str(turn.draft.get("code"))
    draft: Draft = {**turn.draft, "said": turn.reading.masked}
    if digits := digits_in(turn, told_only=True):
        return await _try(replace(turn, talk=replace(turn.talk, draft=draft)), code, digits)
    return Reply((turn.say("proof.ask", code=code),), PROOF, "digits", draft)


async def _hear(turn: Turn) -> Reply | None:
    if turn.reading.intent is Intent.BOOK and turn.reading.service:
        return None  # a matter of its own, with a phone number of its own
    code = turn.reading.ticket_code or str(turn.draft.get("code"))
    digits = digits_in(turn)
    if digits:
        return await _try(turn, code, digits)
    if code != turn.draft.get("code"):
        return await missing(turn, code, str(turn.draft.get("then")))
    if turn.reading.no or _HAS_NONE.search(turn.reading.text):
        return Reply((turn.say("proof.no_phone", phone=turn.office.config.centre.phone),))
    return None


async def _try(turn: Turn, code: str, digits: str) -> Reply:
    """The same words for a wrong code, wrong digits and a ticket of others."""
    phone = turn.office.config.centre.phone
    if not await may_guess(turn.office, turn.contact, code):
        return Reply((turn.say("proof.too_often", phone=phone),))
    ticket = await prove(turn.office, turn.contact, code, digits)
    if ticket is None:
        draft: Draft = {**turn.draft, "code": code}
        return Reply((turn.say("proof.wrong", code=code, phone=phone),), PROOF, "digits", draft)
    proven: Draft = {PROVEN: code, "code": code}
    if code == turn.draft.get("code"):
        proven["said"] = turn.draft.get("said")
    return Reply((), str(turn.draft.get("then")), "", proven)


def digits_in(turn: Turn, told_only: bool = False) -> str:
    """The four digits of this message, also spoken or as a whole phone number; "" for none.

    `told_only`: only digits that are called the last four, beside a code or a time.
    """
    said = plain(turn.reading.text).translate(_SPOKEN)
    if found := _TOLD.search(said):
        return found[1]
    if turn.reading.phone:
        return turn.reading.phone[-DIGITS:]
    if told_only:
        return ""
    found = _DIGITS.search(said)
    return re.sub("[^0-9]", "", found[0]) if found else ""


async def _ask(turn: Turn) -> str:
    return turn.say("proof.again", code=turn.draft.get("code"))


def _wants(turn: Turn) -> bool:
    return bool(digits_in(turn)) or _HAS_NONE.search(turn.reading.text) is not None


FLOW = Flow(PROOF, frozenset(), begin, {"digits": Step(_hear, _ask, _wants)})
