"""What a bare question is about: the matter spoken of last, or the only appointment."""

import re
from datetime import datetime

from bot.domain.services import Service
from bot.domain.tickets import Status
from bot.flows.base import Reply, Turn
from bot.flows.parts.people import TOLD, text_of
from bot.flows.parts.tickets import known, mine
from bot.storage.conversations import Draft
from bot.storage.unit_of_work import to_ms
from bot.understanding.cue import Cue
from bot.understanding.reading import Intent, Reading

ABOUT = "about"
"""Key of a draft: the service that was asked about last; it lasts as long as the talk."""
_BARE = Cue(
    "(?:那么?|来着|请问|我们?|你们|还|都|到底|一般|现在|去|来|过来|时候|的时候|需要|"
    "要|得|该|应该|准备|带|拿|交|提交|递|些|啥子?|什么|哪些|哪样|一[针支次回颗份页副张瓶]|"
    "东西|资料|材料|证件|手续|多少|好多|几个?|钱|收费|费用|多久|好久|几天|时间|能?办好|拿到|"
    "在|哪里|哪儿|哪点|哪个|哪一个|号|窗口|柜台|地址|楼层?|层|"
    "条件|怎么|咋个?|如何|办理?|弄|搞|可以|能|吗|不|没|呢|呀|啊|哦|嘛|喃|的|了|哈|来着|"
    "忘(?:了|记)|问|想问|说|"
    "本人|亲自|自己|到场|必须|一定|代办|这个|那个|[ ,，。?？!！])++"
)
PERHAPS = "perhaps"
"""Key of a draft: the services that a question may have been about, when none was sure."""
DAY = "about_day"
"""Key of a draft: the day that was given up with it (ms); a clock time said next means that day."""
_OTHER = Cue("另外?|别的|其他|其它|第二件|还有(?:一)?(?:件|个|样)")
_AGAIN = Cue("再|还|也|又|同样|一样|接着")
_UNDONE = (Status.DECLINED, Status.NO_SHOW)
_MOVES = Cue("改|换|推|挪|延|提前|调|重新|重约")
_THEN = re.compile("^(?:那|就|好|行|要得|嗯|ok)", re.IGNORECASE)


def afresh_about(draft: Draft) -> Draft:
    """Only what was spoken of."""
    return {key: draft[key] for key in (ABOUT, PERHAPS, TOLD) if key in draft}


def given_up(service: str, start: datetime | None) -> Draft:
    """What an appointment or a wait was about, once it is given up."""
    return {ABOUT: service, DAY: to_ms(start) if start else None}


def is_bare(reading: Reading) -> bool:
    """要带什么东西: a question that does not say about what."""
    is_named = reading.service is not None or bool(reading.services)
    return not is_named and _BARE.fullmatch(reading.text.strip()) is not None


async def matter_of(turn: Turn) -> Service | None:
    """The service of the open talk, of the last question, or of the only appointment."""
    name = text_of(turn.draft, "service") or text_of(turn.draft, ABOUT)
    if not name:
        own = {ticket.service for ticket in await mine(turn)}
        name = own.pop() if len(own) == 1 else ""
    return turn.office.service(name) if name else None


async def goes_on(turn: Turn) -> str:
    """那我后天下午来, after a question about a service, or after an appointment that was declined
    or missed: its name, "" when it is another matter."""
    reading, spoken_of = turn.reading, text_of(turn.draft, ABOUT)
    is_other = reading.not_offered or reading.intent is Intent.OFF_TOPIC  # 今天天气不错
    if reading.service or is_other or _OTHER.search(reading.text):
        return ""
    if reading.services:
        return spoken_of if spoken_of in reading.services else ""
    if spoken_of:
        return spoken_of
    if reading.time is None and _THEN.match(reading.text) is None:
        return ""
    latest = (await known(turn))[-1:]
    return latest[0].service if latest and latest[0].status in _UNDONE else ""


async def instead_of_given_up(turn: Turn) -> Reply | None:
    """下周一重新约, right after the only appointment was cancelled: the same, booked anew; and
    明天3点办居住证，要不还是4点 and, of what was asked about, 后天三点钟嘛, where there is nothing
    to be moved."""
    reading = turn.reading
    is_new = reading.service is not None and not _MOVES.search(reading.text)
    is_open = turn.draft.get(DAY) or (turn.draft.get(ABOUT) and not reading.ticket_code)
    is_told = reading.time is not None and (is_new or is_open)
    if not is_told or await mine(turn):
        return None
    return Reply((), "booking", "", {**turn.draft, "said": turn.reading.masked})


async def perhaps(turn: Turn) -> list[str]:
    """What who names no matter may mean: what was spoken of before, or the same once more."""
    reading = turn.reading
    if reading.not_offered or _OTHER.search(reading.text):
        return []
    spoken_of = turn.draft.get(PERHAPS)
    if isinstance(spoken_of, list) and spoken_of:
        return [str(name) for name in spoken_of]
    latest = (await known(turn))[-1:] if _AGAIN.search(reading.text) else ()
    return [latest[0].service] if latest else []
