"""The mailbox of the residents' page, and the visitors who are known on another channel."""

from datetime import timedelta

from bot.domain.messages import ContactRef, DeliveryState, Purpose
from bot.storage import Storage, UnitOfWork, mailbox, outbox, visitors
from bot.storage.mailbox import PageLetter
from bot.storage.outbox import Letter
from tests.storage.examples import NOW, WANG, minutes

PAGE = ContactRef("web", "a-hash")


async def put(storage: Storage, *letters: Letter) -> None:
    async def all_of_them(work: UnitOfWork) -> None:
        for letter in letters:
            await outbox.put(work, letter, NOW)

    await storage.run(all_of_them)


async def letters_of(storage: Storage, ref: ContactRef = PAGE) -> tuple[PageLetter, ...]:
    return await storage.read(lambda work: mailbox.letters(work, ref, 0, 10, NOW))


async def test_a_page_sees_its_answers_at_once_and_nothing_that_is_meant_for_later(
    storage: Storage,
) -> None:
    await put(
        storage,
        Letter(PAGE, "答", Purpose.REPLY, cause="web:1", due_at=minutes(1)),
        Letter(PAGE, "结果", Purpose.RESULT, ticket="A101"),
        Letter(PAGE, "提醒", Purpose.REMINDER, due_at=minutes(60)),
        Letter(ContactRef("web", "another"), "别人", Purpose.REPLY),
    )

    assert [letter.text for letter in await letters_of(storage)] == ["答", "结果"]


async def test_what_was_fetched_is_sent_also_out_of_a_senders_hands(storage: Storage) -> None:
    await put(
        storage,
        Letter(PAGE, "一", Purpose.REPLY, cause="web:1", due_at=minutes(1)),
        Letter(PAGE, "二", Purpose.RESULT),
        Letter(PAGE, "三", Purpose.RESULT),
    )
    first, second, _ = await letters_of(storage)
    until = NOW + timedelta(seconds=30)
    await storage.run(lambda work: outbox.claim(work, second.id, "one", until, NOW))

    await storage.run(lambda work: mailbox.mark_fetched(work, PAGE.address, second.id, NOW))

    states = [letter.state for letter in await letters_of(storage)]
    assert states == [DeliveryState.SENT, DeliveryState.SENT, DeliveryState.DUE]
    assert first.is_new
    row = (await storage.read(outbox.everything))[1]
    assert (row.state, row.route) == (DeliveryState.SENT, "push")


async def test_a_known_contact_sees_only_what_was_said_through_the_page(storage: Storage) -> None:
    await put(
        storage,
        Letter(WANG, "在微信里", Purpose.REPLY, cause="wechat:1"),
        Letter(WANG, "在网页上", Purpose.REPLY, cause="web:1"),
    )

    assert [letter.text for letter in await letters_of(storage, WANG)] == ["在网页上"]


async def test_a_visitor_is_linked_again_unlinked_and_forgotten(storage: Storage) -> None:
    await storage.run(lambda work: visitors.link(work, "v", PAGE, NOW))
    await storage.run(lambda work: visitors.link(work, "v", WANG, NOW))
    assert await storage.read(lambda work: visitors.find(work, "v")) == WANG

    later = NOW + timedelta(days=1)
    assert await storage.run(lambda work: visitors.forget_before(work, later, later)) == 1
    assert await storage.read(lambda work: visitors.find(work, "v")) is None
    await storage.run(lambda work: visitors.unlink(work, "v"))


async def test_a_login_is_used_once(storage: Storage) -> None:
    assert await storage.run(lambda work: visitors.use_login(work, "n", NOW))
    assert not await storage.run(lambda work: visitors.use_login(work, "n", NOW))
