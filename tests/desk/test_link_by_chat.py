"""登录 in the chat: the link comes to the private chat of who asked, and works."""

from bot.domain.messages import ContactRef, InboundMessage, MessageKind, group_ref
from bot.storage import outbox, staff
from tests.desk.desk_house import MONDAY, DeskHouse


async def said(desk: DeskHouse, account: str, text: str) -> tuple[list[str], list[str]]:
    """What the bot then says (in the group, privately to `account`)."""
    channel, _, group = desk.centre.snapshot.config.channels.staff_group.partition(":")
    room, who = group_ref(channel, group), ContactRef(channel, account)
    await desk.centre.storage.run(lambda work: staff.bind(work, who, "王芳", MONDAY))
    message = InboundMessage(f"k:{text}", who, MessageKind.TEXT, text, MONDAY, room=room)
    await desk.centre.door.receive(message)
    rows = await desk.centre.storage.read(outbox.everything)
    return [r.text for r in rows if r.to == room], [r.text for r in rows if r.to == who]


async def test_the_link_is_whispered_and_signs_in(desk: DeskHouse) -> None:
    group, private = await said(desk, "10001", "登录")

    assert group == ["登录链接已私聊发给王芳。"]
    (whispered,) = private
    secret = whispered.rpartition("/desk/in?k=")[2]
    assert secret not in "".join(group)
    assert (await desk.post("/desk/in", {"k": secret})).status == 303
    assert "王芳，您好" in await (await desk.client.get("/desk")).text()
