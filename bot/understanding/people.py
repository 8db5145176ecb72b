"""Names: said with a cue, or bare in an answer."""

import re
from functools import lru_cache

from bot.understanding.cue import Cue

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
    "贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪"
    "翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳"
    "邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜肖詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位"
    "覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车"
    "冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏"
    "栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞"
    "卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺代付闫佘蒲税"
    "骆尚宿狄茅楼厉展昝郦寇嵇荀禹粟雍阙敬旷危邝占尧璩蓟漆鹿丰仁农慎班镇漕缪佴亓笪麦蹇淳牧"
)
_COMPOUND = (
    r"(?:欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|宇文|长孙|端木|南宫|"
    r"独孤)"
)
_S = f"(?:{_COMPOUND}|[{_SURNAMES}])"
_HAN = r"[\u4e00-\u9fff\u3400-\u4dbf]"
_DOTTED = rf"{_HAN}{{1,8}}[·•・.]{_HAN}{{1,8}}(?:[·•・.]{_HAN}{{1,8}})?"
_TITLE = (
    r"(?:女士|先生|小姐|老师|师傅|阿姨|嬢嬢|娘娘|大爷|大妈|婆婆|爷爷|奶奶|叔叔|同志|孃孃|孃|"
    r"姐|哥|总|医生|老板|太太|妹儿|妹|叔|伯伯|伯)"
)
_NOT_NAMES = Cue(
    r"想|要|来|办|问|的|了|吗|请|预约|可以|什么|哪|怎么|谁|是不|不|说|一个|在|有|住|从|本人|"
    r"社区|小区|居民|老人|退休|业主|电话|手机|您|你|好|去|今天|明天|和|跟|外地|四川|成都|"
    r"温江|没|给|代|帮"
    r"|已|都|就|还|咋|啥|个体|残疾|低保|这|那|先|能|会|到|为|把|被|用|公司|企业|开|学生|家长|"
    r"孩子|女儿|儿子|昨|周|星期|号"
)
_CUES = Cue(
    r"(?:(?:名字|姓名|人名)(?:也|都|又)?(?:(?:写|打|搞|弄|说|听|登)?错了?|不对)"
    r"(?:[ ,，]{0,2}(?:应该)?是|[ ,，]{1,2})|"
    r"我叫|名字叫|叫做?|姓名(?:是|叫|:)?|名字(?:是|:)?|联系人(?:是|叫|:)?|申请人(?:是|:)?|"
    r"本人(?:叫|是)?|我的?名字(?:是|叫)|称呼(?:我|是)?|喊我|(?:就|名字)写|写(?=[\u4e00-\u9fff]{2,3}的?名字?)|"
    rf"登记(?:的是|成|的?名字))[ :，,]?(?P<a>{_DOTTED}|{_HAN}{{2,10}})"
    r"|(?:我叫|名字叫?|姓名|叫做?)(?:是|:)?[ ]?"
    r"(?P<l>[a-z][a-z'.-]{1,19}(?: [a-z][a-z'.-]{1,19}){0,2})(?![a-z0-9])"
    rf"|(?:我是|我系|这里是|这边是|我就是)[ ]?(?P<b>{_DOTTED}|{_HAN}{{2,10}})"
    rf"|(?:我|免贵|本人|她|他|妈|爸|[ ,，。]|^)姓[ :]?(?P<c>{_S})(?P<c2>名?{_HAN}{{0,3}})"
    rf"|(?!楼[上下])(?P<d>(?:{_S}{_HAN}{{0,2}}?){_TITLE})(?!的)"
    r"(?=(?:就行|就可以|就好|吧|嘛|哈)?(?:[ ,，。!！:;；、0-9(（\u25a1]|$))"
    rf"|(?:叫我|喊我)?(?<![{_SURNAMES}])(?P<e>[老小](?:{_S}))(?:吧|就行|就好|嘛)?"
    r"(?=[ ,，。!！、0-9\u25a1]|$)"
    rf"|(?:^|[^\u4e00-\u9fffa-z0-9])(?P<f>{_S}{_HAN}{{1,2}})[ ,，:]{{0,3}}(?=\u25a1{{7}})"
    rf"|\u25a1{{7}}[ ,，]{{0,3}}(?P<g>{_S}{_HAN}{{1,2}})(?=[ ,，。]|$)"
)
_NO_NAME = re.compile(  # words that begin like a surname
    "单位|单独|温江|成都|安排|安装|高龄|高血|方便|方法|时间|时候|应该|明[天年早晚]|周[一二三四五六日末天]|马上|车[祸站]|"
    "左[脚手腿边眼]|路[上边]|毛病|全[部家都体]|万一|江[苏西]|金[卡婚]|石油|常[年住常]|平时|平常|文化|严重|经[常济]|于是|"
    "和[我他她你]|农[村民业]|班[上车]|镇[上里]|包括|白[天内]|管理|能[不够]|游客|商[家户]|房[东子屋产]|原来|宿舍|谢谢|"
    "齐全|康复|解决|花[钱费]|计划|程序|路过|连续|通知|占用|保安|代[办表]|都[是要]|水[电费]|后来|成年|上[班海门午次]|"
    "下[班午次]|甘肃|云南|贵州|广[东西]|湖[南北]|河[南北]|海南|山[东西]|陕西|重庆|四川|安徽|青海|西藏|宁夏|新疆|"
    "都可|都行|成[不吗么]|何[时意必]|祝|明白|莫[急忘慌得]|左右|高中|安逸|应届|官网|柳城|文庙|加急|辛苦|房租|常规|"
    "老师|阿姨|孙[子女娃孙]|任[意何]|温[水和]|高兴|成[功绩]|干净|干[部活]|习惯|来[办问的电自访]|车主|房主|党员|工[人作]|干部|农民|东北|安全|强烈|麻烦|查询|别人"
)
_MARKUP = re.compile(
    r"<[^>]{0,200}>?|[\[\]{}<>&;#*_`|\\/\"'=$%^~@]|[0-9]{3,}|"
    r"[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]"
)
_LEAD = re.compile(
    r"^(?:您好|你好|嗯|哦|好的?|我就?叫|名字叫?|姓名|我是|叫我|喊我|我姓|免贵姓|免贵|姓|叫|"
    r"是|就写|写|那就|称呼我?)[ ,，:：]{0,2}"
)
_TAIL = re.compile(r"(?:就行了?|就可以了?|就好了?|嘛|哈|吧|呢|啊|哦|哇|三|嘞|的)$")
_NOT_AT_HEAD = re.compile(
    r"什么|怎么|可以|不|没|我|你|您|这|那个|那么|那就|为什么|凭|"
    r"预约|取消|人工|转|算了|好|要|再|等|办|问|"
    r"随便|谢谢|周[一二三四五六日末]?$|明天|今天|后天|下周|上午|"
    r"下午|返回|重新|帮助|确认|继续|投诉|社保|"
    r"医保|居住|身份|星期|老师|你好|在吗|哈|嗯|哦|啊|呵|电话|手机|保密|匿名|改|换|退|先|叫|喊"
)
_LONGEST = 12
_PARTS = re.compile(r"[ ,，。.;；、!！\n]+")
_FESTIVE = Cue(
    rf"(?<!{_HAN})(?:(?:我叫|我是|我|叫|名字|姓名|本人)(?:是|叫)?)?(?P<name>{_S}(?:国庆|元旦|中秋|端午|清明|"
    rf"立[春夏秋冬]|春分|谷雨|冬至|小雪|大雪|元宵|重阳|七夕|春节|除夕))(?!{_HAN}{{0,2}}[节假前后])"
)
_SURELY_NO_NAME = re.compile(
    r"[想要办问请的了吗不是在住老电您你我他她今昨查约改]|预约|社区|公司|居民|退休|明天|龄"
)
_PLACES = ("社区", "小区", "公司", "企业")


