"""As before: 老样子, 跟上次一样, at the time of the appointment one has."""

from datetime import datetime

from msgspec.structs import replace

from bot.domain.calendar import CHINA
from bot.flows.base import Reply, Turn
from bot.flows.booking.asking import go_on
from bot.flows.booking.ending import NAME
from bot.flows.parts.about import ABOUT, DAY, PERHAPS, perhaps
from bot.flows.parts.fitting import fitted, whole_day
from bot.flows.parts.kept_times import wish_for, wish_to_draft
from bot.flows.parts.people import REST, known_people, said_people, text_of
from bot.flows.parts.tickets import known, mine
from bot.storage import contacts
from bot.storage.conversations import Draft
from bot.storage.unit_of_work import to_ms
from bot.understanding.cue import Cue
from bot.understanding.reading import Intent, Reading
from bot.understanding.text import blank
from bot.usecases.wording import examples

_AS_BEFORE = Cue(
    "(?:我|要|想|就|还是|那|约|办|再|跟|和|同|像|按|照|个|预约|一[下个次]|[，, ])*"
    "(?:老样子|(?:上次|上回|上一?次|以前|之前|原来|往常|先前)(?:的|那个|那样|约的|办的|预约的)*(?:一样|那个|的)|照旧|老规矩)"
    "(?:的|事|嘛|吧|哈|来|办|约|就行|就可以|了|[。.!！，, ])*"
)
_SEVERAL = Cue(
    "一家[两三四五六2-6]口|全家(?:人|都|一起)|我?(?:爸爸?|父亲)我?(?:妈妈?|母亲)(?:都|一起)|"
    "(?:[两俩2二三3几]个?)(?:人|娃娃|娃儿?|孩子|小孩|宝宝|老人|儿子|女儿)(?:都|一起|全)(?:要|想|来|去|给|能|办)"
    "|[两俩2二三3几]个人的(?!名)|(?:^|[，, ])(?:一共|总共|我们)?[两俩2二三3几]个人(?:$|[，,。 ])"
    "|妈妈?(?:和|跟|与|、)我?(?:爸|老汉)|(?:爸爸?|老汉儿?)(?:和|跟|与|、)我?妈"
    "|(?:就是|是)?我(?:和|跟|同)我?(?:老婆|老公|爱人|媳妇|婆娘|老伴|妈妈?|爸爸?|老汉儿?|儿子|女儿|娃儿?|孩子)$"
    "|[给帮替](?:我们?|咱|他|她)?(?:家|屋头)?的?(?:[两俩2二三3几]个?|双胞胎|龙凤胎)(?:人|娃娃|娃儿?|孩子|小孩|宝宝|老人|儿子|女儿|家长)?"
    "|(?:我|他|她)(?:和|跟|同)[^，。,]{1,5}(?:都|一起|各)(?:要|想|来|去|能|约|办)|(?:我们|我)俩|[给帮替]我?(?:爸妈|父母|爸爸妈妈|公婆|老两口)"
)
_PARENTS = Cue("爸.{0,4}妈|妈.{0,4}(?:爸|老汉)|老汉.{0,4}妈")
_OTHER_PARENT = {"父亲": "母亲", "母亲": "父亲"}
_THIS = Cue(
    "(?:好|行|嗯|哦|那么?|就|我|也|想|要|来|给|帮|请|你|您|[，, ])*"
    "(?:申请|办理?|约|预约|弄|搞|领|报|登记)(?:一下)?(?:这个|那个|它|这件|这样)(?:事)?(?:嘛|吧|了|噻|哈|可以吗|[。.!！])*"
)
_ONE_MORE = Cue(
    "(?:再|还要?|也)(?:帮我|给我)?(?:来|约|办|订)(?:一)?个?(?:一样|同样|相同)的|(?:一样|同样)的再(?:来|约|办)一?个"
)
_NOTHING_ELSE = Cue(
    "(?:[你您]好|我|叫|是|姓名?|名字|的|电话|手机|号码?|联系方式|[* ,，。:：;；、])*"
)
_CALLED = Cue("[ 你您好，,]*(?:我叫|我的?名字|姓名)")
_REGRETS = Cue(
    "还是(?:要|想)?(?:办|约|来|去)|(?:还是|就)(?:要|约|用|按)?(?:那个|原来|刚才|之前)的?(?:时间|时候|那个)"
    "|不(?:取消|退)了|(?:不该|不想)取消|恢复|后悔"
)
ENQUIRY, LONGEST_PHONE = "enquiry", 16
_SAME_DAY = Cue("同一?天|(?:也|还)是那一?天|一天(?:一起)?(?:来|办)")
_SAME_TIME = Cue(
    "(?:一样|同样|相同|同一个?|一起)(?:的)?(?:时间|时候|时段|点)|(?:时间|时候|时段)(?:也|都)?.{0,3}(?:一样|相同|不变|照旧)"
)


async def hears(turn: Turn) -> Reply | None:
    """老样子, when nothing is open or the matter was asked for: that of the last appointment; or
    那我要办这个, of what was asked about."""
    is_asked = turn.talk.flow == NAME and turn.talk.step == "service"
    if not is_asked and turn.talk.flow not in ("", ENQUIRY):
        return None
    if not turn.talk.flow and (early := await _before_any(turn) or await _one_more(turn)):
        return early
    if not is_asked and _THIS.fullmatch(turn.reading.text.strip()):
        return await _this(turn)
    said = blank(turn.reading.text, turn.reading.time_spans, " ")  # 跟上次一样，明天上午九点
    if turn.talk.flow == ENQUIRY or not _AS_BEFORE.fullmatch(said.strip()):
        return None
    latest = (await known(turn))[-1:]
    if not latest:
        return None
    told: Draft = {"service": latest[0].service, "candidates": [], "name": latest[0].name}
    told |= {"contact_name": latest[0].contact_name} if latest[0].contact_name else {}
    told |= {"wish": wish_to_draft(turn.reading.time)} if turn.reading.time else {}
    return await go_on(turn, await known_people(turn, {**(turn.draft if is_asked else {}), **told}))


