"""教 3 = F12: a question that was asked in vain gets its answer, or the service it meant."""

import difflib

from bot.domain.services import Role
from bot.handlers.commands.base import Command, Order
from bot.storage.questions import Lesson
from bot.understanding.cue import Cue
from bot.understanding.reader import read
from bot.understanding.reading import FaqOutcome
from bot.understanding.text import plain
from bot.usecases.lessons import Missed, answer_named, drop, find_missed, teach

MOST = 3
TEACHERS = frozenset({Role.LEADER, Role.ADMIN})
_LESSON = Cue(r"(?P<number>[0-9]{1,9})[\s.。、]*(?:=|:|->|是|为|给|到|学)?[\s=]*(?P<target>.*)")
_DROP = Cue(r"(?:不用|不用管|忽略|删掉?|算了|不管|不学)[了吧的]?")
_EDGES = " 。.!！\"'“”「」"


async def run(order: Order) -> str:
    """Keep the lesson; whether it was taken is said a moment later, when it was tried."""
    if not order.member.roles & TEACHERS:
        return order.say("teach.not_allowed")
    said = _LESSON.fullmatch(plain(order.rest))
    if said is None:
        return order.say("teach.how")
    group = await find_missed(order.office, int(said["number"]))
    if group is None:
        return order.say("teach.no_such_question", number=said["number"])
    start, stop = said.span("target")
    return await _teach(order, group, order.rest[start:stop].strip(_EDGES))


async def _teach(order: Order, group: Missed, target: str) -> str:
    if _DROP.fullmatch(target):
        if group.is_learned:
            await teach(order.office, Lesson(group.wording, "", False, order.member.name))
            return order.say("teach.forgetting", wording=group.wording)
        await drop(order.office, group)
        return order.say("teach.dropped", wording=group.wording)
    if len(group.wording) < 2:
        return order.say("teach.too_short", wording=group.wording)
    services = order.office.config.catalogue.services
    entry = answer_named(order.office, plain(target))
    if entry is None and target not in services:
        return _unknown(order, group, target)
    name = entry.id if entry else target
    lesson = Lesson(group.wording, name, is_service=entry is None, taught_by=order.member.name)
    await teach(order.office, lesson)
    return order.say("teach.trying", wording=group.wording, target=name)


def _unknown(order: Order, group: Missed, target: str) -> str:
    near = _near(order, target)
    if not near:
        return order.say("teach.how")
    lines = "\n".join(shown for _, shown in near)
    return order.say(
        "teach.unknown", target=target, near=lines, number=group.number, first=near[0][0]
    )


def _near(order: Order, target: str) -> list[tuple[str, str]]:
    """What may be meant, with how it is shown: services and answers that say something like it,
    else ids that look like it."""
    entries = {entry.id: entry for entry in order.office.config.faq}
    found = read(target, order.office.now, order.office.snapshot.knowledge)
    services = [found.service] if found.service else list(found.services)
    keys = found.faq.ranked if found.faq.outcome is not FaqOutcome.REFUSE else ()
    if not services and not keys:
        keys = tuple(difflib.get_close_matches(target.upper(), entries, cutoff=0.4))
    named = [(name, name) for name in services[:MOST]]
    return [*named, *((key, f"{key} {entries[key].question}") for key in keys[:MOST])]


COMMAND = Command(
    verbs=("教", "教会", "教它"),
    run=run,
    help_key="staff.help.teach",
    private=True,
    tail=r"[\s:：]*[0-9０-９]{1,9}(?![0-9０-９点号月]).*",
    rank=71,
)
