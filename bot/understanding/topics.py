"""The aspect asked about: materials, hours, address, fee …"""

from collections.abc import Mapping, Set

from bot.understanding.cue import NOTHING_NAMED, Cue, Cues, Named
from bot.understanding.features import SERVICE, grams, spelled
from bot.understanding.model import trained

ASPECTS = (
    *("materials", "hours", "address", "fee", "processing_time", "eligibility", "phone"),
    *("progress", "how_to", "amount", "booking_rules"),
)
"""The labels of the stable interface (house.md section 7)."""

# In order of precedence when several fit; the strongest cue wins.
_TOPICS: tuple[tuple[str, str, float], ...] = (
    (
        "phone",
        r"(?:电话|联系方式|热线|座机)(?:号码?)?(?:是|多少|好多|几号|呢|给我|有没得|有没有)|"
        r"(?:什么|啥子?|哪个|多少|你们|中心|咨询|求)(?:的)?(?:电话|热线|联系方式)|打(?:哪个|什么|"
        r"啥子?)电话|电话(?:多少|是多少|好多)?[?？]?$",
        3.0,
    ),
    (
        "progress",
        r"进度|办好(?:了)?(?:没|吗|不)|办到哪|办得怎么样|到哪(?:一?步|了)|"
        r"下来(?:了)?没|下来了吗|"
        r"批(?:了|下来)?没|审核(?:好|完|通过|过)?(?:了)?(?:没|吗)|还没(?:好|到|下来|收到|办好|"
        r"批)|没(?:领到|拿到|收到|下来|到账)|什么时候能(?:好|下来|拿到)|好了没|搞好了?没|"
        r"怎么还没|迟迟|结果出来",
        3.2,
    ),
    (
        "amount",
        r"(?:能|可以|每个?月|一个月|一年|补|领|发|拿|有)(?:到|领|给|发|"
        r"拿)?(?:多少|好多|几)(?:钱|"
        r"块|元)?|多少(?:钱)?(?:一|每)个?月|标准(?:是|多少|好多|$)|金额|(?:补贴|津贴|低保|补助|"
        r"失业金|养老金|待遇)(?:是|有|标准)?(?:多少|好多|几多)",
        3.0,
    ),
    (
        "fee",
        r"(?<!补)(?<!不)(?:收|要|花|交)(?:不收|不要)?(?:多少|好多|几块|费|钱|啥子?钱)|"
        r"不(?:收|要|花|交)(?:费|钱)(?!的(?![吗嘛么不吧?？])|那|给|坐)|多少钱|好多钱|"
        r"(?<!那个)(?<!那笔)费用|免费(?!的(?![吗嘛么不吧?？])|给|坐|领|做|弄|送|装|检|查|体|孕|发|打|帮|乘|上门|午|接|培)|"
        r"价格|手续费|工本费|(?<!不)要钱|不要钱(?![的那给坐])|收费|几块钱|贵不贵",
        2.6,
    ),
    (
        "processing_time",
        r"多久|好久(?:能|可以|才|拿|办|下|好|出)|(?:要|得|需要)好久|多长时间|"
        r"几天(?:能|可以|办|"
        r"拿|下|出)|(?:要|需要|得)(?:几|多少|好多)(?:个)?(?:天|工作日|月)|当天(?:能|可以|就能|取|"
        r"拿)|当场|立等|(?:什么时候|啥时候|好久)(?:能|可以|才能|才)?(?:拿|取|办好|办完|下来|出来|"
        r"领到)|时限|审批时间|办理时间|快不快|几个工作日|能马上拿|等多久",
        2.8,
    ),
    (
        "eligibility",
        r"条件|资格|符合|够不够格|我(?:这种|这样|们这种)?.{0,10}(?:能不能|"
        r"可不可以|能|可以|"
        r"得不得行|符不符合)(?:申请|享受|领|办|吃|参加)|(?:外地|非本地|外省|没有户口|不是本地|"
        r"农村|(?<![公廉])租房).{0,12}(?:能|可以|得行|行不行|办|得不得)|哪些人|什么人|谁(?:能|可以)|"
        r"要满?(?:多少|好多|几)岁|满?多大(?:年纪|岁数|年龄)?|年龄|要求|年纪|"
        r"[0-9一二三四五六七八九十]岁.{0,3}(?:能|可以)|是不是本地|户口.{0,4}(?:能|可以|得行)|能不能申请|可以申请吗|算不算",
        2.5,
    ),
    (
        "how_to",
        r"怎么(?:办|弄|搞|申请|领|交|查|操作|走|激活|转|报|开|做|补|换|登记|认证|"
        r"缴|注销|打印|"
        r"弄的)|咋(?:个)?(?:办|整|弄|搞|申请|领|交|查|操作|激活|转|报|开|做|补|换)|啷个|如何|"
        r"流程|步骤|(?<![办开弄交递做补])手续|(?<!小)程序(?!有|员)|咋个|怎样|(?:网上|手机上?|线上|app|小程序|微信).{0,6}(?:办|申请|交|"
        r"查|弄|操作)|(?:掉|丢)了?怎么|代办|别人代|帮我?办|委托|可以代",
        2.0,
    ),
    (
        "materials",
        r"(?<![带交递拿送])(?:材料|资料)(?!.{0,3}(?:齐|备好|准备好|我|弄好|带起|带上|都有|在))|"
        r"(?:带|交|递)(?:材料|资料)[吗不么没嘛]|带(?:些)?(?:什么|啥子?|哪些|哪样|点啥)|(?:需要|要|准备|"
        r"拿)(?:些|带|准备|拿|"
        r"提供|交|一?点)*(?:什么|啥子?|哪些|哪样)(?!时候|条件|流程|手续费|时间|人|钱)|"
        r"什么(?:证件|东西|手续|证明)|啥子?(?:证件|东西|手续|证)|哪些(?:证件|东西|手续|证)|"
        r"要(?:不要)?(?:身份证|户口本|照片|复印件|原件)|照片(?:要|带|几)|复印件|原件|"
        r"证件.{0,3}(?:要|带|吗)|几张照片|带齐",
        3.0,
    ),
    (
        "address",
        r"(?<![住放搁])在哪|(?<![住放搁])哪里(?!人|来得及|晓得|有)|(?<![住放搁])哪儿(?!的话)|"
        r"(?<!搬)(?<!换)(?<!改)地址(?!.{0,4}(?:换|变|改|错|不对|不一样))|(?<!个)(?<!占)位置|怎么(?:走|来|去|坐)|咋(?:个)?(?:走|来|"
        r"去)(?!.{0,2}办)|几号窗口|哪个窗口|[一二三四]楼还是|几楼|哪(?:一)?层|坐(?:什么|几路|哪路)|地铁(?!卡|上)|"
        r"公交(?!卡|上|车上|免费|不要钱|不花钱|不收钱)|停车|"
        r"导航|定位|哪个(?:地方|位置|门)|路线|咋坐车",
        2.6,
    ),
    (
        "booking_rules",
        r"(?:怎么|咋个?|如何|啷个|可以|能不能|要不要|需要|必须|要|用不用|"
        r"需不需要|是不是要|非要|"
        r"不|没)(?:提前)?(?:预约|约号|取号|挂号)(?:吗|嘛|不|么|才|的?吗|能|可以)|预约(?:规则|"
        r"流程|方式|要求|可以改|能改|能取消|迟到)|提前(?:几天|多久|好久)|(?:约|预约)(?:了|"
        r"好了?)?(?:不来|没来|不去|迟到|来不了)|能约几|最多约|可以约(?:到)?(?:几|多久|好久)|"
        r"怎么取消预约|怎么改预约|迟到|来晚|(?:不|没)预约|(?:要不要|用不用|需不需要|必须|非要)(?:先|提前)?(?:预约|约)|先约|直接来|约满|没号|没得号|约不到|候补|"
        r"名额|押金|错过预约|预约(?:不了|次数|限制)|(?:咋个?|怎么)(?:改期|退号|取消|改时间|约)",
        2.9,
    ),
    (
        "hours",
        r"几点(?:上班|下班|开门|关门|开始|结束|营业|到几点)?|(?<![没在得去来])上(?:不上)?班(?!的|族|那|忙|了|[,，])(?:吗|"
        r"不|时间|没|嘛|么|"
        r"到|的?吗|没有)?|下班(?:吗|时间)|开(?:不开)?门(?:吗|不|没|嘛|么)|开着|关门|营业|"
        r"办公时间|工作时间|作息|休息(?:吗|不|嘛)|放假(?:吗|不|嘛)?|有人(?:吗|不|上班|值班|没)|"
        r"(?:周末|周六|周日|星期[六天日]|礼拜[六天]|中午|节假日|国庆|春节|元旦|晚上|"
        r"假期).{0,6}(?:开|上班|有人|休息|办公|办不办|可以办|能办|能不能办|可不可以办|办得|"
        r"办理吗|得不得办)|什么时候(?:上班|开门|可以办|能办|能来)|啥时候(?:上班|开门)|"
        r"好久(?:上班|开门|下班)|时间(?:是|安排|表)",
        2.4,
    ),
)
_CUES = Cues(_TOPICS)
MODEL, NO_TOPIC = "aspects", "-"
_STEPS = (1.0, 2.3, 2.75)  # weak, ordinary and strong cues


