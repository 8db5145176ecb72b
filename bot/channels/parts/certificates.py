"""The machine's certificates: read when the first platform is called, not at every start."""

import asyncio
import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

_PLACES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


async def trusted(url: str) -> ssl.SSLContext | bool:
    """What aiohttp shall check the other end of `url` with (its argument `ssl`).

    The certificates are the machine's, or those of SSL_CERT_FILE and SSL_CERT_DIR.
    """
    if not url.startswith(("https:", "wss:")):
        return True
    is_read = _context.cache_info().currsize  # a thread only for the first call
    return _context() if is_read else await asyncio.to_thread(_context)


@cache
def _context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.set_alpn_protocols(("http/1.1",))
    return context


@contextmanager
def unread() -> Iterator[None]:
    """Import aiohttp within it: aiohttp reads all certificates twice when it is imported, 35 ms and
    2 MiB of every start. A call that does not bring `trusted` then trusts nobody."""
    kept = {name: os.environ.get(name) for name in _PLACES}
    os.environ.update(dict.fromkeys(_PLACES, os.devnull))
    try:
        yield
    finally:
        for name, value in kept.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