def _clean(name: str) -> str | None:
    """2-4 characters, or a minority name; anything else is no name."""
    name = name.strip(" ,，。!！.")
    if re.fullmatch(_DOTTED, name):
        return re.sub("[•・.]", "·", name)[:_LONGEST]
    return name if 2 <= len(name) <= 5 else None


def full_name(said: str) -> str | None:
    """The name at the head of what followed a cue ("刘芳想办…" → 刘芳)."""
    if re.fullmatch(_DOTTED, said):
        return _clean(said)
    if _NO_NAME.match(said) or not re.match(_S, said):
        return None
    titled = re.match(rf"{_S}{_HAN}{{0,2}}?{_TITLE}", said)
    if titled:
        return None if said.startswith("的", titled.end()) else titled[0]
    if _is_whole(said):
        return said
    longest = 4 if re.match(_COMPOUND, said) else 3
    head = said[:longest]
    stop = _NOT_NAMES.search(said, 1)
    if stop and stop.start() < longest:
        head = head[: stop.start()]
    if stop and stop.start() <= len(head) and stop[0] in _PLACES:
        return None
    return head if len(head) >= 2 else None


def _who_i_am(said: str) -> str | None:
    """我是王芳 is a name; 我是单位的, 我是温江人, 我是王芳的女儿 are none."""
    name = full_name(said)
    rest = said[len(name) :] if name else ""
    is_kind = rest.startswith(("的", "人", "这边", "那边")) or (name or "").endswith("人")
    return None if is_kind else name


