"""Whose matter it is and how to reach them: name, phone, address."""

from bot.flows.base import Reply, Turn
from bot.flows.booking.asking import asked, go_on, question_of
from bot.flows.booking.changing import is_wrong
from bot.flows.booking.dialling import dials, hear_digits
from bot.flows.booking.hearing import NO_PHONE, absorb, hear_news
from bot.flows.booking.shifting import hear_shift
from bot.flows.parts.kept_times import slot_from
from bot.flows.parts.people import text_of
from bot.storage.conversations import Draft
from bot.understanding.cue import Cue
from bot.understanding.people import name_beside, whole_name
from bot.understanding.reading import Intent
from bot.usecases.wording import spell_slot

_NO_NAME = (Intent.ABUSIVE, Intent.FAQ, Intent.GREETING, Intent.OFF_TOPIC, Intent.THANKS)
SHORTEST_ADDRESS, LONGEST_ADDRESS, MOST_BESIDE = 4, 80, 6
_KEEPS_PHONE = Cue(
    "不(?:想|用|要|方便|愿意?)?(?:留|给|填|说|告诉)|没(?:有|得)?(?:电话|手机)|(?:电话|手机|号码)不太?方便|保密|记不(?:得|到|住|清|起)|忘(?:了|记)"
)
_KEEPS_NAME = Cue(
    "不(?:想|用|要|方便|愿意?)?(?:留|填|说|告诉|透露)|不(?:想|方便|愿意?)?给.{0,4}(?:名|姓)|"
    "匿名|保密|(?:不|别)(?:要|用)?问.{0,4}(?:名|姓)"
)
_BESIDE = Cue("[*….。,，、;；]+")
_OF_NAME = Cue("名|姓|都不|什么都|啥子?都")
_WHY_PHONE = Cue(
    "(?:为(?:什么|啥子?)|咋个?|怎么|干嘛|凭什么|凭啥子?).{0,6}(?:电话|手机|号码)|"
    "(?:电话|手机号?|号码).{0,6}(?:干啥子?|干什么|干嘛|做(?:啥子?|什么)|有(?:啥子?|什么)用)"
)
_OTHER_PHONE = Cue(
    "座机|固话|固定电话|[家屋]里?头?的?电话|(?:儿子|女儿|老公|老婆|爱人|媳妇|孩子|娃儿?|家人|家里人|邻居"
    "|朋友|亲戚|别人|[他她妈爸])的?(?:电话|手机|号码|号)?.{0,2}(?:行不|可以[不吗]|得行|行吗|要得不|可不可以)"
)
_PLACE = Cue("住|边|后|前|对面|隔壁|背|楼|路|街|巷|村|社|组|号|院|区|栋|单元|屋|門|门")
_CLAUSES = Cue("[,，、;；。 ]+")
_UNSEEN_PHONE = Cue(
    "(?:就(?:是|用)?|和|跟)?.{0,3}(?:微信|这个).{0,4}(?:电话|手机|号码?|一样|同号)|同微信|微信同号|"
    "(?:电话|手机号?|号码).{0,4}(?:给|发|留|说)(?:你|您|过)*了"
)


async def hear_name(turn: Turn) -> Reply | None:
    """A bare name is enough here; who will not tell it is known by the code."""
    reading = turn.reading
    if about_time := await hear_shift(turn) or await _as_you_like(turn, "name"):
        return about_time
    if keeps_name(turn):
        return await go_on(turn, turn.draft | {"nameless": True}, turn.say("booking.without_name"))
    is_answer = reading.choice is not None or reading.text.strip().endswith(("?", "？"))
    is_answer = is_answer or reading.yes or reading.no or reading.any_time or reading.urgent
    says_other = is_answer or (reading.intent in _NO_NAME and "·" not in reading.text)
    name = turn.reading.name or (None if says_other else name_beside(turn.reading.text))
    if name and reading.own_name and (turn.draft.get("for") or reading.beneficiary):
        return await hear_news(turn)  # the writer's too, or only: the other's was asked for
    if turn.reading.name is None and turn.reading.phone is not None:
        return await _with_phone(turn)
    is_alone = reading.phone is None and reading.time is None and reading.beneficiary is None
    if name and is_alone:
        return await go_on(turn, turn.draft | {"name": name})
    return await hear_news(turn)


async def _as_you_like(turn: Turn, step: str) -> Reply | None:
    """最早的就行, 你看着办, when the time is settled already: it is, and the question once more."""
    reading = turn.reading
    is_more = reading.name or reading.phone or reading.time or reading.service
    if not reading.any_time or is_more or is_wrong(reading.text):
        return None
    service = turn.office.service(text_of(turn.draft, "service"))
    slot = await slot_from(turn.office, service, turn.draft.get("slot")) if service else None
    when = spell_slot(turn.office.snapshot, slot.start, slot.end) if slot else ""
    told = turn.say("booking.time_stands", when=when) if when else ""
    question = question_of(turn, step, turn.draft)
    return asked(turn, step, turn.draft, question).after(told)


