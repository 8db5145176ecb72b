"""Who it is for and where: names, beneficiaries, home addresses, ticket codes."""

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
    r"(?:(?:名字|姓名)(?:写|打|搞|弄|说|听|登)?错了?[ ,，]{0,2}(?:应该)?是|"
    r"我叫|名字叫|叫做?|姓名(?:是|叫|:)?|名字(?:是|:)?|联系人(?:是|叫|:)?|申请人(?:是|:)?|"
    r"本人(?:叫|是)?|我的?名字(?:是|叫)|称呼(?:我|是)?|喊我|就?写|"
    rf"登记)[ :，,]?(?P<a>{_DOTTED}|{_HAN}{{2,10}})"
    rf"|(?:我是|我系|这里是|这边是|我就是)[ ]?(?P<b>{_DOTTED}|{_HAN}{{2,10}})"
    rf"|(?:我|免贵|本人|她|他|妈|爸|[ ,，。]|^)姓[ :]?(?P<c>{_S})(?P<c2>名?{_HAN}{{0,3}})"
    rf"|(?P<d>(?:{_S}{_HAN}{{0,2}}?){_TITLE})(?!的)(?=[ ,，。!！:;；、0-9(（\u25a1]|$)"
    rf"|(?:叫我|喊我)?(?<![{_SURNAMES}])(?P<e>[老小](?:{_S}))(?:吧|就行|就好|嘛)?"
    r"(?=[ ,，。!！、0-9\u25a1]|$)"
    rf"|(?:^|[ ,，])(?P<f>{_S}{_HAN}{{1,2}})[ ,，:]{{0,3}}(?=\u25a1{{7}})"
    rf"|\u25a1{{7}}[ ,，]{{0,3}}(?P<g>{_S}{_HAN}{{1,2}})(?=[ ,，。]|$)"
)
_FULL = re.compile(rf"(?:{_COMPOUND}{_HAN}{{1,2}}|[{_SURNAMES}]{_HAN}{{1,2}})(?!{_HAN})")
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


def _full_name(said: str) -> str | None:
    """The name at the head of what followed a cue ("刘芳想办…" → 刘芳)."""
    if re.fullmatch(_DOTTED, said):
        return _clean(said)
    titled = re.match(rf"{_S}{_HAN}{{0,2}}?{_TITLE}", said)
    if titled:
        return None if said.startswith("的", titled.end()) else titled[0]
    if _is_whole(said):
        return said
    if re.match(_COMPOUND, said):
        longest = 4
    elif said[0] in _SURNAMES:
        longest = 3
    else:
        return None
    head = said[:longest]
    stop = _NOT_NAMES.search(said, 1)
    if stop and stop.start() < longest:
        head = head[: stop.start()]
    if stop and stop.start() <= len(head) and stop[0] in _PLACES:
        return None
    return head if len(head) >= 2 else None


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
        cued = found["a"] or found["b"]
        if cued:
            name = _full_name(cued)
        elif found["c"]:
            given = found["c2"].removeprefix("名")
            name = (
                found["c"] + given
                if given and not _NOT_NAMES.search(given) and len(given) <= 2
                else found["c"]
            )
        else:
            name = found["d"] or found["e"] or found["f"] or found["g"]
        if name and (_is_whole(name) or not _NOT_NAMES.search(name, 1)):
            return name
    return None


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


