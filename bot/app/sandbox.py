"""The centre behind the sandbox page: its clock can be moved, its channels are rehearsed."""

from datetime import datetime

from aiohttp import web

from bot.app.centre import Centre, Settings, channel_plugs, real_channels
from bot.channels.base import ChannelAdapter
from bot.usecases.reach import BY_CLERK


class SandboxCentre(Centre):
    """A centre whose clock can be moved; channels without secrets are rehearsed."""

    def __init__(self, settings: Settings) -> None:
        from bot.desk.sandbox.clock import SandboxClock  # only where it is used
        from bot.desk.sandbox.stage import Stage

        self.wall = SandboxClock()
        self._rehearsed: frozenset[str] = frozenset()
        self.stage = Stage(self.wall)
        super().__init__(settings, self.wall.now, self._rehearse)

    def _rehearse(self, _centre: Centre) -> dict[str, ChannelAdapter]:
        from bot.channels.rehearsal import RehearsalChannel, rehearsal_channels

        rehearsed = rehearsal_channels(self.now, self.stage.heard, self.pictures.draw)
        for channel in BY_CLERK:  # where only staff can answer nothing is sent: they are told to
            rehearsed.pop(channel)
        staff_channel = self.snapshot.config.channels.staff_group.partition(":")[0]
        if staff_channel:
            staff = RehearsalChannel(self.now, self.stage.heard, self.pictures.draw)
            rehearsed.setdefault(staff_channel, staff)
        real = real_channels(self)
        with_account = frozenset(plug.name for plug in channel_plugs() if plug.needs)
        self._rehearsed = frozenset(rehearsed) - (frozenset(real) & with_account)
        return {**rehearsed, **real}

    async def pass_until(self, to: datetime) -> None:
        """Put the clock forward to `to`, stopping wherever something falls due."""
        while (moment := await self.next_due()) is not None and moment < to:
            self.wall.move(moment)
            await self.settle()
        self.wall.move(to)
        await self.settle()

    def mount(self, app: web.Application) -> None:
        """Put the page at `/`."""
        from bot.desk.sandbox.routes import mount
        from bot.desk.sandbox.stage import Hands

        hands = Hands(
            self.door.receive,
            self.storage,
            lambda: self.snapshot,
            self.pass_until,
            self.next_due,
            real=frozenset(self.channels) - self._rehearsed,
            is_open=self.settings.sandbox_open,
        )
        mount(app, self.stage, hands)
