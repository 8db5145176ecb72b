"""统计: how many requests came, over which channel, and what became of them; nobody is named."""

from collections import Counter
from collections.abc import Mapping
from datetime import time, timedelta

from msgspec import Struct

from bot.domain.calendar import Period, local
from bot.domain.tickets import Status
from bot.storage import statistics, tasks
from bot.usecases.agenda import is_overdue, open_tickets
from bot.usecases.office import Office
from bot.usecases.wording import channel_word

_DONE = frozenset({Status.SERVED, Status.WAITING_COLLECTION, Status.CLOSED})
_OFF = frozenset({Status.CANCELLED, Status.DECLINED})


class _Counted(Struct, frozen=True):
    """What is counted; `word`: how staff call the period, a key of staff.statistics."""

    word: str
    period: Period


def _asked(office: Office, said: str) -> tuple[_Counted, ...]:
    """今天, 昨天, 本周, 上周, 本月, 上月 as days; without a word today and this week."""
    today = office.today
    month = today.replace(day=1)
    week = today - timedelta(days=today.weekday())
    before_month, before_week = month - timedelta(days=1), week - timedelta(days=1)
    yesterday = today - timedelta(days=1)
    if "月" in said:
        if "上" in said:
            return (_Counted("last_month", Period(before_month.replace(day=1), before_month)),)
        return (_Counted("month", Period(month, today)),)
    if "上" in said:
        return (_Counted("last_week", Period(week - timedelta(days=7), before_week)),)
    if "昨" in said:
        return (_Counted("yesterday", Period(yesterday, yesterday)),)
    this_week = _Counted("week", Period(week, today))
    if "周" in said or "星期" in said:
        return (this_week,)
    only_today = _Counted("today", Period(today, today))
    return (only_today,) if "今" in said else (only_today, this_week)


async def spell_statistics(office: Office, said: str) -> str:
    """Each period that was asked for, then how it stands now."""
    parts = [await _spell_counted(office, each) for each in _asked(office, said)]
    return "\n".join([*parts, await _spell_now(office)])


async def _spell_counted(office: Office, counted: _Counted) -> str:
    since = local(counted.period.first, time())
    until = local(counted.period.last + timedelta(days=1), time())
    made = await statistics.made(office.work, since, until)
    channels: Counter[str] = Counter()
    states: Counter[Status] = Counter()
    for group in made:
        channels[group.channel] += group.count
        states[group.status] += group.count
    visits = await statistics.visits(office.work, since, until)
    title = office.say("statistics.title", word=office.say(f"statistics.{counted.word}"))
    lines = [
        office.say("statistics.made", count=channels.total(), parts=_channels(office, channels)),
        *(_states(office, states) if made else ()),
        *_visits(office, visits),
    ]
    return "\n".join([title, *lines])


def _channels(office: Office, counts: Mapping[str, int]) -> str:
    words = {channel_word(office, channel): n for channel, n in counts.items()}
    return office.say("statistics.parts", parts=_listed(words)) if words else ""


def _states(office: Office, counts: Mapping[Status, int]) -> list[str]:
    words = {office.say(f"status.{status.value}"): n for status, n in counts.items()}
    return [office.say("statistics.states", parts=_listed(words))]


def _visits(office: Office, visits: tuple[statistics.Visits, ...]) -> list[str]:
    """Of the appointments of these days: how many came, and the grades they gave."""
    due = [group for group in visits if group.status not in _OFF]
    if not due:
        return []
    line = office.say(
        "statistics.visits",
        due=sum(group.count for group in due),
        served=sum(group.count for group in due if group.status in _DONE),
        missed=sum(group.count for group in due if group.status is Status.NO_SHOW),
    )
    grades: Counter[str] = Counter()
    for group in due:
        if group.rating:
            grades[group.rating] += group.count
    return [line, office.say("statistics.grades", parts=_listed(grades))] if grades else [line]


def _listed(counts: Mapping[str, int]) -> str:
    return "、".join(f"{word} {n}" for word, n in counts.items())


async def _spell_now(office: Office) -> str:
    found = await open_tickets(office)
    return office.say(
        "statistics.now",
        count=len(found),
        overdue=sum(is_overdue(office, ticket) for ticket in found),
        tasks=len(await tasks.open_tasks(office.work)),
    )
