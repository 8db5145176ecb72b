"""Messages on their way out: order, leases, endings."""

from datetime import datetime, timedelta
from functools import partial

from msgspec.structs import replace

from bot.domain.messages import ContactRef, DeliveryState, OutboundMessage, Purpose, Route
from bot.storage import Storage, erasure, outbox
from bot.storage.outbox import Letter, OutboxEntry, Settled
from tests.storage.examples import LI, NOW, STAFF_ROOM, WANG, at_once, minutes

HELLO = Letter(WANG, "您好", Purpose.REPLY, cause="wechat:1")
SENT = Settled(DeliveryState.SENT, Route.WINDOW, platform_id="m-1")


async def put(storage: Storage, *letters: Letter) -> list[int | None]:
    return [
        await storage.run(lambda work, one=letter: outbox.put(work, one, NOW))  # type: ignore[misc]
        for letter in letters
    ]


async def waiting_texts(storage: Storage, now: datetime = NOW, most: int = 10) -> list[str]:
    texts = {entry.id: entry.text for entry in await everything(storage)}
    rows = await storage.read(lambda work: outbox.waiting(work, now, most))
    return [texts[row_id] for row_id, _ in rows]


async def everything(storage: Storage) -> tuple[OutboxEntry, ...]:
    return await storage.read(outbox.everything)


async def claim(
    storage: Storage, row_id: int, owner: str = "one", now: datetime = NOW
) -> OutboundMessage | None:
    until = now + timedelta(seconds=30)
    return await storage.run(lambda work: outbox.claim(work, row_id, owner, until, now))


async def settle(storage: Storage, row_id: int, settled: Settled, owner: str = "one") -> None:
    await storage.run(lambda work: outbox.settle(work, row_id, owner, settled, NOW))


async def first_id(storage: Storage) -> int:
    return (await everything(storage))[0].id


async def test_a_letter_comes_out_as_it_was_put_in(storage: Storage) -> None:
    letter = Letter(
        to=STAFF_ROOM,
        text="新预约 A102",
        purpose=Purpose.CARD,
        ticket="A102",
        expires_at=minutes(60),
        mention="张敏",
        fields={"thing1": "社保卡"},
    )
    assert await put(storage, letter) == [(await everything(storage))[0].id]
    message = await claim(storage, await first_id(storage))
    assert message == OutboundMessage(
        id=await first_id(storage),
        to=STAFF_ROOM,
        text="新预约 A102",
        purpose=Purpose.CARD,
        ticket="A102",
        attempts=1,
        due_at=NOW,
        expires_at=minutes(60),
        mention="张敏",
        fields={"thing1": "社保卡"},
        created_at=NOW,
    )


async def test_a_letter_with_a_unique_key_is_put_once(storage: Storage) -> None:
    letter = replace(HELLO, unique_key="reminder:A102")
    turns = [lambda work: outbox.put(work, letter, NOW)] * 20
    (stored,) = filter(None, await at_once(storage, turns))
    assert [entry.id for entry in await everything(storage)] == [stored]
    assert await storage.read(outbox.depth) == 1


async def test_messages_to_one_contact_wait_for_each_other(storage: Storage) -> None:
    second, other = replace(HELLO, text="再见"), replace(HELLO, to=LI, text="李好")
    await put(storage, HELLO, second, other)
    assert await waiting_texts(storage) == ["您好", "李好"]
    row_id = await first_id(storage)
    await claim(storage, row_id)
    assert await waiting_texts(storage) == ["李好"]
    await settle(storage, row_id, SENT)
    assert await waiting_texts(storage) == ["再见", "李好"]


async def test_a_message_tried_again_later_keeps_its_turn(storage: Storage) -> None:
    await put(storage, HELLO, replace(HELLO, text="再见"))
    row_id = await first_id(storage)
    await claim(storage, row_id)
    await settle(storage, row_id, Settled(DeliveryState.RETRY, None, due_at=minutes(1)))
    assert await waiting_texts(storage) == []
    assert await storage.read(outbox.next_due) == minutes(1)
    assert await waiting_texts(storage, minutes(1)) == ["您好"]


async def test_a_try_that_was_none_is_not_counted(storage: Storage) -> None:
    await put(storage, HELLO)
    row_id = await first_id(storage)
    await claim(storage, row_id)
    await settle(storage, row_id, Settled(DeliveryState.RETRY, None, is_counted=False))
    assert (await everything(storage))[0].attempts == 0


async def test_a_message_meant_for_later_holds_up_nobody(storage: Storage) -> None:
    await put(storage, replace(HELLO, text="明天见", due_at=minutes(600)), HELLO)
    assert await waiting_texts(storage) == ["您好"]
    assert await waiting_texts(storage, minutes(600)) == ["明天见"]


async def test_waiting_gives_no_more_than_asked(storage: Storage) -> None:
    await put(storage, HELLO, replace(HELLO, to=LI))
    assert len(await waiting_texts(storage, most=1)) == 1


async def test_the_next_due_time_is_known(storage: Storage) -> None:
    assert await storage.read(outbox.next_due) is None
    await put(storage, replace(HELLO, due_at=minutes(5)), replace(HELLO, due_at=minutes(3)))
    assert await storage.read(outbox.next_due) == minutes(3)


async def test_of_twenty_senders_one_gets_the_message(storage: Storage) -> None:
    await put(storage, HELLO)
    row_id = await first_id(storage)

    got = await at_once(
        storage,
        [
            partial(outbox.claim, row_id=row_id, owner=f"{n}", lease_until=minutes(1), now=NOW)
            for n in range(20)
        ],
    )
    assert sum(message is not None for message in got) == 1


