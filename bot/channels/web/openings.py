"""The pages that are open in this process, and who waits until one has fetched what is new."""

import asyncio
from collections import defaultdict

MOST_OF_ONE = 4
MOST = 500


class Opening:
    """One open page: `news` is set when there is something to fetch, or when it must end."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.news = asyncio.Event()
        self.is_over = False


class Openings:
    """Every open page by the address of its visitor."""

    def __init__(self) -> None:
        self._pages: defaultdict[str, list[Opening]] = defaultdict(list)
        self._waiting: defaultdict[str, list[tuple[int, asyncio.Future[None]]]] = defaultdict(list)
        self._count = 0

    def open(self, address: str) -> Opening | None:
        """A page was opened; None when there are too many. The oldest of one visitor ends."""
        own = self._pages.get(address, [])
        if len(own) >= MOST_OF_ONE:
            self._end(own[0])
        if self._count >= MOST:
            return None
        opening = Opening(address)
        self._pages[address].append(opening)
        self._count += 1
        return opening

    def close(self, opening: Opening) -> None:
        """The page went away; idempotent."""
        own = self._pages.get(opening.address, [])
        if opening in own:
            own.remove(opening)
            self._count -= 1
        if not own:
            self._pages.pop(opening.address, None)

    def close_all(self) -> None:
        """The house stops: every page is told to end."""
        for own in list(self._pages.values()):
            for opening in list(own):
                self._end(opening)

    def tell(self, address: str) -> bool:
        """Tell the pages of `address` that there is news; False when none is open."""
        own = self._pages.get(address, [])
        for opening in own:
            opening.news.set()
        return bool(own)

    async def wait_fetched(self, address: str, message: int, seconds: float) -> bool:
        """Whether a page fetched the message with this id within `seconds`."""
        fetched = asyncio.get_running_loop().create_future()
        entry = (message, fetched)
        self._waiting[address].append(entry)
        try:
            async with asyncio.timeout(seconds):
                await fetched
        except TimeoutError:
            return False
        finally:
            self._waiting[address].remove(entry)
            if not self._waiting[address]:
                del self._waiting[address]
        return True

    def fetched(self, address: str, last: int) -> None:
        """A page of `address` has everything up to the id `last`."""
        for message, waiting in self._waiting.get(address, []):
            if message <= last and not waiting.done():
                waiting.set_result(None)

    def _end(self, opening: Opening) -> None:
        opening.is_over = True
        opening.news.set()
        self.close(opening)
