"""A centre with its pages, over each kind of database."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.desk.config_house import SECRET
from tests.desk.desk_house import DeskHouse, opened
from tests.sample import SAMPLE


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[DeskHouse]:
    """A running centre; its clock stands at Monday, ten o'clock."""
    async with opened(sqlite_url) as house:
        yield house


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration of our own, with two admins: 唐磊 and 陈静."""
    found = tmp_path / "config"
    shutil.copytree(SAMPLE, found)
    roster = found / "roster.yaml"
    text = roster.read_text("utf-8")
    before, name, after = text.partition("- name: 陈静")
    assert name
    roster.write_text(before + name + after.replace("roles: [clerk]", "roles: [admin]", 1), "utf-8")
    return found


@pytest.fixture
async def admin(sqlite_url: str, folder: Path) -> AsyncIterator[DeskHouse]:
    """唐磊 has signed in."""
    env = {"MENTING_WECHAT_SECRET": SECRET}
    async with opened(sqlite_url, env, folder) as house:
        await house.signs_in("唐磊")
        yield house
