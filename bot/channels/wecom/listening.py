"""What comes over the long connection: into the house, and pressed buttons answered in time."""

import asyncio
import logging
from collections.abc import Coroutine

from bot.channels.base import ChannelContext
from bot.channels.parts.calls import NotTaken, OutcomeUnknown
from bot.channels.parts.intake import Intake
from bot.channels.parts.wire import JsonObject
from bot.channels.wecom.connection import Connection
from bot.channels.wecom.events import NAME, Heard, read_event
from bot.channels.wecom.openings import Openings
from bot.channels.wecom.presses import Presses
from bot.domain.messages import GROUP_PREFIX

_BUSY_DELAYS = (0.2, 0.5, 1.0, 2.0)
_CARD_SECONDS = 4.0  # the platform takes a card's update within 5 s (sheet section 3.2)
_MOST_NAMED = 50
log = logging.getLogger(__name__)


class Listener:
    """Takes the callbacks of one robot."""

    def __init__(self, context: ChannelContext, openings: Openings, presses: Presses) -> None:
        self._context, self._openings, self._presses = context, openings, presses
        self._intake = Intake(NAME, context.receive, _BUSY_DELAYS)
        self._showing: set[asyncio.Task[None]] = set()
        self._named: set[str] = set()

    def start(self) -> None:
        """Begin handing over."""
        self._intake.start()

    async def stop(self) -> None:
        """Hand over what waits; a card that is not shown yet stays as it is."""
        for task in self._showing:
            task.cancel()
        await self._intake.stop()

    def take(self, connection: Connection, req_id: str, body: JsonObject) -> None:
        """One callback; must not wait, answers share the socket."""
        settings = self._context.settings()
        heard = read_event(body, settings.wecom.name, self._context.now())
        if heard is None:
            return
        self._name_group(heard, settings.staff_group)
        to = heard.message.room or heard.message.contact
        if heard.press is not None:
            self._begin(self._show(connection, req_id, (to.address, heard.press.code)))
        else:
            self._openings.put(to.address, req_id)
        self._intake.put(heard.message)

    def _begin(self, showing: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(showing)
        self._showing.add(task)
        task.add_done_callback(self._showing.discard)

    async def _show(self, connection: Connection, req_id: str, where: tuple[str, str]) -> None:
        shown = await self._presses.answered(*where, _CARD_SECONDS)
        if shown is None:  # nothing was said about it: the card stays as it is
            return
        words: JsonObject = {"response_type": "update_template_card", "template_card": shown}
        try:
            refused = await connection.call("aibot_respond_update_msg", words, req_id)
        except (NotTaken, OutcomeUnknown) as trouble:
            log.warning("wecom: a card was not updated: %s", trouble)
        else:
            if refused:
                log.warning("wecom: a card was not updated: %d", refused)

    def _name_group(self, heard: Heard, staff_group: str) -> None:
        """A group's id stands in the log once: whoever sets up needs it."""
        room = heard.message.room
        if room is None or len(self._named) >= _MOST_NAMED:
            return
        name = f"{NAME}:{room.address.removeprefix(GROUP_PREFIX)}"
        if name != staff_group and name not in self._named:
            self._named.add(name)
            log.info("wecom: called in a group; as the staff group it is called %s", name)
