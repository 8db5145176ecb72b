"""Telling a wish for a time that is already over from a story about what happened then."""

from bot.understanding.cue import Cue
from bot.understanding.reading import TimeSpan

_CLAUSE_ENDS = ",，。;；!！?？\n"
_HAPPENED = Cue(
    r"了(?!解)|过(?![来去户])|没(?!空|得空)|的时候|已经|[才刚]|的$|约的|态度|人多|排队|打电话|"
    r"收到|[咋问说发交]|"
    r"怎么|为什么|有效期|截止|生日"
)
_WISH = Cue(r"[约想要办改换挪推调来去行空号]|可以|能|安排")
_BARE = Cue(r"(?:我|那|就|嘛|吧|呢|哈|吗|的|[\s,，。!！?？])*")


def is_story(text: str, span: TimeSpan) -> bool:
    """Whether the past time at `span` is only told of: 昨天来过, 上周五你们没人; no wish in it."""
    rest = text[: span.text_from] + text[span.text_to :]
    if _BARE.fullmatch(rest):
        return False
    begin = max(text.rfind(end, 0, span.text_from) for end in _CLAUSE_ENDS) + 1
    ends = (text.find(end, span.text_to) for end in _CLAUSE_ENDS)
    clause = text[begin : min((end for end in ends if end >= 0), default=len(text))]
    return bool(_HAPPENED.search(clause)) or not _WISH.search(text)
