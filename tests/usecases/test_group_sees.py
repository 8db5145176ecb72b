"""What the staff group sees of residents: never a whole name, number or door."""

from msgspec.structs import replace

from bot.domain.tickets import Ticket, TicketKind
from bot.storage import tasks
from bot.storage.conversations import Help
from bot.storage.tasks import Task, TaskKind
from bot.usecases.agenda import spell_masked
from bot.usecases.booking import Request, open_ticket
from bot.usecases.helping import pass_on
from bot.usecases.notices import show_card
from bot.usecases.office import Office
from bot.usecases.people import HandOver, hand_over
from bot.usecases.results import tell_elsewhere
from bot.usecases.tasks import spell_for_taker, spell_list, spell_task, take
from tests.usecases.centre import Centre
from tests.usecases.line_house import NOW, SERVICE, meet

NAME, PHONE, DOOR = "刘晓梅", "13812345678", "光华大道2号3栋502"
SAID = f"我是{NAME}，住{DOOR}，电话{PHONE}"
MASKED = "我是刘**，住光华大道*号*栋***，电话138****5678"


async def _books(office: Office) -> Ticket:
    service = office.service(SERVICE)
    assert service is not None
    request = Request(service, TicketKind.HOME, None, NAME, PHONE, note=SAID, home_address=DOOR)
    return await open_ticket(office, await meet(office, "liu"), request)


async def _asks_for_a_person(office: Office) -> Task:
    await hand_over(office, await meet(office, "liu"), HandOver(TaskKind.HANDOVER, SAID))
    return (await tasks.open_tasks(office.work))[0]


async def _group(centre: Centre) -> list[str]:
    return [each.text for each in await centre.entries() if each.to.address.startswith("group:")]


async def test_a_card_shows_the_note_without_whom_it_names(centre: Centre) -> None:
    ticket = await centre.do(NOW, _books)

    async def spell(office: Office) -> str:
        return spell_masked(office, ticket)

    shown = [*await _group(centre), await centre.do(NOW, spell)]
    assert len(shown) == 2
    assert all(MASKED in text and NAME not in text for text in shown)


async def test_a_task_shows_what_was_said_without_name_and_door(centre: Centre) -> None:
    await centre.do(NOW, _books)
    task = await centre.do(NOW, _asks_for_a_person)

    async def spell(office: Office) -> tuple[str, str]:
        return await spell_task(office, task), "".join(await spell_list(office, [task]))

    whole, line = await centre.do(NOW, spell)
    assert MASKED in (await _group(centre))[-1]
    assert MASKED in whole
    assert MASKED[:20] in line
    assert SAID in await centre.do(NOW, lambda office: spell_for_taker(office, task))


async def test_whoever_helps_reads_privately_what_the_group_may_not(centre: Centre) -> None:
    await centre.do(NOW, _books)
    task = await centre.do(NOW, _asks_for_a_person)

    async def says(office: Office) -> None:
        contact = await meet(office, "liu")
        taken = await take(office, task, "王芳")
        await pass_on(office, contact, taken, Help(task.id, NOW, ""), f"还是{DOOR}，{NAME}")

    await centre.do(NOW, says)
    *_, in_group, in_private = await centre.entries()
    assert "还是光华大道*号*栋***，刘**" in in_group.text
    assert f"还是{DOOR}，{NAME}" in in_private.text
    assert not in_private.to.address.startswith("group:")


async def test_a_channel_without_a_text_is_called_by_its_name(centre: Centre) -> None:
    ticket = replace(await centre.do(NOW, _books), channel="telegraph")

    async def tell(office: Office) -> None:
        await show_card(office, ticket, 0)
        contact = await meet(office, "wang")
        by = replace(contact, ref=replace(contact.ref, channel="telegraph"))
        await tell_elsewhere(office, ticket, by, "result.cancelled_elsewhere")

    await centre.do(NOW, tell)
    *_, card, told = await centre.entries()
    assert "telegraph" in card.text
    assert "telegraph" in told.text


async def test_new_tickets_of_one_day_go_to_the_clerks_in_turn(centre: Centre) -> None:
    async def books(office: Office) -> Ticket:
        service = office.service(SERVICE)
        assert service is not None
        who = f"r{office.now:%M}"
        request = Request(service, TicketKind.URGENT, None, who, f"138000000{office.now:%M}")
        return await open_ticket(office, await meet(office, who), request)

    owners = [(await centre.do(NOW.replace(minute=m), books)).owner for m in range(10, 16)]
    assert len(set(owners)) > 1
    assert max(map(owners.count, owners)) <= len(owners) // len(set(owners))
