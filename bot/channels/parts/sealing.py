"""Signing and sealing as WeChat and WeCom do it (sheets wechat.md 3 and 4, wecom.md 3.1)."""

import base64
import hashlib
import hmac
import os
import struct

# What wechatpy's own cipher wraps; its package would bring `requests` to every start (100 ms).
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_BLOCK = 32
_HEAD = 20  # 16 random bytes and the length


class Unreadable(Exception):
    """What came is not sealed with our key."""


def sign(*parts: str) -> str:
    """The sha1 hex over the sorted `parts`, joined."""
    return hashlib.sha1("".join(sorted(parts)).encode(errors="replace")).hexdigest()  # noqa: S324


def is_signed(signature: str, *parts: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(signature.encode(errors="replace"), sign(*parts).encode())


class MessageCipher:
    """One EncodingAESKey (43 characters; ValueError otherwise)."""

    def __init__(self, aes_key: str) -> None:
        try:
            key = base64.b64decode(aes_key + "=", validate=True)
        except ValueError:
            key = b""
        if len(key) != 32:
            raise ValueError("an EncodingAESKey has 43 characters: a-z, A-Z, 0-9")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))

    def unseal(self, sealed: str) -> tuple[bytes, str]:
        """The message and the AppID behind it, "" from a WeCom robot. Raises Unreadable."""
        try:
            unsealing = self._cipher.decryptor()
            plain = unsealing.update(base64.b64decode(sealed, validate=True)) + unsealing.finalize()
            pad = plain[-1]
            (length,) = struct.unpack_from(">I", plain, 16)
            app_id = plain[_HEAD + length : -pad].decode()
        except (ValueError, IndexError, struct.error) as error:
            raise Unreadable from error
        if not 1 <= pad <= _BLOCK or _HEAD + length > len(plain) - pad:
            raise Unreadable
        return plain[_HEAD : _HEAD + length], app_id

    def seal(self, message: bytes, app_id: str) -> str:
        """The base64 text for `Encrypt`. The random head comes from the system."""
        plain = b"".join(
            (
                os.urandom(8).hex().encode(),
                struct.pack(">I", len(message)),
                message,
                app_id.encode(),
            )
        )
        pad = _BLOCK - len(plain) % _BLOCK
        sealing = self._cipher.encryptor()
        sealed = sealing.update(plain + bytes([pad]) * pad) + sealing.finalize()
        return base64.b64encode(sealed).decode()
