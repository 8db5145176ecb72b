"""The words about faults and the code that uses them agree."""

import re
from pathlib import Path

import pytest
import yaml

from bot.config import ConfigFaults, load_config
from bot.config.faults import Place, fault

ROOM = Path(fault.__code__.co_filename).parent
WORDING = yaml.safe_load((ROOM / "faults.yaml").read_text("utf-8"))
SECTIONS = {"layout", "report", "hints"}
SOURCE = "".join(path.read_text("utf-8") for path in sorted(ROOM.glob("*.py")))


@pytest.mark.parametrize("code", sorted(WORDING.keys() - SECTIONS))
def test_every_wording_is_used_and_says_what_is_wrong_and_what_to_write(code: str) -> None:
    assert f'"{code}"' in SOURCE
    assert set(WORDING[code]) == {"problem", "remedy"}


def test_every_code_has_its_wording() -> None:
    used = set(
        re.findall(r'(?:fault|warning|unknown_name)\(\s*[^"()]*(?:\(.*?\))?,\s*"(\w+)"', SOURCE)
    )

    assert len(used) > 30
    assert used <= WORDING.keys()


def test_a_fault_reads_as_one_line() -> None:
    shown = str(
        fault(
            Place("config/roster.yaml", 41, 7, "rotations[2].weeks"),
            "too_few",
            last="weeks",
            limit=1,
        )
    )

    assert shown == (
        "config/roster.yaml:41:7 rotations[2].weeks: “weeks”至少要有 1 项；"
        "改法：补上内容，写法见示例文件"
    )


def test_something_that_cannot_be_opened_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "centre.yaml").mkdir()

    with pytest.raises(ConfigFaults, match="文件打不开"):
        load_config(tmp_path)
