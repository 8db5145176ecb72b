"""The calendar of free slots: days with their kind and what is free, then the times of a day."""

import secrets
from datetime import date, datetime, time, timedelta

from bot.desk.book.house import Answered, BookHouse
from bot.desk.book.visits import Visit
from bot.domain.calendar import OpeningCalendar, local
from bot.domain.services import Service
from bot.domain.slots import Slot
from bot.storage import UnitOfWork, places
from bot.usecases.booking import free_slots
from bot.usecases.office import horizon
from bot.usecases.wording import spell_day

Json = dict[str, object]


class Times:
    """Which service, which day, which time."""

    def __init__(self, house: BookHouse) -> None:
        self._house = house

    async def times(self, visit: Visit) -> Answered:
        """The services; with `service` the days; with `day` the times of that day."""
        house, query = self._house, visit.request.query
        service = house.desk.snapshot().config.catalogue.services.get(query.get("service", ""))
        if service is None:
            services = house.desk.snapshot().config.catalogue.services.values()
            return house.page(visit, "services", {"services": services})
        day = _day_in(query.get("day", ""))

        async def look(work: UnitOfWork) -> list[Json]:
            return await (
                self._days(work, service) if day is None else self._day(work, service, day)
            )

        found = await house.desk.storage.read(look)
        if day is None:
            return house.page(visit, "days", {"service": service, "days": found})
        spelled = spell_day(house.desk.snapshot(), day)
        values = {"service": service, "day": spelled, "times": found}
        return house.page(visit, "day", values | {"nonce": secrets.token_urlsafe(16)})

    async def _days(self, work: UnitOfWork, service: Service) -> list[Json]:
        office = self._house.office(work)
        since, until = horizon(office)
        free: dict[date, int] = {}
        for slot in await free_slots(office, service, since, until):
            free[slot.start.date()] = free.get(slot.start.date(), 0) + 1
        today = since.date()
        days = OpeningCalendar.days(today, (until.date() - today).days)
        return [self._spelled(day, free.get(day, 0)) for day in days]

    def _spelled(self, day: date, free: int) -> Json:
        snapshot = self._house.desk.snapshot()
        calendar = snapshot.calendar
        is_open = bool(calendar.intervals(day))
        return {
            "date": day.isoformat(),
            "day": spell_day(snapshot, day),
            "kind": self._house.say(f"kind.{calendar.kind(day).value}"),
            "kind_word": calendar.kind(day).value,
            "weekday": day.isoweekday(),
            "free": free,
            "why": self._house.say("day_full" if is_open else "day_shut"),
            "is_published": calendar.is_published(day.year),
        }

    async def _day(self, work: UnitOfWork, service: Service, day: date) -> list[Json]:
        office = self._house.office(work)
        since = local(day, time.min)
        until = since + timedelta(days=1)
        if not since <= office.now + timedelta(days=400) or until <= office.now:
            return []
        horizon_end = horizon(office)[1]
        slots = await free_slots(office, service, since, min(until, horizon_end))
        taken = await places.taken(work, service.name, since, until, office.now)
        return [self._time(service, slot, taken.get(slot.start, 0)) for slot in slots]

    def _time(self, service: Service, slot: Slot, taken: int) -> Json:
        part = "morning" if slot.start.hour < 12 else "afternoon"
        return {
            "label": f"{slot.start:%H:%M}-{slot.end:%H:%M}",
            "free": slot.capacity - taken,
            "part": self._house.say(f"part.{part}"),
            "words": self._words(service, slot.start),
        }

    def _words(self, service: Service, start: datetime) -> str:
        """What somebody would write for this slot: the same words, the same appointment."""
        spelled = {"month": start.month, "day": start.day, "time": f"{start:%H:%M}"}
        return self._house.say("word.slot", service=service.name, **spelled)


def _day_in(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
