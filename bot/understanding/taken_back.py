"""What is taken back in the same breath: 哦不对，是居住证; 不是补办是续签; 搞错了，是我妈."""

from collections.abc import Callable, Sequence

from bot.understanding.cue import Cue

_MAY = frozenset("不错误")
_CUE = Cue(  # each part bounded: a long run of blanks must not be tried from each of its places
    "(?<![是对会])(?:哦|噢|啊|呃|额|诶|哎呀?|嗯|[,，。!！ ]){1,6}"
    "(?:我?[说讲写打搞弄记发选][错岔]|不对(?![劲起头称应])|不是(?=[,，。!！ 哈哦啊嘛])|[哦噢不]不"
    "|口误|错)[了啊哦嘛呀哈的 ]{0,6}[,，。!！ ]{0,6}(?:应该|其实|就|还|而|要|想|说的){0,4}"
    "(?:是|给|帮|替|为|要|办|约|改成|换成)?"
)
_NOT = Cue(
    "(?<!是)不(?:得)?是[要办说来]?(?P<denied>[^,，。;；!！ 是]{2,12}?)"
    "(?:(?:[,，。;；!！ ]|而|应该|我|要)*[是要办](?P<but>[^,，。;；!！?？]{2,14})"
    "|$|(?=[,，。;；!！ ]))"
)
Narrow = Callable[[str, Sequence[str]], Sequence[str]]


def may_take_back(text: str) -> bool:
    """Whether a plain text is worth a closer look; false for most."""
    return not _MAY.isdisjoint(text)


def taken_back(text: str) -> list[str]:
    """What follows each place where a plain text takes back what it said before, last first."""
    cuts = (found.span() for found in _CUE.finditer(text))
    return [text[stop:] for start, stop in cuts if start and stop < len(text)][::-1]


def said_instead(text: str) -> str | None:
    """What of a plain text stands for what it took back, or said not to be."""
    if not may_take_back(text):
        return None
    if after := taken_back(text):
        return after[0]
    said = _NOT.search(text)
    return said["but"] if said else None


def meant_of(text: str, names: Sequence[str], narrow: Narrow) -> str | None:
    """The one of several services that is left when one was taken back, or was said not to be."""
    if after := taken_back(text):
        found = (narrow(each, names) for each in after)
        return next((some[0] for some in found if len(some) == 1), None)
    said = _NOT.search(text)
    if said is None:
        return None
    others = [name for name in names if name not in narrow(said["denied"], names)]
    left = narrow(said["but"] or "", others) or others
    return left[0] if len(left) == 1 else None
