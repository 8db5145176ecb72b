"""Where a request came from: only configured proxies may tell (channels.yaml `web.proxies`)."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from aiohttp import web
from msgspec import Struct

_HOUSEHOLD = 64  # an IPv6 line has this much for itself
Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address


class Source(Struct, frozen=True):
    """`address` names the visitor's line for limits; `is_secure`: they came over https."""

    address: str
    is_secure: bool


def source_of(request: web.Request, proxies: Iterable[str]) -> Source:
    """The visitor behind the proxies of `proxies` (networks): the last hop that is none of ours."""
    networks = _networks(tuple(proxies))
    remote = request.remote or ""
    if not _is_ours(remote, networks):
        return Source(_line(remote), request.scheme == "https")
    told = request.headers.getall("X-Forwarded-For", [])
    hops = [hop.strip() for hop in ",".join(told).split(",") if hop.strip()]
    strangers = (hop for hop in reversed(hops) if not _is_ours(hop, networks))
    scheme = request.headers.get("X-Forwarded-Proto", request.scheme)
    return Source(_line(next(strangers, remote)), scheme.strip().lower() == "https")


@lru_cache(8)
def _networks(proxies: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ip_network(each, strict=False) for each in proxies)


def _address(text: str) -> Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def _is_ours(text: str, networks: tuple[Network, ...]) -> bool:
    address = _address(text)
    return address is not None and any(address in network for network in networks)


def _line(text: str) -> str:
    address = _address(text)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _HOUSEHOLD), strict=False))
    return str(address) if address else "unknown"
