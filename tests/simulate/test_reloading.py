"""A configuration that is changed while the centre runs: admins hear of faults in the group."""

import shutil
from pathlib import Path

import pytest

from tests.sample import SAMPLE
from tests.simulate.house import Simulated


@pytest.fixture
async def sample(tmp_path: Path) -> Path:
    """A copy of the sample centre that a test may break."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "config"))


async def test_faults_are_told_once_and_so_is_their_end(sqlite_url: str, sample: Path) -> None:
    house = Simulated.at(sqlite_url, config=sample)
    await house.do("advance", to="2026-11-23T10:01")
    centre = sample / "centre.yaml"
    good = centre.read_text(encoding="utf-8")

    broken = good.replace("hold_minutes: 10", 'hold_minutes: "打13812345678问"')
    centre.write_text(broken, encoding="utf-8")
    [told] = (await house.do("advance", to="2026-11-23T10:02"))["group"]
    assert "【配置有错】" in told["text"]
    assert "hold_minutes" in told["text"]
    assert "13812345678" not in told["text"]

    centre.write_text(broken + "\n", encoding="utf-8")
    assert (await house.do("advance", to="2026-11-23T10:03"))["group"] == []

    centre.write_text(good, encoding="utf-8")
    [mended] = (await house.do("advance", to="2026-11-23T10:04"))["group"]
    assert "已经启用" in mended["text"]
    await house.house.close()
