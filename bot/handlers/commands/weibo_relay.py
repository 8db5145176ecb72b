"""微博 昵称：…: what somebody wrote to the office on Weibo, pasted by staff, who get the answer."""

from bot.domain.characters import clean
from bot.domain.delivery import join_texts
from bot.domain.masking import mask_person
from bot.domain.messages import ContactRef
from bot.handlers.commands.base import Command, Order
from bot.understanding.cue import Cue
from bot.usecases.pasting import pasteable

CHANNEL = "weibo"
LONGEST_NICKNAME = 30
_PASTED = Cue(
    r"@?(?P<nickname>[^:：\n]{1,60}?)(?:的?私信)?\s*(?!(?<=\d):[0-5]\d(?!\d))[:：]\s*(?P<text>\S[\s\S]*)"
)
_NICKNAME = Cue(r"[\w.·-]+")
_BRACKETS = "<>《》〈〉「」【】[]“”\"'‘’ "


async def run(order: Order) -> str:
    """The same talk as on any channel; in the group names, numbers and addresses are hidden."""
    pasted = _PASTED.fullmatch(order.rest.strip())
    nickname = _nickname(pasted["nickname"]) if pasted else ""
    if pasted is None or not _NICKNAME.fullmatch(nickname) or order.speak_as is None:
        return order.say("weibo_relay.how")
    if len(nickname) > LONGEST_NICKNAME:
        return order.say("weibo_relay.long_nickname", most=LONGEST_NICKNAME)
    spoken = await order.speak_as(ContactRef(CHANNEL, nickname), pasted["text"].strip())
    answer = join_texts(spoken.texts)
    if not answer:
        return order.say("weibo_relay.nothing", nickname=nickname)
    shown = answer if order.private else mask_person(answer, *spoken.hidden)
    text = pasteable(order.office, shown)
    return order.say("weibo_relay.paste", nickname=nickname, text=text)


def _nickname(typed: str) -> str:
    """As Weibo writes it: no blanks, no brackets of whoever typed it."""
    return "".join(clean(typed).split()).strip(_BRACKETS).removeprefix("@")


COMMAND = Command(
    verbs=("微博", "微博私信", "微博转录", "转录微博"),
    run=run,
    help_key="weibo_relay.help",
    private=True,
    tail=r"(?:[\s:：,，]*[^\s:：,，][^:：]{0,60}[:：].*|\s+\S{1,12}(?:\s.{0,60})?|)",
    everyday=True,
    rank=88,
)
