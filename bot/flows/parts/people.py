"""Name and phone: merging what was said into a draft (mission 3.10, 3.14)."""

from bot.flows.base import Turn
from bot.storage import contacts
from bot.storage.conversations import Draft
from bot.understanding.cue import Cue
from bot.understanding.kin import ENTRUSTER, find_beneficiary, titled
from bot.understanding.reading import Reading

_FOR_ME = Cue("(?:是|给|帮|替|为)?(?:我自己|我本人|本人|自己)(?:来|去)?(?:办|约|弄|用|的事)")

_ALSO = Cue(
    "(?:再|另外|顺便|还[想要]?)?(?:给|帮|替|为)[^，,。；;]{1,8}(?:也|再)[^，,。；;]{0,2}"
    "(?:约|办|弄|来|登记|报)[^，,。；;]*"
    "|(?:再|另外|顺便|还[想要]?)[^，,。；;给帮替为]{0,9}(?:给|帮|替|为)[^，,。；;]{1,8}(?:约|办|弄|登记|报)[^，,。；;]*"
)
_VAGUE = ("老人", "孩子", "亲戚", "委托人")
"""What 我是他孙女 tells of whom it is for: no more than was known."""
LONGEST_ALSO, SHORTEST_MATTER = 40, 3
_POLITE_END = Cue("(?:可以|行|好|要得|得行|能)?[吗不嘛吧没呢]*[?？。！!]*$")
REST = "rest"
"""Key of a draft: what was asked for in the same message and comes after this talk."""
TOLD = "told"
"""Key of a draft: the phone and the own name that were told beside a question, before any talk."""


def said_people(reading: Reading, known: Draft) -> Draft:
    """Name, phone and whom it is for, as far as this message tells them, beside what is `known`.

    With 代母亲 a name after 我叫 is the contact's, any other the applicant's.
    """
    if later := _for_later(reading, known):
        return later
    told: Draft = {}
    beneficiary = reading.beneficiary or known.get("for")
    is_same = known.get("for") and reading.beneficiary in _VAGUE and "我是" in reading.text
    if reading.beneficiary and not is_same:
        told["for"] = reading.beneficiary
    if known.get("for") and _FOR_ME.search(reading.text):
        own = reading.name or known.get("contact_name")
        return {"for": "", "contact_name": "", "name": own}
    if beneficiary and reading.own_name:
        told["contact_name"] = reading.own_name
        if reading.name != reading.own_name:
            told["name"] = reading.name
    elif name := reading.own_name or reading.name:
        told |= _beside_known(name, text_of(known, "name"))
    if reading.phone:
        told["phone"] = reading.phone
    return told


def _beside_known(name: str, known: str) -> Draft:
    """我姓李, after 张大民 was told: a surname alone never stands for a whole name; another one is
    the writer's, who speaks for them."""
    if len(name) > 1 or len(known) < 2:
        return {"name": name}
    return {} if known.startswith(name) else {"for": ENTRUSTER, "contact_name": name}


def _for_later(reading: Reading, known: Draft) -> Draft:
    """What a message says of somebody else's matter that comes after this one, and of its writer;
    {} when it says nothing of the kind."""
    if _is_of_the_next(reading, known):
        return {REST: f"{known[REST]}，{reading.masked[:LONGEST_ALSO]}"}
    also = _also(reading, known) or _other_matter_for(reading, known)
    if not also:
        return {}
    first = {"name": reading.own_name or reading.name, "phone": reading.phone, REST: also}
    return {key: value for key, value in first.items() if value}


def _is_of_the_next(reading: Reading, known: Draft) -> bool:
    """我老婆叫刁婵, when the first of two is known by name: it is the second one's."""
    is_first_known = known.get(REST) and known.get("name") and not known.get("for")
    return bool(is_first_known and reading.beneficiary and reading.name and not reading.own_name)


def _also(reading: Reading, known: Draft) -> str:
    """给同事也约一个, in the middle of the own booking: the words, which come after it; else ""."""
    is_named = known.get("name") or reading.own_name
    is_own = known.get("service") and not known.get("for") and not known.get("beside")
    is_also = is_own and is_named and reading.beneficiary
    found = _ALSO.search(reading.masked) if is_also else None
    return _POLITE_END.sub("", found[0][:LONGEST_ALSO]) if found else ""


def _other_matter_for(reading: Reading, known: Draft) -> str:
    """我要办居住证，还要给娃儿办社保卡: the second matter and whom it is for, which comes after the
    first; "" where all of it is for the same."""
    if known.get("service") or not reading.beneficiary or len(reading.wanted_services) < 2:
        return ""
    found = _ALSO.search(reading.masked)
    before = reading.masked[: found.start()] if found else ""
    if found is None or len(before) < SHORTEST_MATTER or find_beneficiary(before):
        return ""
    apart = [
        span for span in reading.time_spans if span[1] <= found.start() or span[0] >= found.end()
    ]
    when = [reading.masked[slice(*span)] for span in apart[:1]]  # 周五上午 is said of both
    return "，".join([_POLITE_END.sub("", found[0][:LONGEST_ALSO]), *when])


async def known_people(turn: Turn, draft: Draft) -> Draft:
    """Fill in what this contact told us before: their phone; their name when it is for them."""
    told, own = turn.draft.get(TOLD), "contact_name" if draft.get("for") else "name"
    resident = await contacts.resident_of(turn.office.work, turn.contact)
    known = {"phone": resident.phone, own: resident.name} if resident else {}
    if isinstance(told, dict):
        known |= {own if key == "name" else key: str(value) for key, value in told.items()}
    return {**{key: value for key, value in known.items() if value}, **draft}


def told_beside(reading: Reading) -> Draft:
    """我的电话是138…，想问低保要啥条件: what a booking after it need not ask for."""
    if reading.phone is None or reading.beneficiary:
        return {}
    name = reading.own_name or reading.name
    return {TOLD: {"phone": reading.phone} | ({"name": name} if name else {})}


def applicant_of(draft: Draft) -> str:
    """The name of whoever it is for, as the office calls them: 刘 for 母亲 is 刘女士; the contact's
    where that was not told."""
    if draft.get("for") and draft.get("nameless"):
        return text_of(draft, "contact_name")
    return titled(text_of(draft, "name"), text_of(draft, "for"))


def text_of(draft: Draft, key: str) -> str:
    """A text value of a draft, "" when it is not there."""
    value = draft.get(key)
    return value if isinstance(value, str) else ""
