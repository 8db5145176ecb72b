"""Short answers inside a talk: a number of a list, yes, no, not that, any time, urgent."""

from bot.understanding.cue import Cue

_BARE = Cue(
    r"[ ]?(?:第|选|选择|按|我选|要|我要|就|回复|数字)?[ ]?([0-9]|"
    r"[零一二两三四五六七八九])(?:个|号|项|条|吧|嘛|哈|的|。|、|\.|!|,|，| |就是了|可以|行|"
    r"个时间|种|那个|这个)*"
)
_NTH = Cue(
    r"第 ?([1-9]|[一二三四五六七八九]) ?(?:个|项|条|种|号)(?!工作|月|人|孩|娃|小孩|星期|周)|"
    r"(?:^|[ ,，我就])选(?:择)? ?([1-9]|[一二三四五六七八九])(?![0-9点号月日十:])"
)
_CHINESE = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_YES = Cue(
    r"(?:嗯+|恩+|哦+|噢|好+|行+|对+|是+|中|可|要得|可以|对头|确认|确定|同意|没错|没问题|"
    r"莫得?问题|好的?|行的|对的|是的?|ok|okay|confirm(?:ed)?|correct|yes|y|cool|nice|good|great|fine|sure|yep|yeah|yup|要|需要|就这样|就这个|就它|没得问题|得行|"
    r"巴适|安逸|妥|妥了|成|成交|正确|收到|晓得了"
    r"|没有错|可以的|接着|继续|同意|没意见|就这么办|就这么定|定了|约嘛?|约吧|预约|提交|嗯呐|"
    r"必须的|当然|[确却缺雀][认人任忍仁定]|queren|qr|好滴|好嘞|好嘛|好叻|好勒|好撒|要的|要嘛|是嘞|对嘞|对哒|是哒|好哒|👌|👍|1)"
)
_YES_ALL = Cue(
    rf"(?:那(?:就|么|还是)?[ ,，]?)?"
    rf"(?:{_YES.pattern}(?:嘛|哈|吧|啊|呀|的|了|三|撒|噻|哒|哇|嘞|勒|呢|哦|喽|咯|哟|你|谢谢|"
    rf"麻烦了|预约|[ ,，。.!！~、])*){{1,4}}"
)
_YES_HEAD = Cue(
    r"^(?:嗯+|好的?|行|对的?|是的|可以的?|要得|对头|确认|确定|没问题|ok|没错|"
    r"得行)(?:[ ,，。.!！~]|$|嘛|吧|就)"
)
_NO = Cue(
    r"(?:不+|不是|不要|不对|不行|不用|不可以|不得行|不需要|不了|不想|不约了?|不办了?|不去了?|"
    r"不来了?|算了|算咯|算求了?|没有|莫得|没得|莫|错了|不对头|不好|不确认|不确定|不同意|不必|"
    r"不合适|不方便|取消|no|nope|n|否|别|别了|不接着|没|不继续|再说|下次|免了|搞错了|打错了|"
    r"(?:那|还是|就)*不(?:改|换|变|动|挪)了?|不成|要不得|不是的|🙅)"
)
_NO_ALL = Cue(
    rf"(?:{_NO.pattern}(?:嘛|哈|吧|啊|呀|的|了|三|撒|噻|哇|嘞|呢|哦|咯|谢谢|麻烦了|"
    rf"[ ,，。.!！~、])*){{1,4}}"
)
_NO_HEAD = Cue(
    r"^(?:不是的?|不对头?|不要|不行|不用了?|不了|不得行|算了|错了|不)(?:[ ,，。.!！~]|$|嘛|"
    r"吧|哦)"
)
_CORRECTION = Cue(
    r"不对|错了|改成|改为|改到|换成|应该是|说错|打错|写错|搞错|弄错|记错|纠正|更正|"
    r"不是.{0,12}是|哦不|口误|改一下|改哈|改下|换一?个|换到|重新(?:选|填|说)|不是这个|"
    r"不是那个|选错|听错"
)
_ANY_TIME = Cue(
    r"随便|都可以|都行|都要得|哪天都|啥时候都|什么时候都|越快越好|越早越好|最早|最快|尽快|"
    r"尽早|看[着到](?:办|安排|选|约|弄|来|定|给)|[你您]们?(?:来|去)?(?:选|挑|决定|[作做]主|拿主意)|"
    r"[你您]们?[帮给替]我(?:选|挑|定|决定|安排|拿主意)|哪个都(?:行|可以|要得|得行)|"
    r"(?:现在|马上|立马|这会儿?)(?:就|马上)?(?:来|去|办|约|要|可以|能)|任何时间|任意时间|时间不限|不限时间|看你们|听你们|你们(?:定|安排|看)|你安排|你定|"
    r"无所谓|均可|随时|最近的?(?:一个)?(?:时间|号|空)|哪个时间(?:都|有空)"
)
_URGENT = Cue(
    r"(?<![不没])(?:很|好|非常|特别|太|有点|比较|有些|真的|挺|着|加|紧|火|救|急)急(?!诊|救|"
    r"忙|匆)|急(?:用|需|事|等|着|办|件|死|得很|哦|啊|嘛|!|！)|(?<!不)紧急|救急|加急|"
    r"今天(?:之内|内|就|就要|一定|必须)|今天(?:.{0,4})(?:必须|一定要|要用|就要)|必须今天|"
    r"等不(?:及|起|了|到)|来不及|马上(?:就)?要(?:用|交|办)|立刻|火烧眉毛|赶时间|十万火急|"
    r"明天就要用|后天就要用|耽误不起|拖不得|要紧得很"
)
_NOT_URGENT = Cue(r"不(?:着|是很|太|算|怎么|得)?急|不紧急|不慌|不赶时间|没那么急|莫急|别急|不忙")


def choice(text: str) -> int | None:
    """The number of a list that was chosen, 0-9: alone, or as "第二个" / "选3" inside."""
    bare = _BARE.fullmatch(text.strip())
    found = bare or _NTH.search(text)
    if not found:
        return None
    said = next(group for group in found.groups() if group)
    return int(said) if said.isdigit() else _CHINESE[said]


def is_yes(text: str) -> bool:
    """A plain yes, alone or at the head of the message."""
    said = text.strip()[:40]
    return bool(_YES_ALL.fullmatch(said) or _YES_HEAD.match(said)) and not _is_digit_only(said)


def _is_digit_only(said: str) -> bool:
    return said.strip(" .。") == "1"


def is_no(text: str) -> bool:
    """A plain no, alone or at the head of the message."""
    said = text.strip()[:40]
    return bool(_NO_ALL.fullmatch(said) or _NO_HEAD.match(said))


def is_correction(text: str) -> bool:
    """Something said before is taken back or put right."""
    return bool(_CORRECTION.search(text))


def is_any_time(text: str) -> bool:
    """Any time will do, or the earliest."""
    return bool(_ANY_TIME.search(text))


def is_urgent(text: str) -> bool:
    """The matter cannot wait ("不急" is not urgent)."""
    return bool(_URGENT.search(text)) and not _NOT_URGENT.search(text)
