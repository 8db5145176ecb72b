"""Lessons of staff are tried: a good one goes into learned.yaml, a harmful one is refused."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.config import ConfigFaults, LiveConfig
from bot.config.learned import with_wording, write_learned
from bot.config.model import Config
from bot.storage import Overloaded, Storage, StorageDown, questions
from bot.storage.questions import LEARNED, REFUSED, Lesson
from bot.understanding.judging import Verdict, judge
from bot.usecases.lessons import settle
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.office import Office, Snapshot

log = logging.getLogger(__name__)

End = Callable[[Office], Awaitable[None]]


async def try_lessons(
    live: LiveConfig, storage: Storage, snapshot: Snapshot, now: datetime
) -> None:
    """Settle every lesson that waits; each is told in the group once, by whoever was first.

    The file is written before the lesson is settled: after a crash between the two the lesson is
    tried once more, and writing the same wording again changes nothing.
    """
    try:
        for lesson in await storage.read(questions.untried):
            end = await asyncio.to_thread(_try, live, lesson, now)
            await _store(storage, end, snapshot, now)
    except (StorageDown, Overloaded) as down:
        log.warning("lessons wait: %s", type(down).__name__)


async def _store(storage: Storage, end: End, snapshot: Snapshot, now: datetime) -> None:
    await storage.run(lambda work: end(Office(work, snapshot, now)))


def _try(live: LiveConfig, lesson: Lesson, now: datetime) -> End:
    """Read, judge, write; what is to be stored and said of it."""
    try:
        config = live.read_again()
    except ConfigFaults as faulty:  # the admins were told of it; the files in use are older
        log.warning("a lesson is tried without the changed files: %d faults", len(faulty.faults))
        config = live.current
    known = config.catalogue.services if lesson.is_service else {entry.id for entry in config.faq}
    if lesson.target not in known:
        return _end(lesson, REFUSED, "teach.vanished", None)
    before = config.learned
    after = with_wording(before, lesson.target, lesson.wording, is_service=lesson.is_service)
    verdict = judge(config, before, after, now)
    if verdict.is_worse:
        return _end(lesson, REFUSED, "teach.refused", verdict)
    return _written(live, config, lesson, verdict)


def _written(live: LiveConfig, config: Config, lesson: Lesson, verdict: Verdict) -> End:
    learned = with_wording(
        config.learned, lesson.target, lesson.wording, is_service=lesson.is_service
    )
    try:
        write_learned(live.learned, learned, config.texts.say("teach.header"))
    except OSError as error:
        log.warning("learned.yaml not written: %s", error.strerror)
        return _end(lesson, REFUSED, "teach.not_written", None)
    return _end(lesson, LEARNED, "teach.learned", verdict)


def _end(lesson: Lesson, state: str, key: str, verdict: Verdict | None) -> End:
    async def end(office: Office) -> None:
        if not await settle(office, lesson, state):
            return
        shares = verdict.spelt() if verdict else {}
        text = office.say(key, wording=lesson.wording, target=lesson.target, **shares)
        await tell_group(office, GroupNote(text, to=lesson.taught_by))

    return end