async def _with_phone(turn: Turn) -> Reply | None:
    """茅十八 13500000014: what is left beside the number is the name."""
    name = name_beside(_BESIDE.sub(" ", turn.reading.anonymous).strip())
    draft = absorb(turn, turn.draft)
    return await go_on(turn, draft | {"name": name}) if name else await hear_news(turn)


async def hear_phone(turn: Turn) -> Reply | None:
    """A valid number, a part of one, a wrong one, or the wish to leave none."""
    if dialled := await hear_digits(turn):
        return dialled
    if about_time := await hear_shift(turn) or await _as_you_like(turn, "phone"):
        return about_time
    if turn.reading.phone is None and turn.reading.phone_invalid:
        return asked(turn, "phone", turn.draft, turn.say("booking.bad_phone"))
    if turn.reading.phone is None and _OTHER_PHONE.search(turn.reading.text):
        said = turn.say("booking.any_phone")
        return asked(turn, "phone", turn.draft, question_of(turn, "phone", turn.draft)).after(said)
    if keeps_phone(turn):
        told = turn.say("booking.without_phone", phone=turn.office.config.centre.phone)
        return await go_on(turn, turn.draft | {"phone": ""}, told)
    if key := _doubt(turn):
        question = question_of(turn, "phone", turn.draft)
        return asked(turn, "phone", turn.draft, f"{turn.say(key)}\n{question}")
    return await hear_news(turn)


def wants_phone(turn: Turn) -> bool:
    """Whether this is about the number that was asked for: it, that it is kept, or why."""
    return bool(turn.reading.phone) or tells_phone(turn) or bool(_doubt(turn))


def tells_phone(turn: Turn) -> bool:
    """Whether this is a part of the number, or that it is kept, whatever it sounds like."""
    return keeps_phone(turn) or bool(dials(turn))


def keeps_phone(turn: Turn) -> bool:
    """Whether the phone is not to be left: 不留, or 1 of who only presses numbers."""
    said = turn.reading.text
    if turn.reading.phone is not None or turn.reading.phone_invalid:
        return False
    keeps = _KEEPS_PHONE.search(said) or NO_PHONE.search(said)
    is_no = turn.reading.no and not is_wrong(said) and turn.reading.intent is not Intent.CANCEL
    return is_no or _is_one(turn) or keeps is not None


def keeps_name(turn: Turn) -> bool:
    """Whether the name is not to be told."""
    said = turn.reading.text
    if NO_PHONE.search(said) and not _OF_NAME.search(said):
        return False  # the phone that was not asked for yet
    return _is_one(turn) or _KEEPS_NAME.search(said) is not None


def _is_one(turn: Turn) -> bool:
    return turn.reading.choice == 1 and turn.draft.get("digits") is True


def _doubt(turn: Turn) -> str:
    """The key of what to say before the phone is asked for once more."""
    if _WHY_PHONE.search(turn.reading.text):
        return "booking.why_phone"
    is_unseen = turn.reading.phone is None and _UNSEEN_PHONE.search(turn.reading.text)
    return "booking.unseen_phone" if is_unseen else ""


async def hear_address(turn: Turn) -> Reply | None:
    """Whatever is said here at some length is the address; it is read back in the summary."""
    if _tells_of_people(turn):
        return await hear_news(turn)
    said, address = turn.reading.masked.strip(), turn.reading.home_address or ""
    who, said = _apart(turn, said)
    if len(said) <= len(address) + MOST_BESIDE or not address:
        address = said  # a part we cannot read is a part of it too
    is_question = turn.reading.intent is Intent.FAQ and not turn.reading.home_address
    if len(address) < SHORTEST_ADDRESS or is_question:
        return None
    is_more = turn.reading.home_address and (turn.reading.name or turn.reading.phone)
    draft = (absorb(turn, turn.draft) if is_more else turn.draft) | who
    return await go_on(turn, draft | {"home_address": address[:LONGEST_ADDRESS]})


def _apart(turn: Turn, said: str) -> tuple[Draft, str]:
    """王大山，东街18号，她叫…: who lives there, and where; no name stays in the address, which is
    shown in the group."""
    parts = _CLAUSES.split(said)
    others = (each for each in parts if len(parts) > 1 and not _PLACE.search(each))
    name = turn.reading.name or next(filter(None, map(whole_name, others)), None)
    place = "，".join(each for each in parts if each and not (name and name in each))
    told: Draft = {"name": name} if name and not turn.draft.get("name") else {}
    return told, place or said.replace(name or "", "")


def _tells_of_people(turn: Turn) -> bool:
    """给我婆婆办的，她姓林: no word of a place in it."""
    reading = turn.reading
    is_told = reading.beneficiary or reading.name or reading.phone
    return bool(is_told) and reading.home_address is None and not _PLACE.search(reading.text)
