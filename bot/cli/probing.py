"""What the doctor looks at in the channels: every plug that brings a file `probing.py` is asked."""

import asyncio
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec

import aiohttp
from msgspec import Struct, field

from bot.channels.base import (
    Answer,
    ChannelContext,
    ChannelPlug,
    Finding,
    Health,
    Probe,
    Probes,
    TokenStore,
)
from bot.config import Config
from bot.domain.messages import InboundMessage
from bot.handlers.owners import is_gone, new_owner
from bot.handlers.plugs import find_plugs
from bot.storage import Storage
from bot.storage.tokens import StoredTokens

_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - nothing listens here
Told = tuple[str, Finding]


class Service(Struct, frozen=True):
    """What the house that runs on this machine says of itself; `is_there` False: none answers."""

    url: str
    is_there: bool = False
    config_faults: int = 0
    channels: Mapping[str, str] = field(default_factory=dict)

    def findings(self) -> Iterator[Finding]:
        """Whether it runs, and on which configuration."""
        key = "doctor.running" if self.is_there else "doctor.not_running"
        health = Health.OK if self.is_there else Health.NOTE
        yield Finding(health, key, {"url": self.url})
        if self.config_faults:
            yield Finding(Health.BAD, "doctor.running_old")


class House(Struct, frozen=True):
    """What the channels are looked at with. `is_alone`: there is no database that another process
    could use; `seconds`: the deadline of each probe."""

    config: Config
    env: Mapping[str, str]
    storage: Storage | None
    service: Service
    is_alone: bool
    seconds: float


async def ask_service(seconds: float) -> Service:
    """Ask /healthz where `serve` would listen with the same HOST and PORT."""
    host = os.environ.get("HOST") or "127.0.0.1"
    host = _ANYWHERE.get(host, host)
    shown = f"[{host}]" if ":" in host else host
    service = Service(f"http://{shown}:{os.environ.get('PORT') or '8080'}")
    limit = aiohttp.ClientTimeout(seconds)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit) as http,
            http.get(f"{service.url}/healthz") as answer,
        ):
            said = await answer.json()
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
        return service
    states = said.get("channels") if isinstance(said, dict) else None
    if not isinstance(states, dict):
        return service
    return Service(service.url, True, int(said.get("config_faults") or 0), states)


async def examine_channels(house: House) -> list[Told]:
    """What is off, what is set wrongly, and what the probes of those that are on find."""
    told: list[Told] = []
    probes: list[tuple[str, Probe]] = []
    context = _context(house)
    are_on = set()
    for plug in find_plugs("bot.channels", "CHANNEL", ChannelPlug):
        found = _how_it_is(plug, context)
        told.append((plug.name, found))
        if found.key == "doctor.channel_on":
            are_on |= {plug.name} if plug.needs else set()
            state = house.service.channels.get(plug.name, "")
            probes += [(plug.name, probe) for probe in _probes_of(plug)(context, state)]
    told += _staff_group(house.config, are_on)
    found_by = await asyncio.gather(*(_look(probe, house.seconds) for _, probe in probes))
    for (name, _), findings in zip(probes, found_by, strict=True):
        told += [(name, finding) for finding in findings]
    return sorted(told, key=lambda each: each[0])


def _how_it_is(plug: ChannelPlug, context: ChannelContext) -> Finding:
    try:
        is_on = plug.create(context) is not None
    except ValueError as bad:
        return Finding(Health.BAD, "doctor.channel_bad", {"reason": bad})
    if is_on:
        return Finding(Health.OK, "doctor.channel_on")
    missing = "、".join(name for name in plug.needs if not context.env.get(name))
    return Finding(Health.NOTE, "doctor.channel_off", {"missing": missing})


def _probes_of(plug: ChannelPlug) -> Probes:
    """PROBES in the channel's own file `probing.py`; a channel without one has none."""
    package = f"bot.channels.{plug.name}"
    is_package = getattr(import_module(package), "__path__", None) is not None
    if not is_package or find_spec(f"{package}.probing") is None:
        return lambda _context, _state: ()
    probes: Probes = import_module(f"{package}.probing").PROBES
    return probes


def _staff_group(config: Config, are_on: set[str]) -> Iterator[Told]:
    channel, _, _ = config.channels.staff_group.partition(":")
    if not are_on:
        return
    if not channel:
        yield "channels", Finding(Health.BAD, "doctor.no_staff_group")
    elif channel not in are_on:
        yield channel, Finding(Health.BAD, "doctor.staff_group_off")


async def _look(probe: Probe, seconds: float) -> Sequence[Finding]:
    try:
        async with asyncio.timeout(seconds):
            return await probe.look()
    except TimeoutError:
        values = {"probe": probe.name, "seconds": f"{seconds:g}"}
        return [Finding(Health.BAD, "probe.hanging", values)]
    except Exception as bug:  # one broken probe must not hide what the others found
        values = {"probe": probe.name, "reason": f"{type(bug).__name__}"}
        return [Finding(Health.BAD, "probe.broken", values)]


def _context(house: House) -> ChannelContext:
    """Enough to build a channel and to throw it away again."""

    async def receive(_message: InboundMessage) -> Answer:
        return Answer(())

    tokens: TokenStore = _NoTokens(is_free=house.is_alone)
    if house.storage is not None:
        tokens = StoredTokens(house.storage, time.time, new_owner(), is_gone)
    channels = house.config.channels
    return ChannelContext(house.env, lambda: channels, receive, tokens, time.time)


class _NoTokens:
    """A TokenStore without tokens; seats are free where nobody else could sit."""

    def __init__(self, *, is_free: bool) -> None:
        self._is_free = is_free

    async def load(self, name: str) -> tuple[str, float] | None:
        return None

    async def save(self, name: str, value: str, expires_at: float) -> None:
        """Nothing is kept."""

    async def lease(self, name: str, seconds: float) -> bool:
        return False

    async def hold(self, name: str, seconds: float) -> bool:
        return self._is_free

    async def let_go(self, name: str) -> None:
        """Nothing is held."""
