"""The one door of understanding: a message in, a Reading out."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from bot.domain.calendar import CHINA
from bot.understanding import answers, kin, places
from bot.understanding.canonical import Said
from bot.understanding.cue import NOTHING_NAMED, Cue, Named
from bot.understanding.features import SERVICE, grams, spelled
from bot.understanding.intents import Facts, score_intents
from bot.understanding.knowledge import Knowledge
from bot.understanding.people import festive_names, lone_name, put_right
from bot.understanding.phones import Numbers, find_numbers
from bot.understanding.reading import FaqMatch, Intent, Reading, Signal
from bot.understanding.signals import find_signal
from bot.understanding.taken_back import may_take_back, taken_back
from bot.understanding.text import LONGEST, blank, gist, plain
from bot.understanding.times import TimesRead, read_times
from bot.understanding.topics import asked_by_name, cued, occasions, read_topic, strongest
from bot.understanding.weighing import ServiceRead
from bot.understanding.wishes import finest, wished

_MASK = "*"
TIME = "\u25a0"
_TIMES = Cue("\u25a0(?:[ 的,，]{0,2}\u25a0)*")
_WORDS = Cue(r"[a-z\u4e00-\u9fff]")
_ASKS = 0.08  # a message that is less likely a question asks about nothing
_INTRODUCES = Cue(
    "(?:你好|您好|老师|[ :：,，。])*(?:[我他她]?(?:的?名字)?[叫是]|姓名|名字)[ :：,，]*"
)
_NO_QUESTION = (Intent.OFF_TOPIC, Intent.GREETING, Intent.THANKS, Intent.ABUSIVE)
_NO_MATTER = (*_NO_QUESTION, Intent.COMPLAIN_OR_SUGGEST, Intent.RATE)


class Person(Struct, frozen=True):
    """Who it is about, and what goes before everything."""

    names: kin.Names
    beneficiary: str | None
    address: tuple[str, tuple[int, int]] | None
    code: tuple[str, tuple[int, int]] | None
    signal: Signal | None


class Matter(Struct, frozen=True, dict=True):
    """What it is about, and when; `said` = its words, if there are any; `topics` = the cues of what
    is asked."""

    service: ServiceRead
    times: TimesRead
    timed: str
    spelled: str
    named: Named = NOTHING_NAMED
    said: Said | None = None
    topics: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def grams(self) -> frozenset[str]:
        """The grams of what is left without the particulars."""
        return frozenset(grams(self.spelled))


class Parts(Struct, frozen=True):
    """A message taken apart: `said` is the gist of its plain form."""

    text: str
    said: str
    numbers: Numbers
    person: Person
    matter: Matter

    @property
    def facts(self) -> Facts:
        """What the intent is weighed with."""
        return _facts(self.person, self.matter, self.numbers)


class Heard(NamedTuple):
    """What was made of the parts: the intent with the shares of all, the aspect, the answers."""

    intent: Intent
    shares: Mapping[str, float]
    topic: str | None
    faq: FaqMatch


def read(text: str, now: datetime, knowledge: Knowledge) -> Reading:
    """What `text` means at `now` (aware; any zone, read as China's). The same answer every time.

    `text` and `masked` are cut after LONGEST code points, and of a long message only the gist is
    understood (text.py).
    """
    parts = take_apart(text, now, knowledge)
    intent, shares = score_intents(parts.said, parts.facts)
    topic, faq = _asked(parts.matter, shares, now.astimezone(CHINA).date(), knowledge)
    if intent in _NO_QUESTION and faq.score < 1:
        faq = FaqMatch(score=faq.score, ranked=faq.ranked)
    return _reading(parts, Heard(intent, shares, topic, faq))


def _asked(
    matter: Matter, shares: Mapping[str, float], today: date, knowledge: Knowledge
) -> tuple[str | None, FaqMatch]:
    """What is asked about, and the answers that come near."""
    if matter.said is None:
        return None, FaqMatch()
    asks = shares[Intent.FAQ] >= _ASKS
    by_name = asked_by_name(matter.spelled) if asks else None
    topic = by_name or (read_topic(matter.topics, matter.grams) if asks else None)
    return topic, knowledge.faq.match(matter.said, today, matter.service, topic)


def take_apart(text: str, now: datetime, knowledge: Knowledge) -> Parts:
    """What the readers find in a message, before the intent is weighed."""
    whole = plain(text)
    said = gist(whole)
    numbers = find_numbers(whole)
    person = _person(said, numbers, find_signal(whole))
    matter = _matter(said, numbers, person, now.astimezone(CHINA), knowledge)
    names = person.names
    if names.name and names.name != names.own and knowledge.services.begins(names.name):
        person = replace(person, names=kin.Names(own=names.own))  # 车位办证, 查房产 are no names
    elif names.name is None and matter.service.service and matter.times.wanted:
        person = replace(person, names=kin.Names(_alone(said, numbers, knowledge)))
    return Parts(text[:LONGEST], said, numbers, person, matter)


def _alone(said: str, numbers: Numbers, knowledge: Knowledge) -> str | None:
    name = lone_name(blank(said, numbers.spans, ","))
    return None if name and knowledge.services.begins(name) else name


def _person(said: str, numbers: Numbers, signal: Signal | None) -> Person:
    without = blank(said, numbers.spans)
    names, beneficiary = kin.find_names(without), kin.find_beneficiary(without)
    if may_take_back(without) and (after := taken_back(without)):
        others = filter(None, map(kin.find_beneficiary, after))
        names, beneficiary = _renamed(names, put_right(after)), next(others, beneficiary)
    return Person(
        names,
        beneficiary,
        places.find_address(without),
        places.find_code(without),
        signal,
    )


def _renamed(names: kin.Names, name: str | None) -> kin.Names:
    """我叫王小明，不对，是王晓明: the only name that was told is the later one."""
    if not name or not names.name or names.own not in (None, names.name):
        return names
    return kin.Names(name, name if names.own else None)


def _matter(
    said: str, numbers: Numbers, person: Person, now: datetime, knowledge: Knowledge
) -> Matter:
    named = [found[1] for found in (person.address, person.code) if found]
    clear = blank(said, (*numbers.spans, *named, *festive_names(said)))
    times = wished(clear, read_times(clear, now, knowledge.is_worked))
    timeless = blank(clear, times.spans, " ")
    timed = _TIMES.sub(TIME, blank(clear, times.spans, TIME)) if times.spans else clear
    if not _WORDS.search(timeless) and not occasions(clear):
        return Matter(ServiceRead(), times, timed, spelled(clear, {TIME: times.spans}, None))
    said_of = knowledge.services.said
    about = said_of(timeless)
    service = knowledge.services.read(about)
    spoken = knowledge.services.named(about, service)
    bare = spelled(clear, {TIME: times.spans, SERVICE: spoken.spans}, person.names.name)
    whole = about if timeless == clear else said_of(clear)
    return Matter(service, times, timed, bare, spoken, whole, cued(clear, spoken))


def _facts(person: Person, matter: Matter, numbers: Numbers) -> Facts:
    service = matter.service
    return Facts(
        service=service.service is not None or bool(service.wanted),
        candidates=service.ambiguous,
        likely=bool(service.candidates) and service.service is None and not service.ambiguous,
        not_offered=service.not_offered is not None,
        time=bool(matter.times.wanted),
        grains=tuple(one.grain for one in matter.times.wanted),
        topic=strongest(matter.topics),
        code=person.code is not None,
        address=person.address is not None,
        signal=person.signal is not None,
        person=person.names.name is not None or numbers.phone is not None,
        named=matter.named,
        timed=matter.timed,
        spelled=matter.spelled,
        grams=matter.grams,
    )


def _is_introduction(said: str, name: str | None) -> bool:
    """Whether a cue and the name are all that is said."""
    is_last = name is not None and said.endswith(name)
    return is_last and _INTRODUCES.fullmatch(said.removesuffix(name or "")) is not None


def _reading(parts: Parts, heard: Heard) -> Reading:
    """Everything that was found, in one piece: it is made for every message."""
    said, numbers, person = parts.said, parts.numbers, parts.person
    service, times = parts.matter.service, parts.matter.times
    wanted = finest(times.wanted, said)
    is_matter = heard.intent not in _NO_MATTER or bool(times.wanted)
    if _is_introduction(said, person.names.name):  # 我叫苗苗 is no 疫苗
        service = ServiceRead()
    return Reading(
        text=parts.text,
        masked=blank(parts.text, numbers.id_spans, _MASK),
        anonymous=blank(parts.text, numbers.spans, _MASK),
        intent=heard.intent,
        intent_scores=heard.shares,
        service=service.service if is_matter else None,
        services=service.candidates,
        wanted_services=service.wanted if is_matter else (),
        ambiguous=service.ambiguous,
        not_offered=service.not_offered,
        time=wanted[0] if wanted else None,
        alternatives=wanted[1:],
        negated=times.excluded,
        replaced=times.replaced,
        time_spans=times.spans,
        faq=heard.faq,
        topic=heard.topic,
        name=person.names.name,
        own_name=person.names.own,
        phone=numbers.phone,
        phone_invalid=numbers.phone_invalid,
        has_id_number=bool(numbers.id_spans),
        beneficiary=person.beneficiary,
        home_address=person.address[0] if person.address else None,
        ticket_code=person.code[0] if person.code else None,
        choice=answers.choice(said),
        yes=answers.is_yes(said),
        no=answers.is_no(said),
        urgent=answers.is_urgent(said),
        correction=answers.is_correction(said),
        any_time=answers.is_any_time(said),
        signal=person.signal,
    )
