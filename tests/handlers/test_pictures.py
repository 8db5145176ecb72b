"""本月排班 on its way to the group: stored as words, drawn as it leaves, once, over restarts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.app import Centre, SandboxCentre, Settings, web_app
from bot.app.pictures import Pictures
from bot.channels.rehearsal import Delivered, RehearsalChannel
from bot.domain.calendar import CHINA, ShiftKind
from bot.domain.messages import (
    ContactRef,
    DeliveryState,
    InboundMessage,
    MessageKind,
    OutboundMessage,
    Purpose,
    group_ref,
)
from bot.domain.roster import Override
from bot.storage import Storage, StorageDown, UnitOfWork, outbox, roster, staff
from tests.sample import SAMPLE, snapshot
from tests.sheets.painted import FONT
from tests.simulators.images import size_of

NOW = datetime(2026, 11, 23, 9, 12, tzinfo=CHINA)
GROUP, WANG = group_ref("onebot", "700000001"), ContactRef("onebot", "qq-wang")
MONTH = OutboundMessage(
    1, GROUP, "2026年11月值班安排", Purpose.GROUP, fields={"picture": "2026-11"}
)


@asynccontextmanager
async def opened(
    url: str, heard: list[Delivered], font: str = str(FONT), now: datetime = NOW
) -> AsyncIterator[Centre]:
    """The sample centre at `now`; what it says in the group is `heard`."""
    centre = Centre(
        Settings(SAMPLE, url, {"MENTING_FONT": font}, loaded=snapshot()),
        lambda: now,
        lambda made: {
            "onebot": RehearsalChannel(made.now, heard.append, made.pictures.draw),
        },
    )
    await centre.open()
    try:
        yield centre
    finally:
        await centre.door.close()
        await centre.storage.stop()


async def ask(centre: Centre, said: str = "本月排班") -> None:
    """王芳 asks in the group."""

    async def bind(work: UnitOfWork) -> None:
        await staff.bind(work, WANG, "王芳", NOW)

    await centre.storage.run(bind)
    await centre.door.receive(
        InboundMessage(f"key-{said}", WANG, MessageKind.TEXT, said, NOW, room=GROUP)
    )


async def test_the_month_is_stored_as_words_and_leaves_as_a_picture(sqlite_url: str) -> None:
    heard: list[Delivered] = []
    async with opened(sqlite_url, heard) as centre:
        await ask(centre)
        [row] = await centre.storage.read(outbox.everything)
        await centre.courier.deliver_due(NOW)
    [shown] = heard
    assert row.text.startswith("2026年11月值班安排\n【早间延时班】")
    assert shown.text == row.text
    assert shown.picture is not None
    assert size_of(shown.picture)[0] > 1000


async def test_a_process_that_died_before_sending_leaves_it_to_the_next_once(
    sqlite_url: str,
) -> None:
    heard: list[Delivered] = []
    async with opened(sqlite_url, heard) as first:
        await ask(first)
    for _ in range(2):
        async with opened(sqlite_url, heard) as after:
            await ask(after)  # the platform delivers the message again
            await after.courier.deliver_due(NOW)
    [shown] = heard
    assert shown.picture is not None


async def test_a_process_that_died_while_sending_does_not_send_it_twice(sqlite_url: str) -> None:
    heard: list[Delivered] = []
    async with opened(sqlite_url, heard) as first:
        await ask(first)
        [row] = await first.storage.read(outbox.everything)
        lease = NOW + timedelta(seconds=120)
        await first.storage.run(lambda work: outbox.claim(work, row.id, "dead", lease, NOW))
    async with opened(sqlite_url, heard, now=NOW + timedelta(minutes=3)) as after:
        await after.courier.deliver_due(after.now())
        [row] = await after.storage.read(outbox.everything)
    assert (heard, row.state) == ([], DeliveryState.UNKNOWN)


async def test_without_a_font_the_words_are_said(sqlite_url: str) -> None:
    heard: list[Delivered] = []
    async with opened(sqlite_url, heard, font="/nowhere/font.ttf") as centre:
        await ask(centre)
        await centre.courier.deliver_due(NOW)
    [said] = heard
    assert said.picture is None
    assert "【早间延时班】" in said.text


async def test_it_is_painted_again_only_when_something_on_it_changed(sqlite_url: str) -> None:
    async with opened(sqlite_url, []) as centre:
        first = await centre.pictures.draw(MONTH)
        kept = centre.pictures.painted
        assert await centre.pictures.draw(MONTH) == first
        assert centre.pictures.painted is kept
        override = Override(date(2026, 11, 28), ShiftKind.HOLIDAY, (), "停", "王芳", NOW)
        await centre.storage.run(lambda work: roster.add_override(work, override))
        assert await centre.pictures.draw(MONTH) != first


async def test_when_the_database_is_away_there_is_no_picture_and_no_error() -> None:
    def away() -> Storage:
        raise StorageDown("away")

    pictures = Pictures(away, snapshot, lambda: NOW, str(FONT))
    assert await pictures.draw(MONTH) is None


@pytest.mark.parametrize("key", ["", "2026-13", "../../etc/passwd"])
async def test_a_key_that_names_no_month_draws_nothing(sqlite_url: str, key: str) -> None:
    message = OutboundMessage(1, GROUP, "words", Purpose.GROUP, fields={"picture": key})
    async with opened(sqlite_url, []) as centre:
        assert await centre.pictures.draw(message) is None


async def test_the_sandbox_shows_the_picture_in_the_group(sqlite_url: str) -> None:
    env = {"MENTING_FONT": str(FONT)}
    centre = SandboxCentre(Settings(SAMPLE, sqlite_url, env, sandbox=True, loaded=snapshot()))
    await centre.open()
    async with TestClient(TestServer(web_app(centre))) as page:
        origin = {"Origin": str(page.make_url("/")).rstrip("/")}
        watcher = centre.stage.watch()
        said = {"user": "王芳", "text": "本月排班"}
        assert (await page.post("/sandbox/group", json=said, headers=origin)).status == 200
        async with asyncio.timeout(60):
            while not any(each.line.picture for each in centre.stage.bubbles):
                await watcher.get()
        [line] = [each.line for each in centre.stage.bubbles if each.line.picture]
        assert (line.screen, line.text[-1:]) != ("phone", "")
        answer = await page.get(line.picture)
        assert answer.content_type == "image/png"
        assert size_of(await answer.read())[0] > 1000
        assert (await page.get("/sandbox/pictures/another.png")).status == 404
