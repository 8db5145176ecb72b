"""Who writes to us, and until when we may write back."""

from datetime import datetime, timedelta

from bot.domain.calendar import CHINA
from bot.domain.messages import ContactRef, DeliveryWindow
from bot.storage import Storage, UnitOfWork, contacts

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
WANG = ContactRef("wechat", "openid-wang")


def window(messages: int, **length: float) -> DeliveryWindow:
    return DeliveryWindow(NOW + timedelta(**length), messages)


async def meet(
    storage: Storage, opened: DeliveryWindow | None = None, at: datetime = NOW
) -> contacts.Contact:
    return await storage.run(lambda work: contacts.meet(work, WANG, opened, at))


async def test_a_contact_is_new_once_even_when_two_messages_come_in_the_same_instant(
    storage: Storage,
) -> None:
    first, second = await meet(storage), await meet(storage)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.id == second.id


async def test_a_long_window_is_not_replaced_by_a_short_one(storage: Storage) -> None:
    await meet(storage, window(5, hours=48))
    after = await meet(storage, window(3, minutes=1))
    assert after.window == window(5, hours=48)


async def test_a_used_up_window_is_replaced_by_a_short_one(storage: Storage) -> None:
    await meet(storage, window(1, hours=48))
    await storage.run(lambda work: contacts.spend_window(work, WANG))
    assert (await meet(storage, window(3, minutes=1))).window == window(3, minutes=1)


async def test_a_new_message_opens_a_full_window_again(storage: Storage) -> None:
    await meet(storage, window(5, hours=48))
    await storage.run(lambda work: contacts.spend_window(work, WANG))
    assert (await meet(storage, window(5, hours=49))).window == window(5, hours=49)


async def test_the_same_message_again_gives_back_nothing_that_was_spent(storage: Storage) -> None:
    await meet(storage, window(2, hours=48))
    for left in (1, 0):
        await storage.run(lambda work: contacts.spend_window(work, WANG))
        assert (await meet(storage, window(2, hours=48))).window == window(left, hours=48)


async def test_a_message_without_a_window_leaves_the_window_alone(storage: Storage) -> None:
    assert (await meet(storage)).window is None
    await meet(storage, window(5, hours=48))
    assert (await meet(storage)).window == window(5, hours=48)


async def test_a_window_is_spent_down_to_zero_and_no_further(storage: Storage) -> None:
    await meet(storage, window(2, hours=48))
    spent = [await storage.run(lambda work: contacts.spend_window(work, WANG)) for _ in range(3)]
    assert spent == [True, True, False]
    assert (await meet(storage)).window == window(0, hours=48)


async def test_a_message_that_was_not_sent_gives_its_place_in_the_same_window_back(
    storage: Storage,
) -> None:
    opened = window(2, hours=48)
    await meet(storage, opened)
    await storage.run(lambda work: contacts.spend_window(work, WANG))
    other = NOW + timedelta(hours=47)
    await storage.run(lambda work: contacts.give_back_window(work, WANG, other))
    assert (await meet(storage)).window == window(1, hours=48)
    await storage.run(lambda work: contacts.give_back_window(work, WANG, opened.until))
    assert (await meet(storage)).window == opened


async def test_a_closed_window_has_no_messages_left(storage: Storage) -> None:
    await meet(storage, window(5, hours=48))
    await storage.run(lambda work: contacts.close_window(work, WANG))
    assert (await meet(storage)).window == window(0, hours=48)


async def test_a_stranger_is_not_found(storage: Storage) -> None:
    async def look(work: UnitOfWork) -> tuple[object, object]:
        return await contacts.find(work, WANG), await contacts.by_id(work, 1)

    assert await storage.read(look) == (None, None)


async def test_follow_and_community_are_remembered_and_a_message_means_follow(
    storage: Storage,
) -> None:
    contact = await meet(storage)

    async def leave(work: UnitOfWork) -> None:
        await contacts.set_followed(work, contact.id, False)
        await contacts.set_community(work, contact.id, "shequ-07")

    await storage.run(leave)
    gone = await storage.read(lambda work: contacts.find(work, WANG))
    assert gone is not None
    assert (gone.followed, gone.community) == (False, "shequ-07")
    assert await storage.read(lambda work: contacts.by_id(work, contact.id)) == gone
    assert (await meet(storage)).followed


async def test_a_resident_introduces_corrects_and_withdraws_themselves(storage: Storage) -> None:
    async def introduce(name: str, phone: str) -> contacts.Resident | None:
        contact = await meet(storage)
        await storage.run(lambda work: contacts.introduce(work, contact, name, phone, NOW))
        met = await meet(storage)
        return await storage.read(lambda work: contacts.resident_of(work, met))

    contact = await meet(storage)
    assert await storage.read(lambda work: contacts.resident_of(work, contact)) is None
    first = await introduce("王芳", "13800000001")
    second = await introduce("王方", "13800000002")
    assert first is not None
    assert second == contacts.Resident(first.id, "王方", "13800000002")
    known = await meet(storage)
    await storage.run(lambda work: contacts.forget_resident(work, known))
    forgotten = await storage.read(lambda work: contacts.resident_of(work, known))
    assert forgotten == contacts.Resident(first.id, "", "")


async def test_residents_are_erased_by_phone(storage: Storage) -> None:
    contact = await meet(storage)
    await storage.run(lambda work: contacts.introduce(work, contact, "王芳", "13800000001", NOW))
    erase = "13800000001"
    assert await storage.run(lambda work: contacts.erase_phone(work, erase)) == 1
    assert await storage.run(lambda work: contacts.erase_phone(work, erase)) == 0
