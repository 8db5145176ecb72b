"""What a signed query may carry, and for how long that is remembered."""

import pytest

from bot.channels.parts.callbacks import Refused
from bot.channels.parts.replays import Replays

QUERY = ("1767225600", "1")
NOW = 1767225600.0


def test_another_plain_body_is_refused_while_the_timestamp_is_fresh() -> None:
    replays = Replays()
    replays.admit(QUERY, b"mine", NOW - 300)
    replays.admit(QUERY, b"mine", NOW)
    with pytest.raises(Refused, match="nonce"):
        replays.admit(QUERY, b"yours", NOW + 299)


def test_a_sealed_body_vouches_for_itself() -> None:
    replays = Replays()
    replays.admit(QUERY, None, NOW)
    replays.admit(QUERY, None, NOW)
    with pytest.raises(Refused, match="nonce"):
        replays.admit(QUERY, b"yours", NOW)


def test_what_is_stale_is_forgotten() -> None:
    replays = Replays()
    replays.admit(QUERY, b"mine", NOW)
    replays.admit(("1767226900", "2"), b"mine", NOW + 1300)
    replays.admit(QUERY, b"yours", NOW + 1300)  # its timestamp is refused long before


def test_a_flood_cannot_fill_the_memory() -> None:
    replays = Replays()
    for number in range(70_000):
        replays.admit(("1767225600", str(number)), None, NOW)
    assert len(replays._new) + len(replays._old) <= 16_000
