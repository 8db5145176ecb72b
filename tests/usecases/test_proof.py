"""A ticket code is not a password: who may try digits, what is written down, who is told."""

from datetime import datetime, timedelta

import pytest

from bot.domain.messages import ContactRef
from bot.domain.tickets import Act, Actor, Status, Ticket
from bot.storage import UnitOfWork, contacts, listeners, tickets
from bot.storage.contacts import Contact
from bot.storage.privacy import erase_contact
from bot.usecases.office import Office
from bot.usecases.proof import may_guess, prove
from bot.usecases.tickets import cancel, confirm
from tests.domain.centres import when
from tests.usecases.centre import Centre

NOW = when("2026-11-23 10:00")
CLERK = Actor("王芳", "onebot")
START = when("2026-11-26 09:00")


@pytest.fixture
async def ticket(centre: Centre) -> Ticket:
    """Liu's requested ticket, phone 13812345678."""
    return await centre.put_ticket(START, NOW, NOW + timedelta(minutes=30))


async def guess(
    centre: Centre, who: str, code: str, digits: str, at: datetime = NOW
) -> Ticket | None:
    """One guess of a contact on the web page; None also when it may not guess."""

    async def verb(office: Office) -> Ticket | None:
        contact = await meet(office.work, who, at)
        if not await may_guess(office, contact, code):
            return None
        return await prove(office, contact, code, digits)

    return await centre.do(at, verb)


async def meet(work: UnitOfWork, who: str, at: datetime) -> Contact:
    """A contact on the web page."""
    return await contacts.meet(work, ContactRef("web", who), None, at)


async def test_only_the_right_digits_open_a_ticket(centre: Centre, ticket: Ticket) -> None:
    for digits in ("5679", "1381", "678", "45678", ""):
        assert await guess(centre, f"stranger-{digits}", ticket.code, digits) is None

    assert await guess(centre, "liu", ticket.code, "5678") == ticket


async def test_a_ticket_without_phone_never_opens(centre: Centre, ticket: Ticket) -> None:
    await centre.do(NOW, lambda office: tickets.erase_phone(office.work, ticket.phone))

    assert await guess(centre, "liu", ticket.code, "5678") is None
    assert await guess(centre, "liu", ticket.code, "") is None


async def test_after_five_wrong_guesses_the_right_one_is_not_heard_for_an_hour(
    centre: Centre, ticket: Ticket
) -> None:
    for number in range(5):
        await guess(centre, "stranger", f"B10{number}", "0000")

    assert await guess(centre, "stranger", ticket.code, "5678") is None
    later = NOW + timedelta(hours=1, minutes=1)
    assert await guess(centre, "stranger", ticket.code, "5678", later) == ticket


async def test_many_contacts_together_guess_at_one_code_ten_times_a_day(
    centre: Centre, ticket: Ticket
) -> None:
    for number in range(10):
        await guess(centre, f"stranger-{number}", ticket.code, f"000{number}")

    assert await guess(centre, "another", ticket.code, "5678") is None
    assert await guess(centre, "another", "B999", "5678") is None
    next_day = NOW + timedelta(days=1, minutes=1)
    assert await guess(centre, "another", ticket.code, "5678", next_day) == ticket


async def test_a_right_guess_does_not_wash_away_the_wrong_ones(
    centre: Centre, ticket: Ticket
) -> None:
    for _ in range(4):
        await guess(centre, "stranger", "B100", "0000")
    assert await guess(centre, "stranger", ticket.code, "5678") == ticket
    await guess(centre, "stranger", "B100", "0001")

    assert await guess(centre, "stranger", ticket.code, "5678") is None


async def test_the_trail_names_the_channel_and_the_contact_but_nobody(
    centre: Centre, ticket: Ticket
) -> None:
    await guess(centre, "liu", ticket.code, "5678")

    async def verb(office: Office) -> int:
        contact = await meet(office.work, "liu", NOW)
        await cancel(office, ticket, contact)
        return contact.id

    contact_id = await centre.do(NOW, verb)

    trail = await centre.storage.read(lambda work: tickets.audit_of(work, ticket.id))
    assert [(line.act, line.actor.channel, line.reason) for line in trail[1:]] == [
        (Act.PROVE, "web", f"contact {contact_id}"),
        (Act.CANCEL, "web", f"contact {contact_id}"),
    ]


async def test_its_own_contact_is_told_of_a_change_from_elsewhere(
    centre: Centre, ticket: Ticket
) -> None:
    async def verb(office: Office) -> None:
        await cancel(office, ticket, await meet(office.work, "liu", NOW))

    await centre.do(NOW, verb)

    told = [entry.text for entry in await centre.entries() if entry.to.address == "o-liu"]
    assert len(told) == 1
    assert ticket.code in told[0]
    assert "网页" in told[0]
    assert ticket.phone not in told[0]


async def test_a_listener_hears_one_answer_and_no_more(centre: Centre, ticket: Ticket) -> None:
    async def listen(office: Office) -> None:
        contact = await meet(office.work, "liu", NOW)
        await listeners.add(office.work, ticket.id, contact.id)
        await listeners.add(office.work, ticket.id, contact.id)

    await centre.do(NOW, listen)
    confirmed = await centre.do(NOW, lambda office: confirm(office, ticket, CLERK))
    assert confirmed.status is Status.CONFIRMED

    heard = [entry.to.address for entry in await centre.entries() if "已确认" in entry.text]
    assert sorted(heard) == ["liu", "o-liu"]
    assert await centre.do(NOW, lambda office: listeners.release(office.work, ticket.id)) == ()


async def test_who_is_erased_listens_no_more(centre: Centre, ticket: Ticket) -> None:
    async def verb(office: Office) -> tuple[ContactRef, ...]:
        contact = await meet(office.work, "liu", NOW)
        await listeners.add(office.work, ticket.id, contact.id)
        await erase_contact(office.work, contact)
        return await listeners.release(office.work, ticket.id)

    assert await centre.do(NOW, verb) == ()
