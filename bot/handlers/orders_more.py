"""Orders that lacked words: what their writer says next is taken for them where it can be that."""

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from bot.domain.messages import InboundMessage
from bot.handlers.commands.base import Command
from bot.handlers.orders_hearing import hear
from bot.handlers.wanting import IN_GROUP, PRIVATE
from bot.storage import asked_which
from bot.storage.asked_which import Waiting
from bot.understanding.cue import Cue
from bot.understanding.text import plain
from bot.usecases.office import Office

_SHORTEST, _LEFT = 4, 4
_TALK = Cue(
    r"^\s*@|[?？]|[吗么]\W*$|吃|喝|饭|睡|下班|哈哈|开会|打印机|外卖|快递|厕所|空调|天气|下雨|堵车|好累|好忙"
    r"|我(?!们)|咱|大家|辛苦|谢谢|哪个|哪里|啥|什么|谁|怎么|咋|^(?:好的?|嗯+|哦+|行|收到|ok|等[一哈]?下)\W*$"
)
"""What colleagues say to each other; a first person is hardly meant for a resident."""
_REASON = Cue(
    "不|没|未|无|缺|少|差|需|要|先|请|已|超|满|过期|重复|错|停|只|得|材料|资料|证|原件|社区|户|本人|系统|网上|条件"
    "|年龄|岁|名额|暂|归|属|别的|外地|单位"
)
_THINGS = Cue("证|本|簿|表|照|件|材料|资料|证明|合同|卡|单|书|片|章|委托|签字|手机")
_TIMES = Cue(
    r"[下这本]?个?(?:周|星期|礼拜)[一二三四五六日天]|[今明后]天|\d{1,2}[月号日点:：]"
    r"|[一二三四五六七八九十]{1,2}点|[上下]午|中午|早上"
)
_TIMELY = Cue(
    r"[周星期礼拜一二三四五六七八九十日天号月今明后下这本个上午中早晚两点半刻钟\d:：/\-、,，.。\s]"
    r"|改到?|换到?|就|那|吧|嘛|哈|成|可以|或者?|都行"
)
_LACKS: Mapping[str, Callable[[str], bool]] = {
    "拒绝": lambda said: len(said) >= _SHORTEST and _REASON.search(said) is not None,
    "改": lambda said: _TIMES.search(said) is not None and len(_TIMELY.sub("", said)) <= _LEFT,
    "补件": lambda said: _THINGS.search(said) is not None,
    "备注": lambda said: len(said) >= _SHORTEST,
}
"""By the name of a command: whether these can be the words it lacks."""


async def with_more(
    office: Office,
    name: str,
    message: InboundMessage,
    waiting: Waiting,
    commands: Sequence[Command],
) -> InboundMessage | None:
    """The order that waited, with `message` as its words; None when it did not wait for words.

    Talk leaves the order waiting; an order of its own, or words said elsewhere, end it.
    """
    if waiting.codes not in (PRIVATE, IN_GROUP):
        return None
    verb, said = waiting.words.partition(" ")[0], plain(message.text).strip()
    is_here = waiting.codes == (IN_GROUP if message.room else PRIVATE)
    if not is_here or message.quoted or _is_order(message, verb, commands):
        return message
    if _TALK.search(said) or not _LACKS[verb](said):
        await asked_which.put(office.work, name, waiting)
        return message
    return replace(message, text=f"{waiting.words} {message.text}")


def _is_order(message: InboundMessage, verb: str, commands: Sequence[Command]) -> bool:
    heard = hear(message.text, commands)
    is_other = heard.command is not None and heard.command.verbs[0] != verb
    return bool(heard.codes) or is_other