# What is asked for by its name is asked, whatever else the words sound like (features.py).
_WHICH = "(?:什么|啥子?|哪些|哪样|怎样的?|多高的?)(?:样的?)?"
_BY_NAME = tuple(
    (label, Cue(pattern))
    for label, pattern in (
        (
            "eligibility",
            rf"{_WHICH}(?:条件|资格)|(?:条件|资格)(?:是|都?有|要)?(?:什么|啥|哪些|哪样)"
            rf"|^(?!.*(?:照片?|相片|材料|资料|格式|穿)).*(?:{_WHICH}要求|要求(?:是|都?有)(?:什么|啥|哪))"
            r"|(?:够不够|符不符合|满不满足)条件|(?:够|符合|满足)条件[没不吗嘛么]"
            r"|(?<![一二三四五六七八九十])(?:多大|多少|好多|几)(?:岁数?|年纪|年龄)(?!的)",
        ),
        (
            "how_to",
            rf"{_WHICH}(?:流程|程序|步骤)|(?:流程|步骤|程序)(?:是|都?有|要)?(?:什么|啥|哪些|怎|咋)"
            rf"|{SERVICE}(?:要|该|应该)?(?:咋个?|啷个|怎么)(?:办理?|弄|整|搞)[的呢嘛喃啊呀哦]*[?？。]?$",
        ),
        (
            "progress",
            r"(?:查|看|问|晓得|知道)[^,，。]{0,6}进度|进度[^,，。]{0,4}(?:查|看|问|怎|咋|如何|到哪)",
        ),
    )
)


