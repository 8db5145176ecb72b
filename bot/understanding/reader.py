"""The one door of understanding: a message in, a Reading out."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.calendar import CHINA
from bot.understanding import answers, kin, places
from bot.understanding.cue import NOTHING_NAMED, Named
from bot.understanding.features import SERVICE, spelled
from bot.understanding.intents import Facts, score_intents
from bot.understanding.knowledge import Knowledge
from bot.understanding.people import festive_names, lone_name
from bot.understanding.phones import Numbers, find_numbers
from bot.understanding.reading import FaqMatch, Grain, Intent, Reading, Signal, TimeSpan
from bot.understanding.signals import find_signal
from bot.understanding.text import LONGEST, blank, plain
from bot.understanding.times import TimesRead, read_times
from bot.understanding.topics import find_topic, occasions
from bot.understanding.weighing import ServiceRead

_MASK = "*"
TIME = "\u25a0"
_TIMES = re.compile("\u25a0(?:[ 的,，]{0,2}\u25a0)*")
_DUE = re.compile(
    r"[ ,，]?(?:就|我们?|他|她|老汉|娃儿?)*(?:要|得|必须)?(?:住院|入院|出院|手术|开刀|走|出差|出国|"
    r"开学|入学|入职|截止|到期|过期|用(?!.{0,2}办)|交材料|赶飞机|赶火车|回老家|开会)"
)
_WORDS = re.compile(r"[a-z\u4e00-\u9fff]")
_A_DAY = re.compile(r"[今明]|后天|周|星期|礼拜|[月号日]")
_EXACTNESS = (Grain.MINUTE, Grain.HOUR, Grain.DAYPART, Grain.DAY, Grain.RANGE)
_NO_QUESTION = (Intent.OFF_TOPIC, Intent.GREETING, Intent.THANKS, Intent.ABUSIVE)
_NO_MATTER = (*_NO_QUESTION, Intent.COMPLAIN_OR_SUGGEST, Intent.RATE)


@dataclass(frozen=True, slots=True)
class Person:
    """Who it is about, and what goes before everything."""

    names: kin.Names
    beneficiary: str | None
    address: tuple[str, tuple[int, int]] | None
    code: tuple[str, tuple[int, int]] | None
    signal: Signal | None


@dataclass(frozen=True, slots=True)
class Matter:
    """What it is about, and when."""

    service: ServiceRead
    topic: str | None
    faq: FaqMatch
    times: TimesRead
    named: Named = NOTHING_NAMED
    timed: str = ""
    spelled: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """A message taken apart: `said` is its plain form."""

    text: str
    said: str
    numbers: Numbers
    person: Person
    matter: Matter

    @property
    def facts(self) -> Facts:
        """What the intent is weighed with."""
        return _facts(self.person, self.matter, self.numbers)


def read(text: str, now: datetime, knowledge: Knowledge) -> Reading:
    """What `text` means at `now` (aware; any zone, read as China's). The same answer every time.

    Only the first LONGEST code points are understood; `text` and `masked` are cut there too.
    """
    return _reading(take_apart(text, now, knowledge))


def take_apart(text: str, now: datetime, knowledge: Knowledge) -> Parts:
    """What the readers find in a message, before the intent is weighed."""
    said = plain(text)
    numbers = find_numbers(said)
    person = _person(said, numbers)
    matter = _matter(said, numbers, person, now.astimezone(CHINA), knowledge)
    if person.names.name is None and matter.service.service and matter.times.wanted:
        person = replace(person, names=kin.Names(lone_name(blank(said, numbers.spans, ","))))
    return Parts(text[:LONGEST], said, numbers, person, matter)


def _person(said: str, numbers: Numbers) -> Person:
    without = blank(said, numbers.spans)
    return Person(
        kin.find_names(without),
        kin.find_beneficiary(without),
        places.find_address(without),
        places.find_code(without),
        find_signal(said),
    )


def _matter(
    said: str, numbers: Numbers, person: Person, now: datetime, knowledge: Knowledge
) -> Matter:
    named = [found[1] for found in (person.address, person.code) if found]
    clear = blank(said, (*numbers.spans, *named, *festive_names(said)))
    times = _wished(clear, read_times(clear, now, knowledge.is_worked))
    timeless = blank(clear, times.spans, " ")
    if not _WORDS.search(timeless) and not occasions(clear):
        bare = spelled(clear, {TIME: times.spans}, person.names.name)
        return Matter(
            ServiceRead(), None, FaqMatch(), times, timed=_timed(clear, times), spelled=bare
        )
    said_of = knowledge.services.said
    about = said_of(timeless)
    service = knowledge.services.read(about)
    spoken = knowledge.services.named(about, service)
    topic = find_topic(clear, spoken)
    asked = about if timeless == clear else said_of(clear)
    faq = knowledge.faq.match(asked, now.date(), service, topic)
    marks = {TIME: times.spans, SERVICE: spoken.spans}
    bare = spelled(clear, marks, person.names.name)
    return Matter(service, topic, faq, times, spoken, _timed(clear, times), bare)


def _wished(clear: str, times: TimesRead) -> TimesRead:
    """急，明天就要住院: what cannot wait is due before that time, not at it."""
    if not times.spans or not answers.is_urgent(clear):
        return times
    wanted = tuple(one for one in times.wanted if not _is_due(clear, one))
    kept = tuple(
        span
        for span in times.spans
        if any(one.text_from <= span[0] and span[1] <= one.text_to for one in wanted)
    )
    return replace(times, wanted=wanted, spans=kept)


def _is_due(clear: str, time: TimeSpan) -> bool:
    return _DUE.match(clear[time.text_to : time.text_to + 12]) is not None


def _finest(wanted: tuple[TimeSpan, ...], said: str) -> tuple[TimeSpan, ...]:
    """周末放假，周六上午10点: what is told more exactly stands for the wide span around it, and of
    下班后来，明天五点半 the day and hour for the part of some day."""
    while len(wanted) > 1 and (
        _holds(wanted[0], wanted[1]) or _specifies(wanted[0], wanted[1], said)
    ):
        wanted = wanted[1:]
    return wanted


def _specifies(part: TimeSpan, exact: TimeSpan, said: str) -> bool:
    is_part = part.grain is Grain.DAYPART and not _A_DAY.search(said[part.text_from : part.text_to])
    is_exact = exact.grain in (Grain.MINUTE, Grain.HOUR)
    return is_part and is_exact and bool(_A_DAY.search(said[exact.text_from : exact.text_to]))


def _holds(wide: TimeSpan, exact: TimeSpan) -> bool:
    if wide.start is None or wide.end is None or exact.start is None:
        return False
    is_finer = _EXACTNESS.index(exact.grain) < _EXACTNESS.index(wide.grain)
    return is_finer and wide.start <= exact.start < wide.end


def _timed(clear: str, times: TimesRead) -> str:
    """One ■ for each wanted time, so that cues can speak of any."""
    return _TIMES.sub(TIME, blank(clear, times.spans, TIME)) if times.spans else clear


def _facts(person: Person, matter: Matter, numbers: Numbers) -> Facts:
    service = matter.service
    return Facts(
        service=service.service is not None or bool(service.wanted),
        candidates=service.ambiguous,
        not_offered=service.not_offered is not None,
        time=bool(matter.times.wanted),
        topic=matter.topic,
        code=person.code is not None,
        address=person.address is not None,
        faq_score=matter.faq.score,
        signal=person.signal is not None,
        person=person.names.name is not None or numbers.phone is not None,
        named=matter.named,
        timed=matter.timed,
        spelled=matter.spelled,
    )


def _reading(parts: Parts) -> Reading:
    numbers, person = parts.numbers, parts.person
    return replace(
        _answering(_about(parts), parts.said),
        name=person.names.name,
        own_name=person.names.own,
        phone=numbers.phone,
        phone_invalid=numbers.phone_invalid,
        has_id_number=bool(numbers.id_spans),
        beneficiary=person.beneficiary,
        home_address=person.address[0] if person.address else None,
        ticket_code=person.code[0] if person.code else None,
        signal=person.signal,
    )


def _about(parts: Parts) -> Reading:
    matter, numbers = parts.matter, parts.numbers
    service, times, faq = matter.service, matter.times, matter.faq
    wanted = _finest(times.wanted, parts.said)
    intent, scores = score_intents(parts.said, parts.facts)
    if intent in _NO_QUESTION and faq.score < 1:
        faq = FaqMatch(score=faq.score, ranked=faq.ranked)
    if intent in _NO_MATTER:
        service = replace(service, service=None, wanted=())
    return Reading(
        text=parts.text,
        masked=blank(parts.text, numbers.id_spans, _MASK),
        anonymous=blank(parts.text, numbers.spans, _MASK),
        intent=intent,
        intent_scores=scores,
        service=service.service,
        services=service.candidates,
        wanted_services=service.wanted,
        ambiguous=service.ambiguous,
        not_offered=service.not_offered,
        time=wanted[0] if wanted else None,
        alternatives=wanted[1:],
        negated=times.excluded,
        replaced=times.replaced,
        time_spans=times.spans,
        faq=faq,
        topic=matter.topic,
    )


def _answering(reading: Reading, said: str) -> Reading:
    """`reading` with what `said` is as an answer to a question of ours."""
    return replace(
        reading,
        choice=answers.choice(said),
        yes=answers.is_yes(said),
        no=answers.is_no(said),
        urgent=answers.is_urgent(said),
        correction=answers.is_correction(said),
        any_time=answers.is_any_time(said),
    )