async def _before_any(turn: Turn) -> Reply | None:
    """With nothing open: a cancelled one after all, or the phone and the name before a matter."""
    start = turn.draft.get(DAY)
    if start and _REGRETS.search(turn.reading.text):
        return await _after_all(turn, start)
    if _is_phone(turn.reading):  # before it was asked for
        if turn.talk.last_said == turn.say("mine.none", **examples(turn.office.snapshot)):
            return Reply((turn.say("mine.need_code", phone=turn.office.config.centre.phone),))
        return await go_on(turn, {"phone": turn.reading.phone}, turn.say("booking.noted"))
    if _introduces(turn.reading) and not await mine(turn):
        told: Draft = {"phone": turn.reading.phone, "name": turn.reading.name}
        return await go_on(turn, told, turn.say("booking.noted"))
    return None


async def _one_more(turn: Turn) -> Reply | None:
    """再约一个一样的, from who has an appointment."""
    if not _ONE_MORE.search(turn.reading.text) or not await mine(turn):
        return None
    told = {**await next_person(turn), **said_people(turn.reading, {})}
    return await go_on(turn, await known_people(turn, told))


async def _after_all(turn: Turn, start: object) -> Reply | None:
    """还是要办，还是那个时间, right after it was cancelled: the same, at that time if free."""
    if turn.is_late or turn.reading.time is not None:
        return None  # 那改到周五重新约: as ever
    draft: Draft = {"service": text_of(turn.draft, ABOUT), "wish": wish_for(start)}
    return await go_on(turn, await known_people(turn, draft))


def _is_phone(reading: Reading) -> bool:
    """A phone number and nothing else."""
    is_plain = reading.intent is Intent.UNCLEAR and not reading.ticket_code
    return bool(reading.phone) and is_plain and len(reading.text.strip()) <= LONGEST_PHONE


def _introduces(reading: Reading) -> bool:
    """我叫陈龙，电话138…: who writes, and nothing else."""
    name = reading.name
    is_told = reading.phone or _CALLED.match(reading.text)
    if not is_told or not name or reading.beneficiary:
        return False
    rest = reading.anonymous.replace(name, "").replace(name[0], "")  # 我姓黄黄桂花
    return _NOTHING_ELSE.fullmatch(rest) is not None


def is_several(turn: Turn) -> bool:
    """Whether it is for more than one person."""
    return _SEVERAL.search(turn.reading.text) is not None


def several(turn: Turn, draft: Draft, reply: Reply) -> Reply:
    """两个娃儿都要办: one at a time; the next one follows when this talk ends."""
    if draft.get(REST) or not reply.flow or not is_several(turn):
        return reply
    who = text_of(reply.draft, "for")
    who = _OTHER_PARENT.get(who, who) if _PARENTS.search(turn.reading.text) else who
    another = turn.say("booking.another") + (turn.say("booking.for_whom", who=who) if who else "")
    again = replace(reply, draft={**reply.draft, REST: another})
    return again.after(turn.say("booking.one_each"))


async def next_person(turn: Turn) -> Draft:
    """What is known of the next of several people: the matter, and who speaks for them."""
    resident = await contacts.resident_of(turn.office.work, turn.contact)
    matter = next(iter(await perhaps(turn)), None)
    told: Draft = {"service": matter, "candidates": [], "guessed": True, "beside": True}
    return told | {"name": None, "contact_name": resident.name if resident else ""}


async def _this(turn: Turn) -> Reply | None:
    about, unsure = text_of(turn.draft, ABOUT), turn.draft.get(PERHAPS)
    if about:
        return await go_on(turn, await known_people(turn, {"service": about, "guessed": True}))
    return await go_on(turn, {"candidates": unsure}) if unsure else None


async def same_day(turn: Turn) -> Draft:
    """同一天九点半: the wish for that time on the day of the own appointment, else {}."""
    if turn.draft.get("slot") or not _SAME_DAY.search(turn.reading.text):
        return {}
    start = await _last_start(turn)
    if start is None:
        return {}
    wish = fitted(turn.reading, start, None) or whole_day(start.astimezone(CHINA).date())
    return {"wish": wish_to_draft(wish), "offered": []}


async def day_of_last(turn: Turn) -> Draft | None:
    """The wish for the day of the appointment just made: the next person comes that day, too."""
    start = await _last_start(turn)
    return wish_to_draft(whole_day(start.astimezone(CHINA).date())) if start else None


async def _last_start(turn: Turn) -> datetime | None:
    starts = [one.starts_at for one in await mine(turn) if one.starts_at]
    return starts[-1] if starts and starts[-1] > turn.office.now else None


async def same_time(turn: Turn, draft: Draft) -> Draft:
    """跟我一样的时间: the wish for the time of the own appointment; {} when that was not said."""
    if draft.get("wish") or draft.get("slot") or not _SAME_TIME.search(turn.reading.text):
        return {}
    starts = [one.starts_at for one in await mine(turn) if one.starts_at]
    is_open = starts and starts[-1] > turn.office.now
    return {"wish": wish_for(to_ms(starts[-1]))} if is_open else {}
