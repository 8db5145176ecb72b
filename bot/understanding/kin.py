"""For whom it is: relatives and others that somebody speaks for, and what they are called."""

from dataclasses import dataclass

from bot.domain.masking import COMPOUND_SURNAMES
from bot.understanding.cue import Cue
from bot.understanding.people import find_name, full_name

_KIN = (
    r"老?(?:伴儿?|爸妈|父母|妈老汉|母亲|妈妈|妈|老母亲|母|老妈|"
    r"老娘|娘|父亲|爸爸|老爸|老汉儿?|爸|老父亲|爹|"
    r"老头儿?|婆婆|外婆|奶奶|家婆|外公|爷爷|公公|家公|岳母|丈母娘|岳父|老丈人|婆母|婆家妈|老公|丈夫|"
    r"先生|爱人|老婆|妻子|媳妇儿?|堂客|婆娘"
    r"|娃儿|娃娃|娃|孩子|儿子|女儿|女娃|小孩|幺儿|幺女|闺女|宝宝|崽崽|孙子|孙女|外孙女?|孙孙|"
    r"老人家?|老年人|两位老人|爸妈|父母|妈老汉|哥哥|姐姐|弟弟|妹妹|哥|姐|弟|妹|朋友|同事|"
    r"邻居|亲戚|员工|室友|房东|舅舅|叔叔|姑姑|嬢嬢|姨妈|舅妈|老师)"
)
_FOR = Cue(
    r"(?:(?:帮|代|替|给|为|陪|带|帮到|跟)(?:我|着|到|我们|我的|我屋头|我家|家里的?|屋头的?|"
    r"一?个?)?|(?:我|我们|我家|我屋头|屋头|家里|俺)(?:的|里|家)?)(?:个|那个|一个)?"
    rf"(?P<who>{_KIN})(?!们|俩)"
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
    ("奶奶", "奶奶"),
    ("爷爷", "爷爷"),
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
_TITLES = (
    ("女士", "母亲 岳母 婆母 婆家妈 婆婆 奶奶 外婆 妻子 女儿 孙女 姐姐 妹妹 姑姑 嬢嬢 姨妈 舅妈"),
    ("先生", "父亲 岳父 公公 爷爷 外公 儿子 哥哥 弟弟 舅舅 叔叔"),
)
_TITLE_OF = {kin: title for title, words in _TITLES for kin in words.split()}


_TOGETHER = Cue(
    rf"(?:我|本人|自己)(?:和|跟|与|同|、|还有)(?:我|我的|我家)?(?:{_KIN})(?:一起|都|也|两|俩)|"
    r"我们(?:两口子|夫妻|俩|两)"
)


_NOT_FOR = Cue(r"(?:不是|不得是|没得|莫|不)(?:给|帮|替|为|代)?$")  # 不是我爸，是给我妈办


def find_beneficiary(text: str) -> str | None:
    """Who it is for when not the writer, in one normal word (母亲, 孩子 …)."""
    said = (each for each in _FOR.finditer(text) if not _NOT_FOR.search(text[: each.start()]))
    found = next(said, None)
    if not found or _TOGETHER.search(text):
        return None
    word = found["who"]
    return _CANONICAL.get(word) or _CANONICAL.get(word.removeprefix("老")) or word


def titled(name: str, beneficiary: str) -> str:
    """刘 for 母亲 is 刘女士; whole names, and kin of either sex (孩子, 爱人), stay as they are.

    丈夫 stands for 爱人 too, so it tells no sex.
    """
    is_surname = len(name) == 1 or name in COMPOUND_SURNAMES
    return name + _TITLE_OF.get(beneficiary, "") if is_surname else name


_NAME = r"[\u4e00-\u9fff·]{2,9}"
_KINS_NAME = Cue(
    rf"(?<!我是)(?<!我是[他她])(?<!我是[他她]的)(?:{_KIN})"
    rf"(?:的?(?:名字|姓名))?(?:是|叫|名叫)?[ :，,]?(?P<name>{_NAME})"
)
_APPLICANT = Cue(
    r"(?:申请人|办事人|病人|患者|当事人|死者|逝者|被保险人)(?:的?(?:名字|姓名))?(?:是|叫)?"
    rf"[ :，,]?(?P<name>{_NAME})"
)
_OWN_NAME = Cue(
    rf"我是(?:他|她|老人家?|本人)?(?:家|们)?的?(?:{_KIN})[ ,，:]?(?:我?叫|我?姓)?(?P<name>{_NAME})"
)
_AFTER_A_NAME = Cue(
    r"$|[^\u4e00-\u9fff]|[要想约办来去的是身年今在]|需要|现在|老人|同志|行动|瘫|卧床|住"
)
_ABOUT_ME = ("我叫", "我是", "我姓", "本人", "联系人")


@dataclass(frozen=True, slots=True)
class Names:
    """`name`: whose matter it is; `own`: the writer's, when it was said to be theirs."""

    name: str | None = None
    own: str | None = None


def find_names(text: str) -> Names:
    """Of 我爸李大山…我是他女儿李娟 and of 我妈叫刘桂芳，我叫王小明 both, whichever came first."""
    own = _named(_OWN_NAME, text)
    kins = _named(_APPLICANT, text) or _named(_KINS_NAME, text)
    marks = [text.find(mark) for mark in _ABOUT_ME if mark in text]
    if not own and marks:
        own = find_name(text[min(marks) :])
    if not own:
        return Names(kins or find_name(text))
    if not kins and marks:
        kins = find_name(text[: min(marks)]) or find_name(text.rpartition(own)[2])
    return Names(kins or own, own)


def _named(cue: Cue, text: str) -> str | None:
    """The name that follows a relative; 我妈马上, 我爸高血压 are none."""
    for found in cue.finditer(text):
        name = full_name(found["name"]) or ""
        for length in range(len(name), 1, -1):  # 艾亮约一个 is 艾亮
            if _AFTER_A_NAME.match(text[found.start("name") + length :][:2]):
                return name[:length]
    return None
