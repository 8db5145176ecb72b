"""Tickets, their codes and their append-only trail."""

from collections.abc import Awaitable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.domain.tickets import AuditEntry, Status, Ticket, TicketKind
from bot.storage import Storage, UnitOfWork, tickets
from bot.storage.statements import Statement
from bot.storage.tickets import Entry
from tests.storage.examples import (
    LI,
    NOW,
    REQUESTED,
    RESIDENT,
    TOMORROW,
    WANG,
    ZHANG,
    at_once,
    meet,
    minutes,
    open_ticket,
    ticket,
)

CONFIRM = Entry("confirm", ZHANG)


class Change:
    """A turn that moves a ticket from `before` to `after`."""

    def __init__(self, before: Ticket, after: Ticket, entry: Entry = CONFIRM) -> None:
        self.before, self.after, self.entry = before, after, entry

    def __call__(self, work: UnitOfWork) -> Awaitable[Ticket | None]:
        return tickets.change(work, self.before, self.after, self.entry, minutes(5))


def confirmed(before: Ticket, owner: str = "张敏") -> Change:
    return Change(before, replace(before, status=Status.CONFIRMED, owner=owner, answer_by=None))


async def test_a_ticket_comes_out_as_it_was_put_in(storage: Storage) -> None:
    contact = await meet(storage)
    full = replace(
        ticket(contact),
        kind=TicketKind.HOME,
        contact_name="王小明",
        owner="张敏",
        assignee="李雷",
        note="轮椅",
        offers=(TOMORROW, TOMORROW + timedelta(hours=1)),
        community="shequ-07",
        home_address="幸福路1号",
    )
    stored = await storage.run(lambda work: tickets.add(work, full, REQUESTED))
    assert stored == replace(full, id=stored.id, code=stored.code, version=1)
    assert await storage.read(lambda work: tickets.by_code(work, stored.code)) == stored
    assert await storage.read(lambda work: tickets.by_id(work, stored.id)) == stored
    assert await storage.read(lambda work: tickets.by_code(work, "Z999")) is None
    assert await storage.read(lambda work: tickets.by_id(work, 0)) is None


async def test_a_ticket_may_have_no_time_and_no_contact(storage: Storage) -> None:
    urgent = replace(ticket(await meet(storage)), starts_at=None, ends_at=None, contact_id=None)
    stored = await storage.run(lambda work: tickets.add(work, urgent, REQUESTED))
    assert (stored.starts_at, stored.ends_at, stored.contact_id) == (None, None, None)


async def test_codes_are_unique_however_many_ask_at_once(storage: Storage) -> None:
    contact = await meet(storage)
    turns = [lambda work: tickets.add(work, ticket(contact), REQUESTED)] * 60
    codes = {stored.code for stored in await at_once(storage, turns)}
    assert len(codes) == 60
    assert all(code[0].isalpha() and code[1:].isdigit() for code in codes)


async def test_of_twenty_changes_of_the_same_version_one_wins(storage: Storage) -> None:
    before = await open_ticket(storage)
    results = await at_once(storage, [confirmed(before, f"{n}号") for n in range(20)])
    (winner,) = [result for result in results if result is not None]
    stored = await storage.read(lambda work: tickets.by_id(work, before.id))
    assert stored == winner
    assert winner.version == before.version + 1
    trail = await storage.read(lambda work: tickets.audit_of(work, before.id))
    assert [line.act for line in trail] == ["request", "confirm"]


async def test_everything_an_act_may_change_is_kept(storage: Storage) -> None:
    before = await open_ticket(storage)
    after = replace(
        before,
        status=Status.CLOSED,
        starts_at=TOMORROW + timedelta(days=1),
        ends_at=TOMORROW + timedelta(days=1, minutes=30),
        owner="李雷",
        assignee="张敏",
        note="已办",
        offers=(TOMORROW,),
        rating="满意",
        answer_by=None,
    )
    assert await storage.run(Change(before, after)) == replace(after, version=2)
    stored = await storage.read(lambda work: tickets.by_id(work, before.id))
    assert stored == replace(after, version=2)


async def test_the_trail_tells_who_did_what_when_and_why(storage: Storage) -> None:
    before = await open_ticket(storage)
    after = await storage.run(confirmed(before))
    assert after is not None
    await storage.run(Change(after, replace(after, note="x"), Entry("note", ZHANG, "typo")))
    trail = await storage.read(lambda work: tickets.audit_of(work, before.id))
    assert trail == (
        AuditEntry(NOW, RESIDENT, "request", "", "requested", ""),
        AuditEntry(minutes(5), ZHANG, "confirm", "requested", "confirmed", ""),
        AuditEntry(minutes(5), ZHANG, "note", "confirmed", "confirmed", "typo"),
    )
    assert await storage.read(lambda work: tickets.last_act(work, before.id)) == trail[1]
    assert await storage.read(lambda work: tickets.last_act(work, 0)) is None


