"""Versions of configuration files: found again, decided once, the oldest forgotten."""

from datetime import timedelta
from functools import partial

import pytest
from msgspec.structs import replace

from bot.storage import Storage, config_versions
from bot.storage.config_versions import Version, VersionState, digest_of
from tests.storage.examples import NOW

ROSTER = Version("roster.yaml", "staff: []\n", "", "唐磊", "调整", VersionState.SAVED, NOW)


async def test_versions_are_listed_without_content_and_found_with_it(storage: Storage) -> None:
    first = await storage.run(lambda work: config_versions.add(work, ROSTER))
    later = replace(ROSTER, content="staff: [] # 2\n", at=NOW + timedelta(minutes=1))
    second = await storage.run(lambda work: config_versions.add(work, later))
    other = replace(ROSTER, file="faq.yaml")
    await storage.run(lambda work: config_versions.add(work, other))

    found = await storage.read(lambda work: config_versions.of_file(work, "roster.yaml", 10))

    assert [one.id for one in found] == [second, first]
    assert {one.content for one in found} == {""}
    whole = await storage.read(lambda work: config_versions.by_id(work, first))
    assert whole == replace(ROSTER, id=first, digest=digest_of(b"staff: []\n"))
    newest = await storage.read(lambda work: config_versions.in_place(work, "roster.yaml"))
    assert newest
    assert newest.id == second
    old = digest_of(b"staff: []\n")
    earlier = await storage.read(lambda work: config_versions.with_digest(work, "roster.yaml", old))
    assert earlier == whole


async def test_of_two_who_decide_one_does(storage: Storage) -> None:
    waiting = replace(ROSTER, state=VersionState.WAITING)
    number = await storage.run(lambda work: config_versions.add(work, waiting))
    assert [one.id for one in await storage.read(config_versions.waiting)] == [number]

    ends = [
        await storage.run(partial(config_versions.decide, number=number, state=state, by="王芳"))
        for state in (VersionState.APPROVED, VersionState.REFUSED)
    ]

    assert ends == [True, False]
    assert await storage.read(config_versions.waiting) == ()
    found = await storage.read(lambda work: config_versions.by_id(work, number))
    assert found
    assert (found.state, found.decided_by) == (VersionState.APPROVED, "王芳")


async def test_what_waits_is_no_version_in_place(storage: Storage) -> None:
    waiting = replace(ROSTER, state=VersionState.WAITING)
    await storage.run(lambda work: config_versions.add(work, waiting))
    assert await storage.read(lambda work: config_versions.in_place(work, "roster.yaml")) is None


async def test_only_so_many_versions_are_kept(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config_versions, "KEPT", 2)
    for number in range(5):
        each = replace(ROSTER, content=f"# {number}\n")
        await storage.run(partial(config_versions.add, version=each))
    found = await storage.read(lambda work: config_versions.of_file(work, "roster.yaml", 10))
    assert len(found) == 3
