"""Taking one answer back: 时间, 事项, 姓名 or 电话, by number or by word, at any step."""

from bot.flows.base import Reply, Turn
from bot.flows.booking.asking import go_on
from bot.storage.conversations import Draft
from bot.understanding.cue import Cue
from bot.understanding.people import bare_name, whole_name
from bot.understanding.reading import Intent

CHANGES = (
    ("time", ("slot", "wish", "offered", "waits")),
    ("service", ("service", "slot", "wish", "offered", "candidates", "page", "waits")),
    ("name", ("name", "for", "contact_name", "nameless")),
    ("phone", ("phone",)),
)
_WORDS = {
    "time": ("时间",),
    "service": ("事项",),
    "name": ("姓名", "名字"),
    "phone": ("电话", "手机", "号码"),
}
ALIKE = 3
_NOT_BUT = Cue(
    r"不是[^,，。 ]{1,8}[,，。 ]?(?:而|应该)?是(?P<but>[^,，。 ]{1,12})|"
    r"(?<!不)是(?P<is>[^,，。 是]{1,12}?)[,，。 ]?不是"
)
_OTHER_MATTER = Cue(
    "(?:另外|别的|其他|其它|另)(?:一)?(?:办|约|有|说|要|想)?(?:的|个|一个|件|一件)?(?:事|业务|东西)"
)
_NAMED_AS = Cue("(写成|改成|换成|应该是|改为|写|是|叫)")
_NOT_THAT = Cue("(?:不是|不对|错了)(?:这个|的|这件|办这个|哦|啊|嘛|了|[，。,.!！])*")
_WRONG = Cue("改|换|错|不对|不要写|不是写")
_PERSONAL = frozenset({"name", "phone", "for", "contact_name", "home_address"})
_MATTER = frozenset({"service", "candidates", "page"})
_PLAIN_STEPS = frozenset({"service", "time", "address", "name", "phone"})


def meant_instead(turn: Turn, known: object) -> str | None:
    """是变更不是注销: of the services that begin like the `known` one the other named."""
    found = _NOT_BUT.search(turn.reading.text)
    is_whom = turn.reading.beneficiary is not None  # 不是我爸，是给我妈办
    if turn.reading.service is not None or is_whom or not isinstance(known, str) or not found:
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
            told = _name_instead(turn) if what == "name" and not choice else {}
            reply = await go_on(turn, _without(turn.draft, keys) | told)
            is_aside = told and reply.step in _PLAIN_STEPS
            return reply.after(turn.say("booking.noted")) if is_aside else reply
    return None


def _name_instead(turn: Turn) -> Draft:
    """名字不要写段誉，写段正淳: the name behind the last of these words."""
    *_, word, said = ("", "", *_NAMED_AS.split(turn.reading.text))
    said = said.strip("。.!！ 嘛吧哈")
    name = bare_name(said) if len(word) > 1 else whole_name(said)
    return {"name": name} if name and name != turn.draft.get("name") else {}


def _without(draft: Draft, keys: tuple[str, ...]) -> Draft:
    return {key: value for key, value in draft.items() if key not in keys}


async def other_matter(turn: Turn) -> Reply | None:
    """我要办另外一件事, without saying which, or 不是 to a matter we only guessed: asked anew."""
    said = turn.reading.text.strip()
    is_denied = turn.draft.get("guessed") and _NOT_THAT.fullmatch(said)
    if turn.reading.services or not (is_denied or _OTHER_MATTER.search(said)):
        return None
    return await go_on(turn, _without(turn.draft, dict(CHANGES)["service"]))


def is_wrong(said: str) -> bool:
    """Whether the words say that an answer was wrong: 不对，时间错了."""
    return _WRONG.search(said) is not None


async def take_back(turn: Turn) -> Reply | None:
    """电话不对, 换个时间: said without the new answer, at any step."""
    reading = turn.reading
    if reply := await other_matter(turn):
        return reply
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
    is_new = told <= _PERSONAL or (reply.step == "service" and not told & _MATTER)
    return reply.after(turn.say("booking.noted")) if is_aside and is_new else reply
