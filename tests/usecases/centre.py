"""The sample centre over a real database, with a clock the tests move and everybody bound."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from bot.config.model import Config
from bot.domain.calendar import ShiftKind
from bot.domain.messages import ContactRef, DeliveryState, Purpose
from bot.domain.roster import Override
from bot.domain.tickets import Act, Actor, Status, Ticket, TicketKind
from bot.handlers.tick import next_moment, tick
from bot.storage import Storage, UnitOfWork, open_storage, outbox, staff, tickets
from bot.storage.outbox import OutboxEntry
from bot.storage.tickets import Entry
from bot.usecases.office import Office, Snapshot
from bot.usecases.roster import set_shift
from tests.sample import snapshot

T = TypeVar("T")
CONFIG = Path(__file__).resolve().parents[2] / "config"
GROUP = "工作群"


def account_of(config: Config, name: str) -> ContactRef:
    """The QQ number a member of staff is bound to."""
    return ContactRef("onebot", str(8000 + list(config.staff).index(name)))


@dataclass(frozen=True, slots=True)
class Said:
    """A reminder as people got it: when, to whom (a name or GROUP), what."""

    at: datetime
    to: str
    text: str
    state: DeliveryState = field(compare=False, default=DeliveryState.DUE)


@dataclass
class Centre:
    """One process of the centre; `since` is its first start."""

    url: str
    storage: Storage
    snapshot: Snapshot
    since: datetime

    @classmethod
    async def open(cls, url: str, since: datetime, config: Config | None = None) -> "Centre":
        """Start a process over the database at `url`."""
        loaded = Snapshot.of(config) if config else snapshot()
        return cls(url, await open_storage(url), loaded, since)

    async def restart(self, config: Config | None = None) -> None:
        """Everything in memory is gone."""
        await self.storage.stop()
        self.storage = await open_storage(self.url)
        self.snapshot = Snapshot.of(config) if config else snapshot()

    async def bind_everybody(self) -> None:
        """Every member of staff has an account."""

        async def turn(work: UnitOfWork) -> None:
            for name in self.snapshot.config.staff:
                await staff.bind(work, account_of(self.snapshot.config, name), name, self.since)

        await self.storage.run(turn)

    async def do(self, at: datetime, verb: Callable[[Office], Awaitable[T]]) -> T:
        """Run a verb of the office in a turn of its own."""

        async def turn(work: UnitOfWork) -> T:
            return await verb(Office(work, self.snapshot, at))

        return await self.storage.run(turn)

    async def tick(self, at: datetime) -> None:
        """One tick of the clock."""
        await tick(self.storage, self.snapshot, at, self.since)

    async def next_moment(self, at: datetime) -> datetime:
        """When something becomes due next."""
        moment = await self.do(at, next_moment)
        assert moment is not None
        return moment

    async def swap(self, at: datetime, day: date, kind: ShiftKind, *people: str) -> None:
        """The roster is changed by an override."""
        override = Override(day, kind, people, "换班", "唐磊", at)
        await self.do(at, lambda office: set_shift(office, override))

    async def entries(self) -> list[OutboxEntry]:
        """The outbox, oldest first."""
        return list(await self.storage.read(outbox.everything))

    async def reminders(self, after: datetime | None = None) -> list[Said]:
        """What was put on its way as a reminder and not withdrawn."""
        names = {account_of(self.snapshot.config, n): n for n in self.snapshot.config.staff}
        return [
            Said(entry.created_at, names.get(entry.to, GROUP), entry.text, entry.state)
            for entry in await self.entries()
            if entry.purpose is Purpose.REMINDER
            and entry.state is not DeliveryState.WITHDRAWN
            and (after is None or entry.created_at >= after)
        ]

    async def put_ticket(
        self, start: datetime, now: datetime, answer_by: datetime | None = None
    ) -> Ticket:
        """A requested ticket for 刘女士, owned by 王芳; without `answer_by` it is confirmed."""
        ticket = Ticket(
            id=0,
            code="",
            status=Status.REQUESTED if answer_by else Status.CONFIRMED,
            kind=TicketKind.VISIT,
            service="社会保障卡激活",
            starts_at=start,
            ends_at=start + timedelta(minutes=15),
            name="刘女士",
            phone="13812345678",
            contact_name="",
            contact_id=None,
            channel="wechat",
            address="o-liu",
            owner="王芳",
            assignee="",
            note="",
            offers=(),
            community="",
            home_address="",
            rating="",
            answer_by=answer_by,
            created_at=now,
            version=1,
        )
        entry = Entry(Act.REQUEST, Actor("resident", "wechat"))
        return await self.do(now, lambda office: tickets.add(office.work, ticket, entry))
