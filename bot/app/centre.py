"""The centre: plugs are found, storage is opened, the parts work together and stop in order."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from bot.channels.base import ChannelAdapter, ChannelContext, ChannelPlug
from bot.config import LiveConfig
from bot.config.loader import Wanted
from bot.flows.base import Flow
from bot.flows.engine import Engine
from bot.handlers.clock import Clock, china_now
from bot.handlers.courier import Courier
from bot.handlers.ending import end_together
from bot.handlers.inbound import Door, House
from bot.handlers.learning import try_lessons
from bot.handlers.owners import is_gone, new_owner
from bot.handlers.plugs import find_plugs
from bot.handlers.reloading import take_changes
from bot.handlers.second_opinion import Endpoint, SecondOpinion
from bot.handlers.tick import next_moment, started_at, tick
from bot.storage import Storage, open_storage, outbox
from bot.storage.tokens import StoredTokens
from bot.usecases.office import Office, Snapshot

if TYPE_CHECKING:
    from bot.app.pictures import Pictures

log = logging.getLogger(__name__)


class Settings(Struct, frozen=True):
    """What the command line and the environment say. `database` is a URL (house.md section 7);
    `learned` a file for lessons in place of the configuration's own, `loaded` what `config` held a
    moment ago, for those who open one centre many times; `live` what has begun to read all that."""

    config: Path
    database: str
    env: Mapping[str, str] = field(default_factory=dict)
    sandbox: bool = False
    sandbox_open: bool = False
    learned: Path | None = None
    loaded: Snapshot | None = None
    live: LiveConfig | None = None


Adapters = Callable[["Centre"], dict[str, ChannelAdapter]]
"""Makes the channels of a centre: real ones, or rehearsed ones in the sandbox and in `simulate`."""


class Centre:
    """The whole house in one process. `now` is the clock everything uses."""

    def __init__(
        self,
        settings: Settings,
        now: Callable[[], datetime] = china_now,
        adapters: Adapters | None = None,
    ) -> None:
        self.settings, self.now = settings, now
        loaded = settings.loaded
        wanted = Wanted(settings.config, settings.env, settings.learned)
        self.live = settings.live or LiveConfig(wanted, loaded=loaded.config if loaded else None)
        self._snapshot = loaded or Snapshot.of(self.live.current)
        self._make_adapters = adapters or real_channels
        self.channels: dict[str, ChannelAdapter] = {}
        self.since = now()

    @property
    def snapshot(self) -> Snapshot:
        """The newest good configuration with everything computed from it."""
        return self._snapshot

    @cached_property
    def pictures(self) -> "Pictures":
        """What draws letters that are better shown; most houses never need it."""
        from bot.app.pictures import Pictures
        from bot.sheets.fonts import VARIABLE

        font = self.settings.env.get(VARIABLE, "")
        return Pictures(lambda: self.storage, lambda: self._snapshot, self.now, font)

    async def open(self) -> None:
        """Open storage and channels; nothing is sent or ticked yet."""
        self.storage: Storage = await open_storage(self.settings.database)
        self.channels = self._make_adapters(self)
        self.courier = Courier(
            self.storage,
            lambda: self._snapshot,
            self.channels,
            self.now,
            owner=new_owner(),
            widths={plug.name: plug.side_by_side for plug in channel_plugs()},
            is_paced=self._make_adapters is real_channels,
        )
        engine = Engine({flow.name: flow for flow in find_plugs("bot.flows", "FLOW", Flow)})
        fits = {name: channel.fits for name, channel in self.channels.items()}
        endpoint = Endpoint.of(self.settings.env)
        self.opinion = SecondOpinion(endpoint) if endpoint else None
        opinion = self.opinion.of if self.opinion else None
        house = House(
            self.storage, lambda: self._snapshot, self.now, engine, self.courier.wake, fits, opinion
        )
        self.door = Door(house)
        self.since = await started_at(self.storage, self.now())

    async def start(self) -> None:
        """Begin to work."""
        for channel in self.channels.values():
            await channel.start()
        await self.courier.start()
        self.clock = Clock(self.beat, now=self.now)
        self.clock.start()

    async def beat(self, now: datetime) -> None:
        """What the metronome calls: take a changed configuration, then do what is due."""
        await self._take_changes(now)
        if await try_lessons(self.live, self.storage, self._snapshot, now):
            await self._take_changes(now)
        await tick(self.storage, self._snapshot, now, self.since)
        self.courier.wake()

    async def _take_changes(self, now: datetime) -> None:
        self._snapshot = await take_changes(self.live, self.storage, self._snapshot, now)

    async def health(self) -> dict[str, object]:
        """What /healthz says."""
        depth = await self.storage.read(outbox.depth)
        return {
            "status": "ok",
            "config": self._snapshot.config.version,
            "config_faults": len(self.live.faults),
            "outbox": depth,
            "lane": self.storage.depth,
            "channels": {name: channel.state() for name, channel in self.channels.items()},
            "second_opinion": self.opinion.state() if self.opinion else "off",
        }

    async def settle(self) -> None:
        """Do what is due at this moment of the clock, until nothing is."""
        await self.door.flush()
        now = self.now()
        await self.beat(now)
        await self.courier.deliver_due(now)

    async def next_due(self) -> datetime | None:
        """The next instant after now at which anything may fall due.

        Holds need no instant of their own: whoever looks at a place sees whether they ran out.
        """
        snapshot, now = self._snapshot, self.now()
        moments = (
            await self.storage.run(lambda work: next_moment(Office(work, snapshot, now))),
            await self.storage.run(outbox.next_due),
        )
        return min((each for each in moments if each is not None and each > now), default=None)

    async def hush(self) -> None:
        """Begin nothing more: sends end before the channels that carry them."""
        await end_together("work", self.clock.stop(), self.courier.stop())
        await end_together("channels", *(each.stop() for each in self.channels.values()))

    async def close(self) -> None:
        """Store what was handed over last, and close the database."""
        if self.opinion is not None:
            await self.opinion.close()
        await self.door.close()
        await self.storage.stop()


def channel_context(centre: Centre) -> ChannelContext:
    """What a channel of `centre` gets when it is built."""
    return ChannelContext(
        env=centre.settings.env,
        settings=lambda: centre.snapshot.config.channels,
        receive=lambda message: centre.door.receive(message),  # the door is made later
        tokens=StoredTokens(centre.storage, lambda: centre.now().timestamp(), new_owner(), is_gone),
        now=lambda: centre.now().timestamp(),
        draw=lambda message: centre.pictures.draw(message),  # loaded with the first
    )


def channel_plugs() -> tuple[ChannelPlug, ...]:
    """Every platform this house can speak through; a rehearsed one is paced as the real one."""
    return find_plugs("bot.channels", "CHANNEL", ChannelPlug)


def real_channels(centre: Centre) -> dict[str, ChannelAdapter]:
    """Every channel whose secrets are there; one line in the log for each that is off."""
    context = channel_context(centre)
    channels: dict[str, ChannelAdapter] = {}
    for plug in channel_plugs():
        adapter = plug.create(context)
        if adapter is None:
            log.info("channel %s is off: set %s", plug.name, ", ".join(plug.needs))
        else:
            channels[plug.name] = adapter
    return channels
