"""The published vectors A, B and C of the platform sheet (section 19), and what must be refused."""

import base64
import hashlib

import pytest
from wechatpy.crypto import PrpCrypto

from bot.channels.parts.callbacks import Refused
from bot.channels.parts.sealing import MessageCipher, Unreadable, is_signed, sign
from bot.channels.wechat.callback import Envelope, Opener
from bot.channels.wechat.inbound import read_fields, read_message

TOKEN = "jiedao_test_token_2026"
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
APP_ID = "wx1234567890abcdef"
TIMESTAMP, NONCE = "1767225600", "1234567890"
SEALED_B = (
    "4j/AuRx71kQlxVlzbpsMWJGEiVZINFciB+YbRojzGdyr3sOuTGZ8HTGrzy68xaeFCeuA3LaOUIkYAlMHSbCUzOuwAoMQqEcf"
    "PJL/Qx4Z150uQaDQg4uGG51fj7P44e0G9WyiQ+Oa6fGXv4pPpnNSG9bJsvxGMxd+fLaB9NQp5eRJ93U69au9bRnAiMhUn8KJ"
    "Ad5e7LSYEFlRmn3zQa3av5vKyQ3Tcl1ikNvTRcPZLRHsWMtO0xYM7Vg7mg7DOuqMYG/CFMTk4adwH2jEDtXuE4u4aQrMnV1J"
    "g8+Kv9SmK6qbpQv1QALzdfTFu8xjzvMc5WSn2vWGaDW98EC9HkBhiSVSGNc+Ztg0bj+sVa02+UdKWObFNjgF8KyTFknGTJpf"
    "cxmtal/T+E6M8X5gLoS+Gl1XwEBEKR5ppVw2Oc5HmWE="
)
SIGNATURE_B = "54cbe4ee31a1b6fac2ac372a2e3eb2f248f71bfe"
SEALED_C = (
    "4j/AuRx71kQlxVlzbpsMWEXH3PhyeSTkg3o92jmomZnqkiTT/B9N9KLjinL8HN9+SzY+fJD8lIS6CE6ZiNUi9g=="
)
SIGNATURE_C = "44fb16734df606b8394e9d1313481bedc1d03c60"


def opener(app_id: str = APP_ID, *keys: str) -> Opener:
    ciphers = tuple(MessageCipher(key) for key in keys or (KEY,))
    return Opener(TOKEN, ciphers, app_id)


def body(sealed: str) -> bytes:
    return f"<xml><ToUserName>gh</ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>".encode()


def envelope(sealed: str) -> Envelope:
    return Envelope(TIMESTAMP, NONCE, sign(TOKEN, TIMESTAMP, NONCE, sealed))


def test_vector_a_is_our_signature() -> None:
    assert sign(TOKEN, TIMESTAMP, NONCE) == "6c2a46d3be9ae033d1220bebf8b400a6030d23cf"


def test_vector_b_opens_and_reads() -> None:
    opened = opener().open(body(SEALED_B), Envelope(TIMESTAMP, NONCE, SIGNATURE_B))
    digest = hashlib.sha256(opened.xml.encode()).hexdigest()
    assert digest == "174b6c2aa1c419712b890a6d712f865e73f09dcc36d70500c2086d652d243527"
    message = read_message(read_fields(opened.xml))
    assert message is not None
    assert (message.key, message.text) == ("wechat:24681357902468135", "预约周三上午")


def test_vector_c_opens() -> None:
    opened = opener().open(body(SEALED_C), Envelope(TIMESTAMP, NONCE, SIGNATURE_C))
    assert opened.xml == "hello"


def test_the_encrypt_field_may_come_without_cdata() -> None:
    plain = f"<xml>\n<Encrypt>\n{SEALED_C}\n</Encrypt></xml>".encode()
    assert opener().open(plain, Envelope(TIMESTAMP, NONCE, SIGNATURE_C)).xml == "hello"


def test_another_app_id_is_refused() -> None:
    with pytest.raises(Refused, match="app_id") as refused:
        opener("wxother").open(body(SEALED_B), Envelope(TIMESTAMP, NONCE, SIGNATURE_B))
    assert refused.value.status == 403


def test_without_an_app_id_of_our_own_the_signature_must_do() -> None:
    opened = opener("").open(body(SEALED_B), Envelope(TIMESTAMP, NONCE, SIGNATURE_B))
    assert opened.app_id == APP_ID


def test_a_wrong_msg_signature_is_refused_before_anything_is_decrypted() -> None:
    with pytest.raises(Refused, match="msg_signature") as refused:
        opener().open(body(SEALED_B), Envelope(TIMESTAMP, NONCE, "0" * 40))
    assert refused.value.status == 403


def with_length(length: int) -> str:
    """A message that lies about its length, under the right key."""
    cipher = PrpCrypto(base64.b64decode(KEY + "="))
    plain = b"0" * 16 + length.to_bytes(4, "big") + b"hello" + APP_ID.encode()
    pad = 32 - len(plain) % 32
    return base64.b64encode(cipher.cipher.encrypt(plain + bytes([pad]) * pad)).decode()


@pytest.mark.parametrize(
    "sealed", ["AAAA", "A", base64.b64encode(b"x" * 32).decode(), with_length(2**31)]
)
def test_what_was_not_sealed_with_our_key_is_refused(sealed: str) -> None:
    with pytest.raises(Refused) as refused:
        opener().open(body(sealed), envelope(sealed))
    assert refused.value.status in (400, 403)


@pytest.mark.parametrize("sealed", ["@@@", "", "密文"])
def test_an_encrypt_field_that_is_no_base64_is_refused(sealed: str) -> None:
    with pytest.raises(Refused, match="undecipherable"):
        opener().open(body(sealed), envelope(sealed))


@pytest.mark.parametrize("length", range(64))
def test_every_length_survives_the_round_trip(length: int) -> None:
    cipher, message = MessageCipher(KEY), b"x" * length
    assert cipher.unseal(cipher.seal(message, APP_ID)) == (message, APP_ID)


def test_wechatpy_reads_what_we_seal() -> None:
    sealed = MessageCipher(KEY).seal("您好".encode(), APP_ID)
    assert PrpCrypto(base64.b64decode(KEY + "=")).decrypt(sealed, APP_ID) == "您好"


def test_the_previous_key_still_opens() -> None:
    new_key = "B" * 43
    opened = opener(APP_ID, new_key, KEY).open(body(SEALED_B), envelope(SEALED_B))
    assert "预约周三上午" in opened.xml
    assert opened.cipher is not None
    with pytest.raises(Unreadable):
        MessageCipher(new_key).unseal(opened.cipher.seal(b"reply", APP_ID))


@pytest.mark.parametrize("key", ["", "short", KEY + "A", "密" * 43])
def test_a_key_of_the_wrong_form_is_named_at_once(key: str) -> None:
    with pytest.raises(ValueError, match="43 characters"):
        MessageCipher(key)


def test_a_signature_of_odd_characters_is_only_wrong() -> None:
    assert not is_signed("签名\udc80", TOKEN, TIMESTAMP, NONCE)
