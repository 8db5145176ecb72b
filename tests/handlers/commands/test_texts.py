"""Every word the commands may need is in the texts."""

import pytest

from bot.domain.slots import WhyNot
from bot.domain.tickets import Act, Status, TicketKind
from bot.handlers.orders import all_commands
from tests.sample import snapshot

NEEDED = [
    *(command.help_key for command in all_commands() if command.help_key),
    *(f"staff.why.{reason.value}" for reason in WhyNot),
    *(f"act.{act.value}" for act in Act),
    *(f"status.{status.value}" for status in Status),
    *(f"card.{kind.value}" for kind in TicketKind),
]


@pytest.mark.parametrize("key", NEEDED)
def test_the_sentence_exists(key: str) -> None:
    assert snapshot().config.texts.by_key[key]
