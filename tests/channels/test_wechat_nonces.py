"""What a signed query may carry, and for how long that is remembered."""

import pytest

from bot.channels.parts.callbacks import Refused
from bot.channels.wechat.callback import Envelope
from bot.channels.wechat.nonces import Nonces

PLAIN, SEALED = Envelope("1767225600", "1", None), Envelope("1767225600", "1", "0" * 40)
NOW = 1767225600.0


def test_another_plain_body_is_refused_while_the_timestamp_is_fresh() -> None:
    nonces = Nonces()
    nonces.admit(PLAIN, b"mine", NOW - 300)
    nonces.admit(PLAIN, b"mine", NOW)
    with pytest.raises(Refused, match="nonce"):
        nonces.admit(PLAIN, b"yours", NOW + 299)


def test_a_sealed_body_vouches_for_itself() -> None:
    nonces = Nonces()
    nonces.admit(SEALED, b"mine", NOW)
    nonces.admit(SEALED, b"sealed anew", NOW)
    with pytest.raises(Refused, match="nonce"):
        nonces.admit(PLAIN, b"yours", NOW)


def test_what_is_stale_is_forgotten() -> None:
    nonces = Nonces()
    nonces.admit(PLAIN, b"mine", NOW)
    nonces.admit(Envelope("1767226900", "2", None), b"mine", NOW + 1300)
    nonces.admit(PLAIN, b"yours", NOW + 1300)  # its timestamp is refused long before


def test_a_flood_cannot_fill_the_memory() -> None:
    nonces = Nonces()
    for number in range(70_000):
        nonces.admit(Envelope("1767225600", str(number), "0" * 40), b"", NOW)
    assert len(nonces._new) + len(nonces._old) <= 16_000
