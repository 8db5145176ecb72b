"""Ending several parts side by side: none of them may keep the house from closing."""

import asyncio
import logging
from collections.abc import Coroutine

LONGEST = 2.0
log = logging.getLogger(__name__)


async def end_together(name: str, *endings: Coroutine[object, object, None]) -> None:
    """Run all `endings` for two seconds at most; whatever fails or is late is logged as `name`."""
    ended = asyncio.gather(*endings, return_exceptions=True)
    try:
        async with asyncio.timeout(LONGEST):
            results = await ended
    except TimeoutError:
        log.warning("stopping: %s did not end in time", name)
        return
    for result in results:
        if isinstance(result, BaseException):
            log.error("stopping: %s did not end well", name, exc_info=result)
