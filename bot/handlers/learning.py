"""Lessons of staff are tried: a good one goes into learned.yaml, a harmful one is refused."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.config import ConfigFaults, LiveConfig
from bot.config.learned import with_wording, without_wording, write_learned
from bot.config.model import Config, Learned
from bot.storage import Overloaded, Storage, StorageDown, questions
from bot.storage.questions import FORGOTTEN, LEARNED, REFUSED, Lesson
from bot.storage.tokens import StoredTokens
from bot.understanding.judging import Verdict, judge
from bot.usecases.lessons import settle
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.office import Office, Snapshot

log = logging.getLogger(__name__)

LEASE, SECONDS = "lessons", 120.0
"""One process at a time writes the file: of two, the slower one would undo the other's lesson."""

End = Callable[[Office], Awaitable[None]]


async def try_lessons(
    live: LiveConfig, storage: Storage, snapshot: Snapshot, now: datetime
) -> bool:
    """Settle every lesson that waits, each told in the group once; whether any was tried.

    The file is written before the lesson is settled: after a crash between the two the lesson is
    tried once more, and writing the same wording again changes nothing.
    """
    try:
        if not await storage.read(questions.untried):
            return False
        return await _try_all(live, storage, snapshot, now)
    except (StorageDown, Overloaded) as down:
        log.warning("lessons wait: %s", type(down).__name__)
    except Exception:
        log.exception("lessons failed")
    return False


async def _try_all(live: LiveConfig, storage: Storage, snapshot: Snapshot, now: datetime) -> bool:
    leases = StoredTokens(storage, now.timestamp)
    if not await leases.lease(LEASE, SECONDS):
        return False
    try:
        for lesson in await storage.read(questions.untried):
            end = await asyncio.to_thread(_try, live, lesson)
            await _store(storage, end, snapshot, now)
    finally:
        await leases.save(LEASE, "", 0)
    return True


async def _store(storage: Storage, end: End, snapshot: Snapshot, now: datetime) -> None:
    await storage.run(lambda work: end(Office(work, snapshot, now)))


def _try(live: LiveConfig, lesson: Lesson) -> End:
    """Read, judge, write; what is to be stored and said of it."""
    try:
        config = live.read_again()
        if config.learned == live.refused:
            return _end(lesson, REFUSED, "teach.file_first")
        return _tried(live, config, lesson)
    except ConfigFaults as faulty:  # writing now would undo what somebody is editing
        log.warning("a lesson is not tried: the changed files have %d faults", len(faulty.faults))
        return _end(lesson, REFUSED, "teach.file_first")
    except OSError as error:
        log.warning("learned.yaml not written: %s", error.strerror)
        return _end(lesson, REFUSED, "teach.not_written")


def _tried(live: LiveConfig, config: Config, lesson: Lesson) -> End:
    """Raises OSError when the file cannot be written."""
    if not lesson.target:
        _write(live, config, without_wording(config.learned, lesson.wording))
        return _end(lesson, FORGOTTEN, "teach.forgotten")
    known = config.catalogue.services if lesson.is_service else {entry.id for entry in config.faq}
    if lesson.target not in known:
        return _end(lesson, REFUSED, "teach.vanished")
    after = with_wording(
        config.learned, lesson.target, lesson.wording, is_service=lesson.is_service
    )
    verdict = judge(config, config.learned, after)
    if verdict.is_worse:
        return _end(lesson, REFUSED, "teach.refused", verdict)
    _write(live, config, after)
    return _end(lesson, LEARNED, "teach.learned", verdict)


def _write(live: LiveConfig, config: Config, learned: Learned) -> None:
    write_learned(live.learned, learned, config.texts.say("teach.header"))
    live.tried = learned


def _end(lesson: Lesson, state: str, key: str, verdict: Verdict | None = None) -> End:
    async def end(office: Office) -> None:
        number = await settle(office, lesson, state)
        if number is None:
            return
        shares = verdict.spelt() if verdict else {}
        text = office.say(key, wording=lesson.wording, target=lesson.target, **shares)
        if state == LEARNED and number:
            text = f"{text}\n{office.say('teach.undo', number=number)}"
        await tell_group(office, GroupNote(text, to=lesson.taught_by))

    return end
