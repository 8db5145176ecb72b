"""电话写错了，是139…: a correction after it was booked; the appointment stays as it is."""

from collections.abc import Sequence

from bot.domain.masking import mask_phone, title_name
from bot.domain.tickets import Ticket
from bot.flows.base import Flow, Reply, Step, Turn
from bot.flows.parts.tickets import mine
from bot.understanding.cue import Cue
from bot.understanding.people import bare_name
from bot.usecases.amending import amend

NAME, LONGEST_WISH = "amending", 20
_WRONG = Cue("错|改|换|不对|更正|有误|不是.{1,12}[,，。 ]*是")
_OF_PHONE = Cue("电话|手机|号码|联系方式")
_OF_MINE = Cue("(?:不对|刚才|那个|我的?|[，, ])*(?:名字|姓名|电话|手机|号码)")
_OF_NAME = Cue("名字|姓名|人名|姓(?:写|错|应该|是)")


_WISH = Cue(
    "(?:我|想|要|帮|给|请|麻烦|你|您|能|不|可以|可|需|把|预约|登记|留|的|[ ,，])*"
    "(?:(?:改|换|更正|修改|变更)(?:一?[下个哈])?(?:我的|预约的?|留的?)*"
    "(?:电话|手机|号码|号|联系方式|名字|姓名)+"
    "|(?:我的?)?(?:电话|手机|号码|号|联系方式|名字|姓名)+[写留打填说搞弄发]?(?:错|变|换|改)(?:一?下)?)"
    "(?:了|吗|嘛|不|可以|行|得行|怎么办|咋办|[ 。.?？!！])*"
)


async def hears(turn: Turn) -> Reply | None:
    """Only when nothing is open."""
    if turn.talk.flow or not _WRONG.search(turn.reading.text):
        return None
    said, reading = turn.reading.text, turn.reading
    phone = reading.phone if reading.phone and _OF_PHONE.search(said) else None
    name = reading.name if reading.name and _OF_NAME.search(said) else None
    is_matter = reading.service and not _OF_MINE.match(said)
    if (phone or name) is None and _wishes(said.strip()) and await mine(turn):
        what = "phone" if _OF_PHONE.search(said) else "name"
        return Reply((turn.say(f"amending.ask_{what}"),), NAME, what)
    if (phone or name) is None or is_matter or reading.time:
        return None
    return await _amended(turn, phone, name)


def _wishes(said: str) -> bool:
    """我想改一下电话: without the new one, which is asked for."""
    return len(said) <= LONGEST_WISH and _WISH.fullmatch(said) is not None


async def _hear_phone(turn: Turn) -> Reply | None:
    """The number, or that it stays."""
    if turn.reading.phone:
        return await _amended(turn, turn.reading.phone, None)
    if turn.reading.phone_invalid:
        return Reply((turn.say("booking.bad_phone"),), NAME, "phone", turn.draft)
    return Reply((turn.say("talk.good"),)) if turn.reading.no else None


async def _hear_name(turn: Turn) -> Reply | None:
    """The name, or that it stays."""
    if turn.reading.no:
        return Reply((turn.say("talk.good"),))
    name = turn.reading.name or bare_name(turn.reading.text)
    return await _amended(turn, None, name) if name else None


async def _ask_phone(turn: Turn) -> str:
    return turn.say("amending.ask_phone")


async def _ask_name(turn: Turn) -> str:
    return turn.say("amending.ask_name")


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


FLOW = Flow(
    NAME,
    frozenset(),
    begin,
    {
        "phone": Step(_hear_phone, _ask_phone, lambda turn: turn.reading.phone is not None),
        "name": Step(_hear_name, _ask_name, lambda turn: turn.reading.name is not None),
    },
    patient=True,
    hears=hears,
    words=(_WRONG,),
)
