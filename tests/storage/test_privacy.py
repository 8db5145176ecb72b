"""Forgetting people: no trace of name and phone, but the trail of acts stays."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.domain.messages import ContactRef, DeliveryState, Purpose
from bot.domain.tickets import Status, Ticket
from bot.storage import (
    Storage,
    UnitOfWork,
    contacts,
    conversations,
    inbox,
    outbox,
    places,
    privacy,
    questions,
    tasks,
    tickets,
)
from bot.storage.conversations import Conversation
from bot.storage.outbox import Letter
from bot.storage.questions import Unanswered
from bot.storage.statements import Statement
from bot.storage.tasks import NewTask, TaskKind
from tests.storage.examples import (
    LI,
    NOW,
    REQUESTED,
    STAFF_ROOM,
    WANG,
    ZHANG,
    meet,
    minutes,
    slot,
    ticket,
)

NAME, PHONE = "王芳", "13800000001"
OFFICER = ContactRef("onebot", "10000003")
TABLES = Statement(
    "tables",
    "SELECT m.name AS t, c.name AS c FROM sqlite_master AS m, pragma_table_info(m.name) AS c "
    "WHERE m.type = 'table' AND c.type = 'TEXT'",
    "SELECT table_name AS t, column_name AS c FROM information_schema.columns "
    "WHERE table_schema = 'public' AND data_type = 'text'",
    (),
)


async def traces(storage: Storage, *words: str) -> list[str]:
    """Every text column of every table in which one of the words is found."""

    async def search(work: UnitOfWork) -> list[str]:
        found = []
        for column in await work.fetch_all(TABLES):
            table, name = column["t"], column["c"]
            text = f'SELECT "{name}" AS value FROM "{table}"'  # noqa: S608 - the schema's own names
            rows = await work.fetch_all(Statement("scan", text, text, ()))
            if any(word in (row["value"] or "") for row in rows for word in words):
                found.append(f"{table}.{name}")
        return found

    return await storage.read(search)


async def fill_the_house(storage: Storage, ref: ContactRef = WANG) -> Ticket:
    """One person who left traces everywhere."""

    async def live(work: UnitOfWork) -> Ticket:
        contact = await contacts.meet(work, ref, None, NOW)
        await contacts.introduce(work, contact, NAME, PHONE, NOW)
        key = f"{ref.channel}:1"
        await inbox.remember(work, key, contact.id, NOW)
        full = replace(ticket(contact), contact_name=NAME, home_address=NAME, note=PHONE)
        booked = await tickets.add(work, full, REQUESTED)
        text = f"{NAME} {PHONE}"
        letters = [
            Letter(ref, text, Purpose.REPLY, cause=key, fields={"name": NAME}),
            Letter(STAFF_ROOM, text, Purpose.CARD, ticket=booked.code),
            Letter(STAFF_ROOM, text, Purpose.GROUP, cause=key),
        ]
        for letter in letters:
            await outbox.put(work, letter, NOW)
        await tasks.add(work, NewTask(TaskKind.COMPLAINT, ref, text), NOW)
        await tasks.add(work, NewTask(TaskKind.PHONE, STAFF_ROOM, text, booked.code), NOW)
        for task in await tasks.open_tasks(work):
            await outbox.put(work, Letter(OFFICER, text, Purpose.REPLY, ticket=task.code), NOW)
        await questions.add(work, Unanswered(contact.id, "wechat", text, "refuse"), NOW)
        talk = Conversation("booking", "sum", {"name": NAME}, 0, text)
        await conversations.save(work, contact.id, talk, NOW)
        await places.hold(work, slot(), contact.id, minutes(10), NOW)
        return booked

    return await storage.run(live)


async def test_the_search_for_traces_finds_them(storage: Storage) -> None:
    await fill_the_house(storage)
    assert {
        "residents.name",
        "tickets.name",
        "outbox.text",
        "tasks.text",
        "unanswered.text",
        "conversations.last_said",
    } <= set(await traces(storage, NAME))


async def test_no_trace_of_an_erased_contact_is_left_but_the_trail_stays(
    storage: Storage,
) -> None:
    booked = await fill_the_house(storage)
    contact = await meet(storage)
    assert await storage.run(lambda work: privacy.erase_contact(work, contact)) == 1
    assert await traces(storage, NAME, PHONE) == []
    (line,) = await storage.read(lambda work: tickets.audit_of(work, booked.id))
    assert (line.act, line.at) == ("request", NOW)


async def test_nothing_is_sent_any_more_to_or_about_an_erased_contact(storage: Storage) -> None:
    await fill_the_house(storage)
    first = (await storage.read(outbox.everything))[0].id
    await storage.run(lambda work: outbox.claim(work, first, "one", minutes(1), NOW))
    contact = await meet(storage)
    await storage.run(lambda work: privacy.erase_contact(work, contact))
    failed = outbox.Settled(DeliveryState.RETRY, None)
    await storage.run(lambda work: outbox.settle(work, first, "one", failed, NOW))
    states = {entry.state for entry in await storage.read(outbox.everything)}
    assert states == {DeliveryState.WITHDRAWN}


async def test_a_phone_is_erased_on_every_channel(storage: Storage) -> None:
    await fill_the_house(storage)
    await fill_the_house(storage, LI)
    erased = await storage.run(lambda work: privacy.erase_phone(work, PHONE))
    assert erased == privacy.Erased(contacts=2, tickets=2)
    assert await traces(storage, NAME, PHONE) == []
    again = await storage.run(lambda work: privacy.erase_phone(work, PHONE))
    assert again == privacy.Erased(contacts=0, tickets=0)


async def test_who_booked_for_others_keeps_their_other_tickets(storage: Storage) -> None:
    contact = await meet(storage)
    mother, father = ticket(contact), ticket(contact, "李父", "13900000002")
    await storage.run(lambda work: contacts.introduce(work, contact, "小李", "13700000003", NOW))
    for one in (mother, father):
        await storage.run(lambda work, t=one: tickets.add(work, t, REQUESTED))  # type: ignore[misc]
    erased = await storage.run(lambda work: privacy.erase_phone(work, PHONE))
    assert erased == privacy.Erased(contacts=1, tickets=1)
    names = [one.name for one in await storage.read(tickets.everything)]
    assert names == ["", "李父"]
    assert await traces(storage, "小李") == ["residents.name"]


async def test_a_phone_that_was_only_mentioned_is_erased_too(storage: Storage) -> None:
    contact = await meet(storage)
    talk = Conversation("booking", "phone", {"phone": PHONE})
    await storage.run(lambda work: conversations.save(work, contact.id, talk, NOW))
    note = Letter(STAFF_ROOM, f"请电话 {PHONE}", Purpose.GROUP)
    await storage.run(lambda work: outbox.put(work, note, NOW))
    await storage.run(lambda work: privacy.erase_phone(work, PHONE))
    assert await traces(storage, PHONE) == []


@pytest.mark.parametrize("phone", ["", "%", "1", "1%%%%%%%1", "_______"])
async def test_what_is_no_phone_erases_nobody(storage: Storage, phone: str) -> None:
    await fill_the_house(storage)
    with pytest.raises(ValueError, match="not a phone"):
        await storage.run(lambda work: privacy.erase_phone(work, phone))
    assert "tickets.name" in await traces(storage, NAME)


async def test_what_is_old_and_finished_is_forgotten(storage: Storage) -> None:
    booked = await fill_the_house(storage)
    entry = tickets.Entry("close", ZHANG)
    closed = replace(booked, status=Status.CLOSED)
    await storage.run(lambda work: tickets.change(work, booked, closed, entry, NOW))
    sent = "UPDATE outbox SET state = 'sent'"
    await storage.run(lambda work: work.execute(Statement("sent", sent, sent, ())))
    for task in await storage.read(tasks.open_tasks):
        await storage.run(lambda work, i=task.id: tasks.finish(work, i, "张敏"))  # type: ignore[misc]
    later = NOW + timedelta(days=181)
    assert await storage.run(lambda work: privacy.forget_old(work, later, 180)) > 0
    assert await traces(storage, NAME, PHONE) == []
    assert len(await storage.read(lambda work: tickets.audit_of(work, booked.id))) == 2
    assert await storage.run(lambda work: privacy.forget_old(work, later, 180)) == 0


async def test_what_is_young_or_unfinished_is_not_forgotten(storage: Storage) -> None:
    await fill_the_house(storage)
    before = await traces(storage, NAME, PHONE)
    young = NOW + timedelta(days=179)
    await storage.run(lambda work: privacy.forget_old(work, young, 180))
    assert await traces(storage, NAME, PHONE) == before
    old = NOW + timedelta(days=181)
    await storage.run(lambda work: privacy.forget_old(work, old, 180))
    assert {"outbox.text", "tasks.text"} <= set(await traces(storage, NAME))


async def test_a_visit_that_nobody_closed_is_forgotten_but_a_request_without_time_is_not(
    storage: Storage,
) -> None:
    contact = await meet(storage)
    visit = replace(ticket(contact, "李父"), status=Status.CONFIRMED)
    urgent = replace(ticket(contact, "李母"), starts_at=None, ends_at=None)
    for one in (visit, urgent):
        await storage.run(lambda work, t=one: tickets.add(work, t, REQUESTED))  # type: ignore[misc]
    old = NOW + timedelta(days=182)
    await storage.run(lambda work: privacy.forget_old(work, old, 180))
    assert [one.name for one in await storage.read(tickets.everything)] == ["", "李母"]
