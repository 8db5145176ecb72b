"""电话写错了，是139…: a correction after it was booked; the appointment stays as it is."""

from collections.abc import Sequence

from bot.domain.masking import mask_phone, title_name
from bot.domain.tickets import Ticket
from bot.flows.base import Flow, Reply, Turn
from bot.flows.parts.tickets import mine
from bot.understanding.cue import Cue
from bot.usecases.amending import amend

NAME = "amending"
_WRONG = Cue("错|改|换|不对|更正|有误|不是.{1,12}[,，。 ]*是")
_OF_PHONE = Cue("电话|手机|号码|联系方式")
_OF_MINE = Cue("(?:不对|刚才|那个|我的?|[，, ])*(?:名字|姓名|电话|手机|号码)")
_OF_NAME = Cue("名字|姓名|人名|姓(?:写|错|应该|是)")


async def hears(turn: Turn) -> Reply | None:
    """Only when nothing is open, with the new phone or name in the same message."""
    if turn.talk.flow or not _WRONG.search(turn.reading.text):
        return None
    said, reading = turn.reading.text, turn.reading
    phone = reading.phone if reading.phone and _OF_PHONE.search(said) else None
    name = reading.name if reading.name and _OF_NAME.search(said) else None
    is_matter = reading.service and not _OF_MINE.match(said)
    if (phone or name) is None or is_matter or reading.time:
        return None
    return await _amended(turn, phone, name)


async def begin(turn: Turn) -> Reply:
    """No intent starts it."""
    return Reply((turn.say("talk.unclear"),))


async def _amended(turn: Turn, phone: str | None, name: str | None) -> Reply | None:
    own, code = await mine(turn), turn.reading.ticket_code
    meant = [ticket for ticket in own if ticket.code == code] if code else own
    if not meant:
        return None
    if len({ticket.phone if phone else ticket.name for ticket in meant}) > 1:
        key = "amending.which_phone" if phone else "amending.which_name"
        return Reply((turn.say(key, code=meant[0].code),))
    for ticket in meant:
        await amend(turn.office, ticket, turn.contact, (phone, name))
    return Reply((_told(turn, meant, phone, name),))


def _told(turn: Turn, meant: Sequence[Ticket], phone: str | None, name: str | None) -> str:
    codes = "、".join(ticket.code for ticket in meant)
    if phone:
        return turn.say("amending.phone", code=codes, phone=mask_phone(phone))
    return turn.say("amending.name", code=codes, name=title_name(name or ""))


FLOW = Flow(NAME, frozenset(), begin, hears=hears, words=(_WRONG,))
