"""Links, passwords and sessions of staff: single use, hashes only, idle and old ones gone."""

from datetime import datetime, timedelta
from functools import partial

from bot.storage import Storage, UnitOfWork, sessions
from bot.storage.sessions import IDLE, LONGEST, Session
from tests.storage.examples import NOW


def session(label: str, at: datetime = NOW) -> Session:
    return Session(label, "王芳", "Firefox Linux", False, at, at)


async def test_a_link_is_used_by_one_of_two_who_click(storage: Storage) -> None:
    until = NOW + timedelta(minutes=5)
    await storage.run(lambda work: sessions.add_link(work, "secret", "王芳", until, NOW))

    used = [await storage.run(lambda work: sessions.use_link(work, "secret", NOW)) for _ in "ab"]

    assert used == ["王芳", None]


async def test_a_link_is_looked_at_without_harm_and_runs_out(storage: Storage) -> None:
    until = NOW + timedelta(minutes=5)
    await storage.run(lambda work: sessions.add_link(work, "secret", "王芳", until, NOW))

    assert await storage.read(lambda work: sessions.link_of(work, "secret", NOW)) == "王芳"
    assert await storage.read(lambda work: sessions.link_of(work, "other", NOW)) is None
    assert await storage.run(lambda work: sessions.use_link(work, "secret", until)) is None


async def test_a_session_lives_as_long_as_it_is_used_but_not_for_ever(storage: Storage) -> None:
    await storage.run(lambda work: sessions.open_session(work, "cookie", session("a")))

    async def is_open(at: datetime) -> bool:
        return await storage.read(lambda work: sessions.find(work, "cookie", at)) is not None

    assert await is_open(NOW + IDLE - timedelta(seconds=1))
    assert not await is_open(NOW + IDLE)
    later = NOW
    while later < NOW + LONGEST - IDLE:
        later += IDLE / 2
        await storage.run(partial(sessions.see, token="cookie", now=later))
    assert await is_open(NOW + LONGEST - timedelta(seconds=1))
    assert not await is_open(NOW + LONGEST)


async def test_a_new_password_ends_every_session(storage: Storage) -> None:
    async def prepare(work: UnitOfWork) -> None:
        await sessions.open_session(work, "one", session("a"))
        await sessions.open_session(work, "two", session("b"))
        await sessions.set_password(work, "王芳", "$hash", NOW)

    await storage.run(prepare)

    assert await storage.read(lambda work: sessions.of_staff(work, "王芳", NOW)) == ()
    assert await storage.read(lambda work: sessions.password_of(work, "王芳")) == "$hash"
    assert await storage.read(lambda work: sessions.password_of(work, "陈静")) is None


async def test_own_sessions_are_ended_one_by_one(storage: Storage) -> None:
    async def prepare(work: UnitOfWork) -> tuple[bool, bool]:
        await sessions.open_session(work, "one", session("a"))
        await sessions.open_session(work, "two", session("b"))
        await sessions.close(work, "one")
        return (
            await sessions.close_labelled(work, "陈静", "b"),
            await sessions.close_labelled(work, "王芳", "b"),
        )

    assert await storage.run(prepare) == (False, True)
    assert await storage.read(lambda work: sessions.of_staff(work, "王芳", NOW)) == ()
