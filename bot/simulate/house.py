"""The centre under simulation: opened late, moved from due moment to due moment."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from bot.app import Centre, Settings
from bot.channels.base import ChannelAdapter
from bot.channels.rehearsal import Delivered, RehearsalChannel, rehearsal_channels
from bot.domain.messages import GROUP_PREFIX, ContactRef
from bot.simulate.lines import BadLine
from bot.simulate.stepping import SteppedClock
from bot.storage import UnitOfWork, staff
from bot.usecases.office import Office
from bot.usecases.reach import BY_CLERK

T = TypeVar("T")


class House:
    """A centre with rehearsed channels. `heard` collects what reached people."""

    def __init__(self, settings: Settings, start: datetime | None) -> None:
        """Read the configuration, touch no database yet. Raises ConfigFaults."""
        self.clock = SteppedClock(start)
        self.heard: list[Delivered] = []
        self.centre = Centre(settings, self.clock.now, self._channels)
        self._is_open = False

    @property
    def group(self) -> ContactRef:
        """The staff group. Raises BadLine when there is none."""
        channel, _, group = self.centre.snapshot.config.channels.staff_group.partition(":")
        if not group:
            raise BadLine("no_group")
        return ContactRef(channel, GROUP_PREFIX + group)

    def say(self, key: str, /, **values: object) -> str:
        """A sentence of config/texts."""
        return self.centre.snapshot.config.texts.say(key, **values)

    async def do(self, verb: Callable[[Office], Awaitable[T]]) -> T:
        """Run a verb of the office in a turn of its own, now."""
        snapshot, now = self.centre.snapshot, self.clock.now()
        return await self.centre.storage.run(lambda work: verb(Office(work, snapshot, now)))

    async def reach(self, to: datetime | None) -> None:
        """Let the time pass until `to`, everything due on the way at its own time; None = no move.

        A fresh centre starts there: nothing before that is due. Raises BadLine.
        """
        if to is not None:
            self.clock.check(to)
            if not self.clock.was_told:
                self._begin(to)
        await self._open()
        if to is not None:
            await self._pass(to)

    async def close(self) -> None:
        """Store what was handed over last, and close the database."""
        if self._is_open:
            self._is_open = False
            await self.centre.door.close()
            await self.centre.storage.stop()

    def _begin(self, at: datetime) -> None:
        """The first time anybody says what time it is."""
        self.clock.move(at)
        if self._is_open:
            self.centre.since = at

    async def _open(self) -> None:
        if self._is_open:
            return
        self.clock.stand_still()
        await self.centre.open()
        self._is_open = True
        await self.centre.storage.run(self._bind_staff)

    async def _bind_staff(self, work: UnitOfWork) -> None:
        config = self.centre.snapshot.config
        channel = config.channels.staff_group.partition(":")[0]
        if channel:
            for name in sorted(config.staff):
                await staff.bind(work, ContactRef(channel, name), name, self.clock.now())

    async def _pass(self, to: datetime) -> None:
        while (moment := await self.centre.next_due()) is not None and moment < to:
            self.clock.move(moment)
            await self.centre.settle()
        if self.clock.now() < to:
            self.clock.move(to)
            await self.centre.settle()

    def _channels(self, centre: Centre) -> dict[str, ChannelAdapter]:
        """Every channel but those on which only a member of staff can speak."""
        made: dict[str, ChannelAdapter] = dict(rehearsal_channels(centre.now, self.heard.append))
        staff_channel = centre.snapshot.config.channels.staff_group.partition(":")[0]
        if staff_channel:
            made.setdefault(staff_channel, RehearsalChannel(centre.now, self.heard.append))
        return {name: channel for name, channel in made.items() if name not in BY_CLERK}
