"""The staff group of the sample centre over a real database: people write, cards are quoted."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.domain.calendar import CHINA
from bot.domain.messages import (
    GROUP_PREFIX,
    ContactRef,
    DeliveryState,
    DeliveryWindow,
    InboundMessage,
    MessageKind,
    Purpose,
    Route,
)
from bot.domain.refusals import Refusal
from bot.domain.tickets import AuditEntry, Ticket, TicketKind
from bot.handlers.orders import OrderAnswer, take_order
from bot.storage import Storage, UnitOfWork, contacts, conversations, outbox, staff, tickets
from bot.storage.conversations import Conversation
from bot.storage.outbox import OutboxEntry, Settled
from bot.understanding import Reading, read
from bot.usecases.booking import Request, open_ticket, slot_at
from bot.usecases.office import Office
from bot.usecases.wording import spell_refusal
from tests.sample import snapshot

CONFIG = Path(__file__).resolve().parents[3] / "config"
ROOM = ContactRef("onebot", GROUP_PREFIX + "700000001")
NOW = datetime(2026, 11, 23, 9, 12, tzinfo=CHINA)  # a Monday
SATURDAY_NINE = datetime(2026, 11, 28, 9, 0, tzinfo=CHINA)
SERVICE = "社会保障卡激活"
PHONE = "13812345678"


def account_of(name: str) -> ContactRef:
    """The QQ account of a person; strangers have one too."""
    return ContactRef("onebot", f"qq-{name}")


@dataclass
class StaffGroup:
    """Everything of the group that a test looks at. `now` may be moved."""

    storage: Storage
    now: datetime = NOW
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    async def bind_staff(self) -> None:
        """Every member of staff of the sample has an account."""

        async def turn(work: UnitOfWork) -> None:
            for name in snapshot().config.staff:
                await staff.bind(work, account_of(name), name, self.now)

        await self.storage.run(turn)

    async def ticket(
        self,
        at: datetime | None = SATURDAY_NINE,
        *,
        who: str = "刘女士",
        channel: str = "wechat",
        open_hours: float = 48,
        note: str = "",
    ) -> Ticket:
        """A resident asks for a service; `at` None = urgent, `open_hours` 0 = no window."""

        async def turn(work: UnitOfWork) -> Ticket:
            office = Office(work, snapshot(), self.now)
            service = snapshot().config.catalogue.services[SERVICE]
            window = DeliveryWindow(self.now + timedelta(hours=open_hours), 5)
            ref = ContactRef(channel, f"o-{who}-{next(self.numbers)}")
            contact = await contacts.meet(work, ref, window if open_hours else None, self.now)
            slot = await slot_at(office, service, at) if at else None
            kind = TicketKind.VISIT if slot else TicketKind.URGENT
            phone = str(int(PHONE) + 10000 * next(self.numbers))
            request = Request(service, kind, slot, who, phone, note=note)
            return await open_ticket(office, contact, request)

        return await self.storage.run(turn)

    async def say(
        self,
        who: str,
        text: str,
        *,
        quote: str | None = None,
        private: bool = False,
        mentions: bool = False,
    ) -> str:
        """What `who` hears; "" = nothing. A refusal is spoken as the door does it."""
        answer = await self.hear(who, text, quote=quote, private=private, mentions=mentions)
        return answer.text if answer else ""

    async def hear(
        self,
        who: str,
        text: str,
        *,
        quote: str | None = None,
        private: bool = False,
        mentions: bool = False,
    ) -> OrderAnswer | None:
        """The same with the way it goes."""
        account = account_of(who)
        message = InboundMessage(
            key=f"onebot:{next(self.numbers)}",
            contact=account,
            kind=MessageKind.TEXT,
            text=text,
            at=self.now,
            room=None if private else ROOM,
            quoted=quote,
            mentions_us=mentions,
        )

        def reading_of(words: str) -> Reading:
            return read(words, self.now, snapshot().knowledge)

        async def turn(work: UnitOfWork) -> OrderAnswer | None:
            office = Office(work, snapshot(), self.now, message.key)
            return await take_order(office, account, message, reading_of)

        try:
            return await self.storage.run(turn)
        except Refusal as refusal:
            said = refusal
        return await self.storage.run(lambda work: self._spell(work, said))

    async def _spell(self, work: UnitOfWork, refusal: Refusal) -> OrderAnswer:
        return OrderAnswer(spell_refusal(Office(work, snapshot(), self.now), refusal), False)

    async def card_of(self, ticket: Ticket) -> str:
        """Deliver the ticket's card; its message id in the group."""
        [card] = [
            entry
            for entry in await self.letters()
            if entry.purpose is Purpose.CARD and entry.ticket == ticket.code
        ]
        platform_id = f"card-{card.id}"

        async def turn(work: UnitOfWork) -> None:
            later = self.now + timedelta(minutes=1)
            assert await outbox.claim(work, card.id, "test", later, self.now)
            sent = Settled(DeliveryState.SENT, Route.PUSH, platform_id)
            await outbox.settle(work, card.id, "test", sent, self.now)

        await self.storage.run(turn)
        return platform_id

    async def letters(self) -> list[OutboxEntry]:
        """The outbox, oldest first."""
        return list(await self.storage.read(outbox.everything))

    async def to_resident(self, ticket: Ticket) -> list[str]:
        """What was put on its way to the resident of `ticket`."""
        to = ContactRef(ticket.channel, ticket.address)
        return [entry.text for entry in await self.letters() if entry.to == to]

    async def in_group(self) -> list[str]:
        """What was put on its way to the group besides answers."""
        return [entry.text for entry in await self.letters() if entry.to == ROOM]

    async def again(self, ticket: Ticket) -> Ticket:
        """The ticket as it is now."""
        found = await self.storage.read(lambda work: tickets.by_code(work, ticket.code))
        assert found is not None
        return found

    async def trail(self, ticket: Ticket) -> list[AuditEntry]:
        """Its audit."""
        return list(await self.storage.read(lambda work: tickets.audit_of(work, ticket.id)))

    async def talk_of(self, ticket: Ticket) -> Conversation:
        """Where the resident's conversation stands."""
        contact = ticket.contact_id
        assert contact is not None
        return await self.storage.read(lambda work: conversations.find(work, contact))
