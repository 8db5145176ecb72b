"""What only the talk makes clear: a name nobody asked for yet, 补办的 of services of one kind."""

from bot.flows.base import Turn
from bot.flows.parts.people import text_of
from bot.storage.conversations import Draft
from bot.understanding.cue import Cue
from bot.understanding.people import whole_name
from bot.understanding.reading import Intent

LONGEST_HINT = 8
_LEAD = Cue(
    "^(?:等一?[下哈]|等等|不好意思|哦|哎呀?|那个|搞错了|说错了|弄错了|其实|应该"
    "|我|是|要|想|办|来|[ ，,。])+"
)
GIVEN_ONCE = 2
_SPELLS = Cue("[\u4e00-\u9fff]{1,4}的(?:那个)?([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_PARTS = Cue("[ ,，。.!！;；、（）()]+|(?<=名字)是|(?:^|(?<=[,，。 ]))(?:我?叫|是)")
_MAY_HINT = (Intent.UNCLEAR, Intent.BOOK, Intent.OFF_TOPIC)


def unasked_name(turn: Turn) -> Draft:
    """A whole name alone: before it was asked for, or after 姓李 the given name too."""
    known, name = text_of(turn.draft, "name"), whole_name(turn.reading.text)
    name = name or _spelled(turn.reading.text, known)
    is_more = name is not None and name != known and name.startswith(known[:1])
    return {"name": name} if is_more else {}


def _spelled(said: str, known: str) -> str | None:
    """不对，是美丽的丽，孙丽 or 美丽的丽 of 孙莉: the name as it is written."""
    found = _SPELLS.search(said) if known else None
    if found is None:
        return None
    names = [name for part in _PARTS.split(said) if (name := whole_name(part))]
    alike = [name for name in names if found[1] in name and name[:1] == known[:1]]
    if alike or names:
        return alike[-1] if alike else None
    return known[0] + found[1] if len(known) == GIVEN_ONCE else None


def other_of_its_kind(turn: Turn) -> str | None:
    """The one service, done by the same people as the chosen one, that a few words fit better."""
    said = _LEAD.sub("", turn.reading.text.strip())
    chosen = turn.office.service(text_of(turn.draft, "service"))
    is_hint = (
        len(said) <= LONGEST_HINT
        and not turn.reading.yes
        and turn.reading.time is None
        and "不" not in said
        and turn.reading.intent in _MAY_HINT
    )
    if chosen is None or not is_hint:
        return None
    services = turn.office.config.catalogue.services.values()
    names = [each.name for each in services if each.skill == chosen.skill]
    fitting = turn.office.snapshot.knowledge.services.paired(said, names)
    return fitting[0] if len(fitting) == 1 and fitting[0] != chosen.name else None
