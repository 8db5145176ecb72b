"""The vectors of the platform sheet (section 3), byte for byte."""

import pytest

from bot.channels.qq.signing import BotKey, may_be_signed

OFFICIAL = "DG5g3B4j9X2KOErG"
OTHER = "naOC0ocQE3shWLAfffVLB1rhYPG7"
PRETTY = b'{\n  "op": 0,\n  "d": {},\n  "t": "GATEWAY_EVENT_NAME"\n}'
ONE_LINE = b'{ "op": 0,"d": {}, "t": "GATEWAY_EVENT_NAME"}'
CHINESE = (
    '{"op":0,"id":"GROUP_MESSAGE_CREATE:t1","d":{"id":"ROBOT1.0_t1","content":"明天谁值班"},'
    '"s":7,"t":"GROUP_MESSAGE_CREATE"}'
).encode()
VECTORS = [
    (
        OTHER,
        "1725442341",
        PRETTY,
        "865ad13a61752ca65e26bde6676459cd36cf1be609375b37bd62af366e1dc25a"
        "8dc789ba7f14e017ada3d554c671a911bfdf075ba54835b23391d509579ed002",
    ),
    (
        OTHER,
        "1725442341",
        ONE_LINE,
        "2eb9983ebb8bb209e78fd095942f58e442656656e7975d01e64f9023a84b7c96"
        "4290fdd40e5500c33867ccfe9563b7e0b6bac0e1d42c13e787b304fd51f71102",
    ),
    (
        OFFICIAL,
        "1767225600",
        CHINESE,
        "1161f5664d07635f08acd35ddccb21db1b33c15991faa17904a95eb05f4e4ca4"
        "fe9648afa0c00678151ec082acbca60858c0fc80d60c7e907f13fcc1c86e220c",
    ),
]


def test_the_official_validation_is_answered_as_published() -> None:
    signed = BotKey(OFFICIAL).sign("1725442341", b"Arq0D5A61EgUu4OxUvOp")
    assert signed == (
        "87befc99c42c651b3aac0278e71ada338433ae26fcb24307bdc5ad38c1adc2d0"
        "1bcfcadc0842edac85e85205028a1132afe09280305f13aa6909ffc2d652c706"
    )


@pytest.mark.parametrize(("secret", "timestamp", "body", "signature"), VECTORS)
def test_the_published_signatures_are_good_for_exactly_their_bytes(
    secret: str, timestamp: str, body: bytes, signature: str
) -> None:
    key = BotKey(secret)
    assert key.is_signed(signature, timestamp, body)
    assert key.is_signed(signature.upper(), timestamp, body)
    assert not key.is_signed(signature, timestamp, body + b" ")
    assert not key.is_signed(signature, str(int(timestamp) + 1), body)
    assert not BotKey(secret + "x").is_signed(signature, timestamp, body)


@pytest.mark.parametrize("signature", ["", "00", "z" * 128, "0" * 126 + "ff", "０" * 128])
def test_what_is_no_signature_is_not_good(signature: str) -> None:
    assert not BotKey(OFFICIAL).is_signed(signature, "1725442341", b"{}")


def test_a_signature_that_is_not_canonical_is_refused() -> None:
    good = bytearray.fromhex(VECTORS[0][3])
    good[63] |= 0x20
    assert not BotKey(OTHER).is_signed(good.hex(), "1725442341", PRETTY)


def test_a_key_needs_a_secret() -> None:
    with pytest.raises(ValueError, match="empty"):
        BotKey("")


@pytest.mark.parametrize(
    ("event_ts", "plain_token", "may"),
    [
        ("1725442341", "Arq0D5A61EgUu4OxUvOp", True),
        ("1725442341", '{"op":0,"d":{}}', False),
        ("1725442341", "", False),
        ("1725442341", "a" * 129, False),
        ("1725442341", "token\n", False),
        ("", "token", False),
        ("1725442341{", "token", False),
        ("1" * 17, "token", False),
    ],
)
def test_only_harmless_words_may_be_signed(event_ts: str, plain_token: str, *, may: bool) -> None:
    assert may_be_signed(event_ts, plain_token) is may