async def test_a_message_not_yet_due_cannot_be_claimed(storage: Storage) -> None:
    await put(storage, replace(HELLO, due_at=minutes(5)))
    assert await claim(storage, await first_id(storage)) is None


async def test_a_sent_message_shows_how_it_went_and_is_not_claimed_again(storage: Storage) -> None:
    await put(storage, HELLO)
    row_id = await first_id(storage)
    await claim(storage, row_id)
    await settle(storage, row_id, SENT)
    entry = (await everything(storage))[0]
    assert (entry.state, entry.route, entry.sent_at) == (DeliveryState.SENT, "window", NOW)
    assert await claim(storage, row_id) is None
    assert await storage.read(outbox.depth) == 0


async def test_a_dead_senders_message_is_unknown_and_never_sent_blindly(storage: Storage) -> None:
    await put(storage, HELLO)
    row_id = await first_id(storage)
    await claim(storage, row_id)
    assert await storage.run(lambda work: outbox.lost(work, NOW)) == ()
    (lost,) = await storage.run(lambda work: outbox.lost(work, minutes(1)))
    assert (lost.id, lost.state) == (row_id, DeliveryState.UNKNOWN)
    assert await claim(storage, row_id, "two", minutes(2)) is None
    await settle(storage, row_id, SENT)  # the dead sender wakes up: too late
    entry = (await everything(storage))[0]
    assert (entry.state, entry.reason) == (DeliveryState.UNKNOWN, "sender_died")


async def test_leases_of_a_dead_process_are_void_at_the_start(storage: Storage) -> None:
    await put(storage, HELLO)
    await claim(storage, await first_id(storage))
    await storage.run(outbox.void_leases)
    assert len(await storage.run(lambda work: outbox.lost(work, NOW))) == 1


async def test_only_what_was_not_sent_can_be_withdrawn(storage: Storage) -> None:
    await put(storage, replace(HELLO, unique_key="a"), replace(HELLO, to=LI, unique_key="b"))
    row_id = await first_id(storage)
    await claim(storage, row_id)
    assert not await storage.run(lambda work: outbox.withdraw(work, "a", "cancelled"))
    assert await storage.run(lambda work: outbox.withdraw(work, "b", "cancelled"))
    assert not await storage.run(lambda work: outbox.withdraw(work, "b", "cancelled"))
    states = [(entry.state, entry.reason) for entry in await everything(storage)]
    assert states == [(DeliveryState.DUE, ""), (DeliveryState.WITHDRAWN, "cancelled")]


async def test_a_repeated_message_gets_the_same_answer(storage: Storage) -> None:
    card = Letter(STAFF_ROOM, "新预约", Purpose.CARD, cause="wechat:1")
    await put(storage, HELLO, card, replace(HELLO, text="请选时间"), replace(HELLO, cause="x"))
    found = await storage.read(lambda work: outbox.answers(work, "wechat:1", WANG))
    assert [text for _, text in found] == ["您好", "请选时间"]


async def test_what_left_as_a_passive_reply_is_not_sent_again(storage: Storage) -> None:
    await put(storage, HELLO, replace(HELLO, to=LI))
    wang, li = (entry.id for entry in await everything(storage))
    await claim(storage, li)
    await storage.run(lambda work: outbox.take_passively(work, (wang, li), NOW))
    first, second = await everything(storage)
    assert (first.state, first.route, first.sent_at) == (DeliveryState.SENT, "passive", NOW)
    assert second.state is DeliveryState.DUE  # a sender has it in hand


async def test_a_quoted_card_leads_to_its_ticket(storage: Storage) -> None:
    await put(storage, Letter(STAFF_ROOM, "新预约 A102", Purpose.CARD, ticket="A102"))
    row_id = await first_id(storage)
    await claim(storage, row_id)
    await settle(storage, row_id, Settled(DeliveryState.SENT, Route.PUSH, platform_id="99"))

    async def quoted(room: ContactRef, platform_id: str) -> str | None:
        ticket, _ = await storage.read(lambda work: outbox.quoted(work, room, platform_id))
        return ticket

    assert await quoted(STAFF_ROOM, "99") == "A102"
    assert await quoted(STAFF_ROOM, "98") is None
    assert await quoted(WANG, "99") is None


async def test_the_newest_messages_come_first(storage: Storage) -> None:
    await put(storage, *(replace(HELLO, text=text) for text in "一二三"))
    newest = await storage.read(lambda work: outbox.newest(work, 2))
    assert [entry.text for entry in newest] == ["三", "二"]


async def test_retention_drops_finished_messages_only(storage: Storage) -> None:
    await put(storage, HELLO, replace(HELLO, text="待发"))
    row_id = await first_id(storage)
    await claim(storage, row_id)
    await settle(storage, row_id, SENT)
    assert await storage.run(lambda work: outbox.forget_before(work, NOW)) == 0
    assert await storage.run(lambda work: outbox.forget_before(work, minutes(1))) == 1
    assert [entry.text for entry in await everything(storage)] == ["待发"]


async def test_texts_are_erased_by_contact_and_by_ticket(storage: Storage) -> None:
    card = Letter(STAFF_ROOM, "王芳 A102", Purpose.CARD, ticket="A102", fields={"name": "王芳"})
    await put(storage, HELLO, card, replace(HELLO, to=LI, text="李好"))
    await storage.run(lambda work: erasure.erase_texts(work, WANG))
    await storage.run(lambda work: erasure.erase_ticket_texts(work, "A102"))
    assert [entry.text for entry in await everything(storage)] == ["", "", "李好"]
