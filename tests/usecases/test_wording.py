"""How times are spelled out to people."""

import pytest

from bot.usecases.office import Snapshot
from bot.usecases.wording import spell_slot
from tests.domain.centres import when
from tests.sample import sample


@pytest.mark.parametrize("start", ["2027-01-06 10:00", "2027-01-06 08:00", "2027-01-09 09:00"])
def test_every_time_of_a_year_not_yet_published_is_provisional(start: str) -> None:
    spelled = spell_slot(Snapshot.of(sample()), when(start), when(start))

    assert spelled.endswith("（放假安排尚未公布，以通知为准）")


def test_a_time_of_a_published_year_is_certain() -> None:
    start = when("2026-12-02 10:00")

    assert "以通知为准" not in spell_slot(Snapshot.of(sample()), start, start)
