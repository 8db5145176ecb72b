"""What the roster of a simulated span must have told to whom: reckoned from the configuration and
from the changes people were told of, without the code under test."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import chinese_calendar
import yaml

from bot.domain.calendar import CHINA

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
GROUP = "group"
HOURS = {
    "early": (time(8), time(9)),
    "noon": (time(12), time(14)),
    "late": (time(17), time(18)),
    "holiday": (time(9), time(12)),
}
WORDS = {"早间延时班": "early", "午间延时班": "noon", "傍晚延时班": "late", "节假日班": "holiday"}
SHIFT = re.compile(rf"(\d+)月(\d+)日（[^）]*）({'|'.join(WORDS)}) [\d:]+-[\d:]+")
_EVENING, _BEFORE, _LEADER_AFTER, _MORNING = time(20), 30 * MINUTE, 10 * MINUTE, time(7, 30)
_QUIET_FROM, _QUIET_TO = time(21, 30), time(7)
_MORNING_LASTS = timedelta(hours=3)

Crew = tuple[str, ...]


@dataclass(frozen=True, order=True, slots=True)
class Told:
    """One reminder that reached somebody (a name, or GROUP)."""

    at: datetime
    kind: str
    subject: str
    to: str


@dataclass
class Post:
    """One shift: who was on it since when, and who wrote 收到 when."""

    day: date
    kind: str
    backup: Crew
    crews: list[tuple[datetime, Crew]]
    seen: list[tuple[datetime, str]] = field(default_factory=list)

    @property
    def subject(self) -> str:
        """As `Told.subject`."""
        return f"{self.day}:{self.kind}"

    @property
    def start(self) -> datetime:
        """When it begins."""
        return at_clock(self.day, HOURS[self.kind][0])

    @property
    def end(self) -> datetime:
        """When it ends."""
        return at_clock(self.day, HOURS[self.kind][1])

    def crew(self, moment: datetime) -> Crew:
        """Who is on it at `moment`."""
        return [crew for since, crew in self.crews if since <= moment][-1]

    def backup_at(self, moment: datetime) -> Crew:
        """Whoever serves already cannot be the backup."""
        return tuple(name for name in self.backup if name not in self.crew(moment))

    def is_silent(self, moment: datetime) -> bool:
        """Whether somebody serves and nobody who is on call has written 收到."""
        on_call = {*self.crew(moment), *self.backup}
        heard = {name for since, name in self.seen if since <= moment}
        return bool(self.crew(moment)) and not on_call & heard


class Book:
    """The rosters of `config` over a span, changed as the people were told."""

    def __init__(self, config: Path) -> None:
        facts = yaml.safe_load((config / "roster.yaml").read_text("utf-8"))
        services = yaml.safe_load((config / "services.yaml").read_text("utf-8"))["services"]
        self.staff: Mapping[str, set[str]] = {m["name"]: set(m["skills"]) for m in facts["staff"]}
        self.clerks = [m["name"] for m in facts["staff"] if "clerk" in m["roles"]]
        self.leaders = [m["name"] for m in facts["staff"] if "leader" in m["roles"]]
        self.admins = [m["name"] for m in facts["staff"] if "admin" in m["roles"]]
        self.services = {each["name"]: each for each in services}
        self._years = yaml.safe_load((config / "holidays.yaml").read_text("utf-8"))["years"]
        self._rotations = {each["shift"]: each for each in facts["rotations"]}
        self.backups = {name for each in facts["rotations"] for name in each["backup"]}
        self._posts: dict[tuple[date, str], Post] = {}
        self.dates: dict[date, dict[str, list[str]]] = {}
        self.down: list[tuple[datetime, datetime]] = []

    def posts(self, day: date) -> list[Post]:
        """The shifts of `day`."""
        kinds = ["early", "noon", "late"] if self._is_worked(day) else ["holiday"]
        return [self.post(day, kind) for kind in kinds]

    def post(self, day: date, kind: str) -> Post:
        """One shift."""
        if (day, kind) not in self._posts:
            turn = self._rotations[kind]
            week = (day - turn["anchor"]).days // 7 % len(turn["weeks"])
            crews = [(at_clock(date(2000, 1, 1), time()), tuple(turn["weeks"][week]))]
            self._posts[day, kind] = Post(day, kind, tuple(turn["backup"]), crews)
        return self._posts[day, kind]

    def write_down(self, post: Post, people: Crew, now: datetime) -> bool:
        """A dated entry in the file; False, and nothing, where the chat changed the shift."""
        if len(post.crews) > 1:
            return False
        post.crews.append((now, people))
        self.dates.setdefault(post.day, {})[post.kind] = list(people)
        return True

    def has_skill(self, service: str, at: datetime, now: datetime) -> bool:
        """Whether somebody can serve it: always where no roster runs, else by who is on duty."""
        facts = self.services[service]
        until = at + timedelta(minutes=facts.get("minutes", 30))
        for post in self.posts(at.date()):
            if at < post.end and post.start < until:
                able = (name for name in post.crew(now) if self._can(name, facts))
                is_offered = facts["holiday"] or post.kind != "holiday"
                if not (is_offered and any(able)):
                    return False
        return True

    def _is_worked(self, day: date) -> bool:
        """As published; where nobody has yet, by the day of the week and holidays.yaml."""
        plan = self._years.get(day.year, {})
        if plan.get("published", True):
            return bool(chinese_calendar.is_workday(day))
        return day.isoweekday() <= 5 and day not in plan["days_off"]

    def _can(self, name: str, facts: Mapping[str, str]) -> bool:
        return facts.get("skill", facts["category"]) in self.staff.get(name, set())

    def expected(self, since: datetime, until: datetime) -> Iterator[Told]:
        """Every reminder of since…until, in no order."""
        for number in range((until.date() - since.date()).days + 3):
            day = since.date() + number * DAY
            found = [*self._of_day(day), *(t for post in self.posts(day) for t in self._of(post))]
            yield from (told for told in found if since <= told.at <= until)

    def _of_day(self, day: date) -> Iterator[Told]:
        morning = at_clock(day, _MORNING)
        posts = self.posts(day)
        for name in self.leaders:
            yield from self._once(
                "morning", str(day), name, [(morning, morning + _MORNING_LASTS)], ()
            )
        span = at_clock(day - DAY, _EVENING), min(post.start for post in posts) - _BEFORE
        yield from self._once("evening", str(day), GROUP, [span], ())

    def _of(self, post: Post) -> Iterator[Told]:
        changes = [at for at, _ in post.crews] + [at for at, _ in post.seen]
        evening, before = at_clock(post.day - DAY, _EVENING), post.start - _BEFORE
        subject = post.subject
        everybody = {name for _, crew in post.crews for name in crew}
        for name in everybody:
            served = _spans(post, lambda crew, name=name: name in crew)
            for kind, span in (("evening", (evening, before)), ("before", (before, post.start))):
                spans = _cut(served, span)
                yield from self._once(kind, subject, name, spans, changes)
        filled = _spans(post, bool)
        yield from self._once("before", subject, GROUP, _cut(filled, (before, post.start)), changes)
        vacant = _cut(_spans(post, lambda crew: not crew), (evening, post.end))
        for name in dict.fromkeys((*self.leaders, *self.admins)):
            yield from self._once("vacant", subject, name, vacant, changes)
        yield from self._escalation(post, changes)

    def _escalation(self, post: Post, changes: list[datetime]) -> Iterator[Told]:
        late = post.start + _LEADER_AFTER
        moments = {post.start, late, *changes, *(up for _, up in self.down)}
        told: set[tuple[str, str]] = set()
        for moment in sorted(m for m in moments if post.start <= m < post.end):
            if self._is_down(moment) or not post.is_silent(moment):
                continue
            backup = post.backup_at(moment)
            calls = [("start", name) for name in (GROUP, *backup[:1]) if backup]
            if not backup or moment >= late:
                calls += [("leader", name) for name in (GROUP, *self.leaders)]
            yield from (Told(moment, k, post.subject, n) for k, n in calls if (k, n) not in told)
            told.update(calls)

    def _once(
        self,
        kind: str,
        subject: str,
        to: str,
        spans: list[tuple[datetime, datetime]],
        changes: list[datetime] | tuple[()],
    ) -> Iterator[Told]:
        """Told at the first moment within `spans` when the house is open and it is not quiet."""
        for since, until in spans:
            moments = {since, *changes, *(up for _, up in self.down), _quiet_end(since)}
            fitting = (
                m
                for m in moments
                if since <= m < until and not self._is_down(m) and not _is_quiet(m)
            )
            if first := min(fitting, default=None):
                yield Told(first, kind, subject, to)
                return

    def _is_down(self, moment: datetime) -> bool:
        return any(since <= moment < until for since, until in self.down)


def at_clock(day: date, clock: time) -> datetime:
    """The instant of a clock time in China."""
    return datetime.combine(day, clock, CHINA)


def day_in(text: str, now: datetime) -> date:
    """11月28日 in a text that was said `now`."""
    found = re.search(r"(\d+)月(\d+)日", text)
    assert found, text
    years = (now.year - 1, now.year, now.year + 1)
    days = [date(year, int(found[1]), int(found[2])) for year in years]
    return min(days, key=lambda day: abs(day - now.date()))


def _spans(post: Post, fits: object) -> list[tuple[datetime, datetime]]:
    assert callable(fits)
    ends = [at for at, _ in post.crews[1:]] + [post.end]
    return [
        (since, until) for (since, crew), until in zip(post.crews, ends, strict=True) if fits(crew)
    ]


def _cut(
    spans: list[tuple[datetime, datetime]], by: tuple[datetime, datetime]
) -> list[tuple[datetime, datetime]]:
    return [(max(a, by[0]), min(b, by[1])) for a, b in spans if max(a, by[0]) < min(b, by[1])]


def _is_quiet(at: datetime) -> bool:
    return at.time() >= _QUIET_FROM or at.time() < _QUIET_TO


def _quiet_end(at: datetime) -> datetime:
    day = at.date() + DAY if at.time() >= _QUIET_TO else at.date()
    return at_clock(day, _QUIET_TO)
