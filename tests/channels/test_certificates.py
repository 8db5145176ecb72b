"""Calls over TLS: only to who shows a certificate that this machine trusts."""

import os
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bot.channels.parts import certificates
from bot.channels.parts.calls import ApiCall, Connections, NotTaken
from bot.channels.parts.certificates import unread

_LIMITS = aiohttp.ClientTimeout(5)


def _certificate(folder: Path) -> Path:
    """A key and a certificate for 127.0.0.1 that vouches for itself, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    signed = builder.add_extension(address, critical=False).sign(key, SHA256())
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / "certificate.pem"
    file.write_bytes(secret + signed.public_bytes(Encoding.PEM))
    return file


@pytest.fixture
async def platform(tmp_path: Path) -> AsyncIterator[TestServer]:
    """A platform behind TLS."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(text="ok")

    app = web.Application()
    app.add_routes([web.get("/", answer)])
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(_certificate(tmp_path))
    server = TestServer(app, scheme="https")
    await server.start_server(ssl=context)
    yield server
    await server.close()


async def _call(url: str) -> bytes:
    certificates._context.cache_clear()
    connections = Connections()
    await connections.open(_LIMITS)
    try:
        return (await connections.exchange(ApiCall("GET", url))).body
    finally:
        await connections.close()


async def test_who_shows_a_trusted_certificate_is_called(
    platform: TestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    assert await _call(str(platform.make_url("/"))) == b"ok"


async def test_who_shows_another_hears_nothing(platform: TestServer) -> None:
    with pytest.raises(NotTaken):
        await _call(str(platform.make_url("/")))


def test_the_places_of_certificates_are_only_hidden_for_a_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/an/office/s.pem")
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    with unread():
        assert os.environ["SSL_CERT_FILE"] == os.environ["SSL_CERT_DIR"] == os.devnull
    assert os.environ["SSL_CERT_FILE"] == "/an/office/s.pem"
    assert "SSL_CERT_DIR" not in os.environ