def _rare_name(said: str) -> str | None:
    """我叫黎小满: after a plain cue two or three characters alone, whatever the first is."""
    is_name = len(said) in (2, 3) and not _NOT_NAMES.search(said) and not _NOT_AT_HEAD.match(said)
    return said if is_name and not _SURELY_NO_NAME.search(said) else None


def _is_whole(said: str) -> bool:
    """A surname with a given name (also 蒋大为, 张和平) or a title, and nothing else."""
    if re.fullmatch(rf"{_S}{_HAN}{{0,2}}?{_TITLE}", said):
        return True
    is_name = re.fullmatch(rf"{_S}{_HAN}{{1,2}}", said) is not None
    return is_name and _SURELY_NO_NAME.search(said, 1) is None


def find_name(text: str) -> str | None:
    """A name said with a cue (我叫, 姓, 联系人, 王女士 …) in a plain text, else None."""
    position = 0
    while found := _CUES.search(text, position):
        position = found.start() + 1
        if found["a"]:
            name = full_name(found["a"]) or _rare_name(found["a"])
        elif found["b"]:
            name = _who_i_am(found["b"])
        elif found["l"]:
            name = found["l"].title()
        elif found["c"]:
            name = _surnamed(found["c"], found["c2"].removeprefix("名"), text[found.end() :])
        else:
            name = found["d"] or found["e"] or found["f"] or found["g"]
        if name and (_is_whole(name) or not _NOT_NAMES.search(name, 1)):
            return name
    return None


def _surnamed(surname: str, given: str, after: str) -> str:
    """What 姓 is followed by: 蔡, 蔡大江, and of 免贵姓蔡，蔡大江 the whole."""
    if whole := re.match(rf"[ ,，]({surname}{_HAN}{{1,2}})(?!{_HAN})", after):
        return whole[1]
    is_given = given and not _NOT_NAMES.search(given) and len(given) <= 2
    return surname + given if is_given else surname


def festive_names(text: str) -> tuple[tuple[int, int], ...]:
    """Where people called like a festival (张国庆) are named: these words are no date."""
    return tuple(found.span("name") for found in _FESTIVE.finditer(text))


def lone_name(text: str) -> str | None:
    """明天上午9点办居住证，马超: a name between commas, in a message that says what and when."""
    for part in _PARTS.split(text):
        if _is_whole(part) and not _NO_NAME.match(part) and not _NOT_AT_HEAD.match(part):
            return part
    return None


def whole_name(text: str) -> str | None:
    """The name when a message is nothing but a surname with a given name or a title."""
    said = text.strip(" ,，。.!！~～")
    return said if lone_name(said) == said else None


@lru_cache(maxsize=1024)
def bare_name(text: str) -> str | None:
    """The name in an answer to 怎么称呼; None when it cannot be one.

    Markup, politeness and what is too long are cut: show it back for confirmation."""
    stripped = _MARKUP.sub(" ", text[:60]).strip()
    cued = find_name(stripped)
    if cued:
        return cued
    for _ in range(3):
        stripped = _TAIL.sub("", _LEAD.sub("", stripped)).strip(" ,，。!！?？")
    head = re.split(r"[ ,，。!！;；\n]", stripped)[0]
    if not re.fullmatch(rf"{_DOTTED}|{_HAN}{{1,5}}|[A-Za-z][A-Za-z .'-]{{1,20}}", head):
        return None
    if (
        (_NOT_NAMES.search(head, 1) and not _is_whole(head))
        or _NOT_AT_HEAD.match(head)
        or (len(head) == 1 and head not in _SURNAMES)
    ):
        return None
    if (
        len(head) > 3
        and head.isalpha()
        and head[0] not in _SURNAMES
        and not re.search(_TITLE, head)
    ):
        return head[:4] if head.isascii() or len(head) <= 4 else None
    return head[:_LONGEST]
