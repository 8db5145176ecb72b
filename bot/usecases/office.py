"""One turn's view of the house: the transaction, one configuration snapshot, the time."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cached_property

from msgspec import Struct

from bot.config.model import Config
from bot.domain.calendar import CHINA, OpeningCalendar
from bot.domain.messages import GROUP_PREFIX, ContactRef
from bot.domain.roster import Override
from bot.domain.services import Role, Service
from bot.domain.slots import Timetable
from bot.storage import roster
from bot.storage.unit_of_work import UnitOfWork
from bot.understanding.knowledge import Knowledge

_DAY = timedelta(days=1)


class Snapshot(Struct, frozen=True, dict=True):
    """A configuration with everything that is computed from it once."""

    config: Config
    timetable: Timetable

    @classmethod
    def of(cls, config: Config) -> "Snapshot":
        """Build the timetable for `config`."""
        centre = config.centre
        calendar = OpeningCalendar(
            config.years,
            centre.workday_hours,
            centre.day_off_hours,
            centre.closures,
            centre.openings,
        )
        timetable = Timetable(
            calendar, config.roster, config.staff, centre.capacity, centre.reserved, centre.booking
        )
        return cls(config, timetable)

    @cached_property
    def knowledge(self) -> Knowledge:
        """The index of understanding; made when it is first asked, which takes 0.1 s."""
        return Knowledge.build(self.config)

    @property
    def calendar(self) -> OpeningCalendar:
        """The opening calendar."""
        return self.timetable.calendar

    @cached_property
    def staff_group(self) -> ContactRef | None:
        """The staff group's address (`channels.yaml` staff_group), None when there is none."""
        channel, _, group = self.config.channels.staff_group.partition(":")
        return ContactRef(channel, GROUP_PREFIX + group) if group else None

    @cached_property
    def spelled_slots(self) -> dict[tuple[datetime, datetime], str]:
        """How slots were spelled so far, by start and end: a talk names the same one many times."""
        return {}


class Office(Struct, frozen=True):
    """What every verb of the office takes.

    `cause` is the IdempotencyKey of the message being handled; `channels` those that have an
    adapter here, None = all but the ones on which only a member of staff can answer; `receiver`:
    the member of staff who typed what a resident said, and so owns what comes of it.
    """

    work: UnitOfWork
    snapshot: Snapshot
    now: datetime
    cause: str | None = None
    channels: frozenset[str] | None = None
    receiver: str = ""

    @property
    def config(self) -> Config:
        """The configuration of this turn."""
        return self.snapshot.config

    @property
    def today(self) -> date:
        """The day it is in China."""
        return self.now.astimezone(CHINA).date()

    def say(self, key: str, /, **values: object) -> str:
        """A sentence of config/texts."""
        return self.config.texts.say(key, **values)

    def service(self, name: str) -> Service | None:
        """The service called `name`, None when it is no longer offered."""
        return self.config.catalogue.services.get(name)

    def holders(self, role: Role) -> tuple[str, ...]:
        """The names of those who have `role`, in the order of roster.yaml."""
        staff = self.config.staff.values()
        return tuple(member.name for member in staff if role in member.roles)

    @property
    def admin(self) -> str | None:
        """Who is called in the group when something is for admins; None without any."""
        return next(iter(self.holders(Role.ADMIN)), None)

    async def overrides(self, since: date, until: date) -> tuple[Override, ...]:
        """Roster overrides of these days (both included)."""
        return await roster.overrides_between(self.work, since, until)

    def window_of(self, service: Service) -> str:
        """Where to go in the building, for the resident."""
        return service.window or self.config.centre.address


def horizon(office: Office) -> tuple[datetime, datetime]:
    """From now to the last moment that may be booked."""
    return office.now, office.now + office.config.centre.booking.horizon + _DAY


def numbered(lines: Iterable[str]) -> str:
    """Choices, one a line, numbered from 1."""
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