@pytest.mark.parametrize("attack", ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"])
async def test_the_database_itself_refuses_to_change_the_trail(
    storage: Storage, attack: str
) -> None:
    booked = await open_ticket(storage)
    before = await storage.read(lambda work: tickets.audit_of(work, booked.id))
    statement = Statement("attack", attack, attack, ())
    with pytest.raises(Exception, match="append-only"):
        await storage.run(lambda work: work.execute(statement))
    assert await storage.read(lambda work: tickets.audit_of(work, booked.id)) == before


async def test_a_ticket_with_a_trail_cannot_be_deleted(storage: Storage) -> None:
    await open_ticket(storage)
    statement = Statement("attack", "DELETE FROM tickets", "DELETE FROM tickets", ())
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await storage.run(lambda work: work.execute(statement))


async def test_tickets_are_found_by_contact_phone_and_status(storage: Storage) -> None:
    first, second = await open_ticket(storage), await open_ticket(storage, LI)
    contact = await meet(storage)
    found = [
        await storage.read(lambda work: tickets.of_contact(work, contact.id)),
        await storage.read(lambda work: tickets.of_phone(work, "13800000001")),
        await storage.read(tickets.open_ones),
        await storage.read(tickets.everything),
        await storage.read(lambda work: tickets.newest(work, 1)),
    ]
    both = (first, second)
    assert found == [(first,), both, both, both, (second,)]


async def test_what_is_over_is_not_open(storage: Storage) -> None:
    over, other = await open_ticket(storage), await open_ticket(storage, LI)
    await storage.run(Change(over, replace(over, status=Status.CANCELLED)))

    assert await storage.read(tickets.open_ones) == (other,)


async def test_tickets_of_a_day_are_found_by_their_time(storage: Storage) -> None:
    booked = await open_ticket(storage)

    async def between(since: float, until: float) -> tuple[Ticket, ...]:
        start, end = TOMORROW + timedelta(hours=since), TOMORROW + timedelta(hours=until)
        return await storage.read(lambda work: tickets.between(work, start, end))

    assert await between(0, 1) == (booked,)
    assert await between(-1, 0) == ()
    assert await between(1, 2) == ()


async def test_tickets_nobody_answered_in_time_are_found(storage: Storage) -> None:
    booked = await open_ticket(storage)
    early = await storage.read(lambda work: tickets.unanswered_by(work, minutes(119)))
    due = await storage.read(lambda work: tickets.unanswered_by(work, minutes(120)))
    assert (early, due) == ((), (booked,))
    await storage.run(confirmed(booked))
    assert await storage.read(lambda work: tickets.unanswered_by(work, minutes(999))) == ()


async def test_open_tickets_count_by_contact_or_phone_but_not_past_or_finished_ones(
    storage: Storage,
) -> None:
    mine = await open_ticket(storage)
    await open_ticket(storage, LI)  # another contact, the same phone
    contact = mine.contact_id or 0

    async def count(phone: str, days: int = 0) -> int:
        now = NOW + timedelta(days=days)
        return await storage.read(lambda work: tickets.open_count(work, contact, phone, now))

    assert await count("13800000001") == 2
    assert await count("") == 1
    assert await count("13800000001", days=2) == 0
    await storage.run(Change(mine, replace(mine, status=Status.CANCELLED)))
    assert await count("") == 0


async def test_the_same_matter_twice_is_recognised(storage: Storage) -> None:
    mine = await open_ticket(storage)

    async def same(other: Ticket) -> Ticket | None:
        return await storage.read(lambda work: tickets.same_matter(work, other))

    assert await same(mine) == mine
    assert await same(replace(mine, name="王小明")) is None
    assert await same(replace(mine, service="医保")) is None
    assert await same(replace(mine, starts_at=NOW)) is None
    assert await same(replace(mine, starts_at=None)) is None
    await storage.run(Change(mine, replace(mine, status=Status.CANCELLED)))
    assert await same(mine) is None


async def test_the_same_urgent_matter_without_a_time_is_recognised(storage: Storage) -> None:
    urgent = replace(ticket(await meet(storage)), starts_at=None, ends_at=None)
    stored = await storage.run(lambda work: tickets.add(work, urgent, REQUESTED))
    assert await storage.read(lambda work: tickets.same_matter(work, urgent)) == stored


async def test_personal_data_is_erased_by_contact_and_by_phone(storage: Storage) -> None:
    mine, other = await open_ticket(storage), await open_ticket(storage, LI)
    contact = await meet(storage, WANG)
    assert await storage.run(lambda work: tickets.erase_contact(work, contact.id)) == 1
    assert await storage.run(lambda work: tickets.erase_phone(work, "13800000001")) == 1
    after = await storage.read(tickets.everything)
    assert after == tuple(replace(one, name="", phone="") for one in (mine, other))


async def test_retention_erases_finished_tickets_only(storage: Storage) -> None:
    kept, closed = await open_ticket(storage), await open_ticket(storage, LI)
    await storage.run(Change(closed, replace(closed, status=Status.CLOSED)))
    assert await storage.run(lambda work: tickets.erase_before(work, NOW)) == 0
    assert await storage.run(lambda work: tickets.erase_before(work, minutes(1))) == 1
    names = [one.name for one in await storage.read(tickets.everything)]
    assert names == [kept.name, ""]
