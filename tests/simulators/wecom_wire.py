"""Sealing and signing as WeCom's robot does it, written from the sheet; no code of the product.

Platform sheet wecom.md of 2026-11-23, sections 3.1 and 7.
"""

import base64
import hashlib
import json
import os
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

Json = dict[str, object]


def signature(token: str, timestamp: str, nonce: str, sealed: str) -> str:
    """sha1 over the sorted four."""
    return hashlib.sha1("".join(sorted((token, timestamp, nonce, sealed))).encode()).hexdigest()  # noqa: S324


def seal(aes_key: str, message: bytes, receiver: str = "") -> str:
    """AES-256-CBC over random16 + length + message + receiver, padded to 32."""
    key = base64.b64decode(aes_key + "=")
    plain = os.urandom(16) + struct.pack(">I", len(message)) + message + receiver.encode()
    pad = 32 - len(plain) % 32
    sealing = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(
        sealing.update(plain + bytes([pad]) * pad) + sealing.finalize()
    ).decode()


def unseal(aes_key: str, sealed: str) -> Json:
    """The JSON in a sealed answer, whose receiver must be empty."""
    key = base64.b64decode(aes_key + "=")
    opening = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    plain = opening.update(base64.b64decode(sealed)) + opening.finalize()
    (length,) = struct.unpack(">I", plain[16:20])
    end = len(plain) - plain[-1]
    assert plain[20 + length : end] == b""
    found: Json = json.loads(plain[20 : 20 + length])
    return found