_FOR = Cue(
    r"(?:(?:帮|代|替|给|为|陪|带|帮到|跟)(?:我|着|到|我们|我的|我屋头|我家|家里的?|屋头的?|"
    r"一?个?)?|(?:我|我们|我家|我屋头|屋头|家里|俺)(?:的|里|家)?)(?:个|那个|一个)?"
    r"(?P<who>老?(?:爸妈|父母|妈老汉|母亲|妈妈|妈|老母亲|母|老妈|"
    r"老娘|娘|父亲|爸爸|老爸|老汉儿?|爸|老父亲|爹|"
    r"老头儿?|婆婆|外婆|奶奶|家婆|外公|爷爷|公公|家公|岳母|丈母娘|岳父|老丈人|婆母|老公|丈夫|"
    r"先生|爱人|老婆|妻子|媳妇儿?|堂客|婆娘"
    r"|娃儿|娃娃|娃|孩子|儿子|女儿|女娃|小孩|幺儿|幺女|闺女|宝宝|崽崽|孙子|孙女|外孙女?|孙孙|"
    r"老人家?|老年人|两位老人|爸妈|父母|妈老汉|哥哥|姐姐|弟弟|妹妹|哥|姐|弟|妹|朋友|同事|"
    r"邻居|亲戚|员工|室友|房东|舅舅|叔叔|姑姑|嬢嬢|姨妈|舅妈|老师))"
)
_PEOPLE = (
    ("父母", "爸妈 父母 妈老汉"),
    ("老人", "老人 老人家 老年人 两位老人"),
    ("岳母", "岳母 丈母娘"),
    ("岳父", "岳父 老丈人"),
    ("母亲", "母亲 妈妈 妈 老母亲 母 老妈 老娘 娘"),
    ("父亲", "父亲 爸爸 老爸 老汉 老汉儿 爸 老父亲 爹 老头 老头儿"),
    ("外婆", "外婆 家婆"),
    ("外公", "外公 家公"),
    ("奶奶", "奶奶 婆婆"),
    ("爷爷", "爷爷 公公"),
    ("丈夫", "老公 丈夫 先生 爱人"),
    ("妻子", "老婆 妻子 媳妇 媳妇儿 堂客 婆娘"),
    ("儿子", "儿子 幺儿"),
    ("女儿", "女儿 女娃 幺女 闺女"),
    ("孩子", "娃儿 娃娃 娃 孩子 小孩 宝宝 崽崽"),
    ("孙子", "孙子 孙孙 外孙"),
    ("孙女", "孙女 外孙女"),
    ("哥哥", "哥哥 哥"),
    ("姐姐", "姐姐 姐"),
    ("弟弟", "弟弟 弟"),
    ("妹妹", "妹妹 妹"),
)
_CANONICAL = {word: name for name, words in _PEOPLE for word in words.split()}


def find_beneficiary(text: str) -> str | None:
    """Who it is for when not the writer, in one normal word (母亲, 孩子 …)."""
    found = _FOR.search(text)
    if not found:
        return None
    word = found["who"]
    return _CANONICAL.get(word) or _CANONICAL.get(word.removeprefix("老")) or word


_ADDRESS = Cue(
    r"(?:[\u4e00-\u9fff]{2,8}(?:街道|镇|社区|"
    r"村))?[\u4e00-\u9fffa-z0-9]{0,12}?[\u4e00-\u9fff]{1,8}(?:大道|路|街|巷|段|村|苑|园|小区|"
    r"花园|府|城|湾|郡|公寓|家园|里|院)"
    r"[ ]?(?:[东西南北中]段)?(?:附?[0-9一二三四五六七八九十]{1,5}号(?:院|"
    r"附[0-9]{1,4}号)?)?[ ,，]?(?:[0-9一二三四五六七八九十a-z]{1,4}(?:栋|幢|号楼|座|"
    r"期)[ ,，]?)?"
    r"(?:[0-9一二三四五六七八九十]{1,3}单元[ ,，]?)?(?:[0-9一二三四五六七八九十]{1,"
    r"3}[楼层][ ,，]?)?(?:[0-9一二三四五六七八九十]{1,2}组|"
    r"[0-9]{1,5}(?:号|室|房)?(?![0-9点月日:.-]))?"
)
_PLACE = Cue(r"大道|路|街|巷|段|村|栋|幢|单元|苑|小区|花园|公寓|家园|号楼|号院")
_EXACT = Cue(r"[0-9一二三四五六七八九十]+(?:号|栋|幢|单元|室|组|楼)")
_ADDRESS_LEAD = re.compile(
    r"^(?:我?们?家?(?:住在?|在|地址是?:?|住的是|屋头在)|麻烦|你们|"
    r"地址是?:?|请?到|来|上门到|我是|是)+"
)


def find_address(text: str) -> tuple[str, tuple[int, int]] | None:
    """A home address exact enough to go there, with its place in the text."""
    if not _EXACT.search(text):
        return None
    for found in _ADDRESS.finditer(text):
        said = _ADDRESS_LEAD.sub("", found[0]).strip(" ,，")
        if _EXACT.search(said) and _PLACE.search(said) and len(said) >= 5:
            begin = text.index(said, found.start())
            return said, (begin, begin + len(said))
    return None


_CODE = Cue(r"(?<![a-z0-9])(?P<l>[a-hjkmnp-z]) ?-?(?P<n>[0-9]{3,6})(?![0-9a-z])")


def find_code(text: str) -> tuple[str, tuple[int, int]] | None:
    """A ticket code (A102, "a 102"), with its place in the text."""
    found = _CODE.search(text)
    return (found["l"].upper() + found["n"], found.span()) if found else None