def asked_by_name(said: str) -> str | None:
    """The aspect that a spelled text (features.py) asks for by its name; None when none or two."""
    named = [label for label, cue in _BY_NAME if cue.search(said)]
    return named[0] if len(named) == 1 else None


def find_topic(text: str) -> str | None:
    """What a plain text that is a question asks about; None when nothing."""
    said = spelled(text, {}, None)
    return asked_by_name(said) or read_topic(cued(text), grams(said))


def read_topic(cues: Mapping[str, float], seen: Set[str]) -> str | None:
    """What is asked about by a question with these cues and grams; None when nothing."""
    shares = trained(MODEL).shares(features(cues, seen))
    best = max(shares, key=lambda label: shares[label])
    return None if best == NO_TOPIC else best


def strongest(cues: Mapping[str, float]) -> str | None:
    """The topic that the strongest cue alone would give; of equals the first."""
    return max(cues, key=lambda label: cues[label], default=None)


def cued(text: str, named: Named = NOTHING_NAMED) -> dict[str, float]:
    """Topic → the weight of its cue, for those that speak; of equals the first is first."""
    return {label: weight for label, weight, _ in _CUES.heard(text, named)}


def features(cues: Mapping[str, float], seen: Set[str]) -> set[str]:
    """What the model of the aspects looks at."""
    steps = {f"+{label}{n}" for label, w in cues.items() for n, at in enumerate(_STEPS) if w >= at}
    return steps.union(seen) if cues else {"+no_cue", *seen}


_OCCASIONS = (
    ("@weekend", Cue(r"周末|双休|(?:周|星期|礼拜)[六日天末]")),
    ("@noon", Cue(r"中午|晌午|午休|午饭|十二点|12点")),
    ("@feast", Cue(r"节假|节日|国庆|春节|过年|元旦|五一|端午|中秋|清明|假期|放假|长假")),
    ("@evening", Cue(r"晚上|下班(?:了|后|以后)|夜|[五六七]点(?:过|以?后|多)|傍晚")),
    ("@early", Cue(r"早上|大清早|[八8]点")),
)


_ANY_OCCASION = Cue("|".join(cue.pattern for _, cue in _OCCASIONS))
_NONE: frozenset[str] = frozenset()


def occasions(text: str) -> frozenset[str]:
    """The occasions a plain text speaks of (weekend, noon …), as words of their own for ranking."""
    if not _ANY_OCCASION.search(text):
        return _NONE
    return frozenset(name for name, cue in _OCCASIONS if cue.search(text))
