"""Taking one answer back: 时间, 事项, 姓名 or 电话, by number or by word, at any step."""

import re

from bot.flows.base import Reply, Turn
from bot.flows.booking.asking import go_on
from bot.storage.conversations import Draft
from bot.understanding.reading import Intent

CHANGES = (
    ("time", ("slot", "wish", "offered", "waits")),
    ("service", ("service", "slot", "wish", "offered", "candidates", "waits")),
    ("name", ("name", "for", "contact_name")),
    ("phone", ("phone",)),
)
_WORDS = {
    "time": ("时间",),
    "service": ("事项",),
    "name": ("姓名", "名字"),
    "phone": ("电话", "手机", "号码"),
}
ALIKE = 3
_NOT_BUT = re.compile(
    r"不是[^,，。 ]{1,8}[,，。 ]?(?:而|应该)?是(?P<but>[^,，。 ]{1,12})|"
    r"(?<!不)是(?P<is>[^,，。 是]{1,12}?)[,，。 ]?不是"
)
_WRONG = re.compile("改|换|错|不对")
_PERSONAL = frozenset({"name", "phone", "for", "contact_name", "home_address"})
_PLAIN_STEPS = frozenset({"service", "time", "address", "name", "phone"})


def meant_instead(turn: Turn, known: object) -> str | None:
    """是变更不是注销: of the services that begin like the `known` one the other named."""
    found = _NOT_BUT.search(turn.reading.text)
    if turn.reading.service is not None or not isinstance(known, str) or not found:
        return None
    services = turn.office.snapshot.knowledge.services
    alike = [name for name in services.names if name[:ALIKE] == known[:ALIKE] and name != known]
    named = services.narrow(found["is"] or found["but"], alike)
    return named[0] if len(named) == 1 else None


async def change_one(turn: Turn) -> Reply | None:
    """What the number or the word names is forgotten and asked anew."""
    choice = turn.reading.choice if turn.talk.step == "change" else None
    for number, (what, keys) in enumerate(CHANGES, 1):
        if choice == number or any(word in turn.reading.text for word in _WORDS[what]):
            draft = {key: value for key, value in turn.draft.items() if key not in keys}
            return await go_on(turn, draft)
    return None


async def take_back(turn: Turn) -> Reply | None:
    """电话不对, 换个时间: said without the new answer, at any step."""
    reading = turn.reading
    if reading.intent is Intent.FAQ or not _WRONG.search(reading.text):
        return None
    return await change_one(turn)


def noted(turn: Turn, draft: Draft, reply: Reply) -> Reply:
    """A name or a phone that came early is said to be noted, as the same question follows; so is
    another matter, unless the summary shows it."""
    before, now = turn.draft.get("service"), draft.get("service")
    if before and now and now != before and reply.step in _PLAIN_STEPS - {"time"}:
        return reply.after(turn.say("booking.other_service", service=now))
    told = {key for key, value in draft.items() if turn.draft.get(key) != value}
    is_aside = reply.step == turn.talk.step and reply.step in _PLAIN_STEPS
    return reply.after(turn.say("booking.noted")) if is_aside and told <= _PERSONAL else reply
