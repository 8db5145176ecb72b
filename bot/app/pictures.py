"""Draws what a message shows as a picture: read from the roster now, painted beside the loop."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from bot.domain.messages import OutboundMessage
from bot.sheets.fonts import NoPictures, find_font
from bot.sheets.month_picture import MonthPicture
from bot.storage import Overloaded, Storage, StorageDown, UnitOfWork
from bot.usecases.month_picture import made_words, month_picture
from bot.usecases.office import Office, Snapshot

log = logging.getLogger(__name__)


class Pictures:
    """The pictures of one house. The last month is kept (`painted`) while nothing on it changes,
    without the time it was made: that is put on each time. `now`: the house's clock; `font`: a
    named file, "" = look for one."""

    def __init__(
        self,
        storage: Callable[[], Storage],
        snapshot: Callable[[], Snapshot],
        now: Callable[[], datetime],
        font: str = "",
    ) -> None:
        self._storage, self._snapshot, self._now, self._font = storage, snapshot, now, font
        # One thread: each that paints keeps its own 20 MB of the allocator for the next time.
        self._hand = ThreadPoolExecutor(1, "pictures")
        self.painted: tuple[MonthPicture, bytes] | None = None

    async def draw(self, message: OutboundMessage) -> bytes | None:
        """The PNG of `message`; None where its text must do. Never raises."""
        if not message.picture:
            return None
        try:
            return await self._draw(message.picture)
        except NoPictures as why:
            log.info("outbox %d: in words, pictures cannot be drawn here: %s", message.id, why)
        except (StorageDown, Overloaded) as busy:
            log.warning("outbox %d: in words, %s", message.id, type(busy).__name__)
        except Exception:  # a picture is a comfort: the text says the same
            log.exception("outbox %d: in words, the picture broke", message.id)
        return None

    async def _draw(self, key: str) -> bytes | None:
        loop, snapshot, now = asyncio.get_running_loop(), self._snapshot(), self._now()
        font = await loop.run_in_executor(self._hand, find_font, self._font)

        async def read(work: UnitOfWork) -> tuple[MonthPicture | None, str]:
            office = Office(work, snapshot, now)
            return await month_picture(office, key), made_words(office)

        month, made = await self._storage().read(read)
        if month is None:
            return None
        return await loop.run_in_executor(self._hand, self._paint, month, made, font)

    def _paint(self, month: MonthPicture, made: str, font: Path) -> bytes:
        from bot.sheets.painting import paint, stamped  # only where somebody asks for a picture

        if self.painted is None or self.painted[0] != month:
            self.painted = month, paint(month, font)
        return stamped(self.painted[1], made, font)
