"""For whom it is: relatives and others that somebody speaks for, and what they are called."""

import re
from itertools import islice

from msgspec import Struct

from bot.domain.masking import COMPOUND_SURNAMES
from bot.understanding.cue import Cue
from bot.understanding.names import full_name
from bot.understanding.people import MOST_CUES, find_name, whole_name
from bot.understanding.relatives import KIN, OTHER_SIDE, TITLE_OF, normal
from bot.understanding.surnames import DOUBTFUL, HAN, NO_NAME, SURNAME, SURNAMES, TITLE

_WHOSE = r"(?:我的?|我们的?|我(?:们)?(?:家|屋头|屋)里?的?|家里的?|屋头的?|俺的?|俺家|咱的?|自己的?)"
_GROUP = r"(?:公司|单位|厂里|厂头|店里|店头|楼上|楼下|隔壁|对门|老家|村里|社区)(?:的|一?个)?"
_FOR = Cue(
    rf"(?:(?:帮到?|代|替|给|为|陪|带|帮着|受)(?:着|到)?(?:{_WHOSE})?(?:{_GROUP})?|{_WHOSE})"
    rf"(?:(?:[一二两三四五六七八九十几好0-9]{{1,3}}|所有|全部)(?:个|名|位)|那个|这个|有个|个|"
    rf"的)?(?P<who>{KIN})(?!们|俩)"
)
_SUBJECT = Cue(
    rf"(?:^|[,，。;；!！ ])(?:有一?个|那个|这个)?(?P<who>{KIN})(?=今年|现在|已经|都?[七八九]十|瘫|"
    rf"偏瘫|卧床|"
    r"走不动|走路|行动|腿|脚|刚|住|身体|得了|有病|病了|动不|起不来|下不了床|都?在农村|都?在老家|"
    r"都?在乡|岁数|年纪|不会用|不识字|眼睛|耳朵|生病|住院|没在|在外地|要认证|想办|要办|想领|"
    r"该领|满[六七八九])"
)
_BOTH = Cue(
    r"(?:爸爸?|老汉儿?|父亲)(?:和|跟|与|、|还有|以及)(?:我|我的)?(?:妈妈?|母亲|老妈)|"
    r"(?:妈妈?|母亲|老妈)(?:和|跟|与|、|还有|以及)(?:我|我的)?(?:爸爸?|老汉儿?|父亲|老爸)"
)
_TOGETHER = Cue(
    rf"(?:我|本人|自己)(?:和|跟|与|同|、|还有)(?:我|我的|我家)?(?:{KIN})(?:一起|一路|都|也|两|俩)|"
    rf"(?:{KIN})(?:和|跟|与|同)我(?:一起|一路|都|也|两|俩)"
)
_WE_TWO = Cue("我们(?:两口子|夫妻|俩|两)")
_ANY_KIN = Cue(KIN)  # asked first: most messages speak of none
_MYSELF = Cue(
    r"(?<!不是)(?:是|给|帮|由)?我(?:自己|本人)(?:来|去|要|想)?(?:办|约|弄|用|的事)|我(?:自己|"
    r"本人)的|不是(?:帮|给|"
    r"替|代)(?:别人|他人|哪个)"
)
_NOT_FOR = Cue(r"(?:不是|不得是|没得|莫|不)(?:给|帮|替|为|代)?$")  # 不是我爸，是给我妈办
_ONLY_SAID = Cue(  # 我妈说, 我同事上次: somebody who told, not somebody to be served
    r"(?:都|也|就|才|又|跟我|给我)?(?:说|讲|告诉|推荐|介绍|听说|上次|上回|昨天|前天|上周|以前|"
    r"之前|已经办|也是在|那回|(?:来|去)?(?:替|帮|代)(?:我|本人)(?:来|去|办|领|跑|拿|交))"
    r"(?!.{0,12}(?:帮|给|替|代)(?:她|他|老人))"
)
_WHOSE_PHONE = Cue(r"的?(?:那个)?(?:电话|手机|号码)|的[ :，,是]{0,2}\u25a1{7}")
_FOR_THEM = Cue("[帮给替代为][她他]")
_PHONE_OF = Cue(
    r"(?:电话|手机号?|号码)(?:就|请|可以|还是)?(?:改|换|留|写|填|用|打)(?:成|为|给|到)?$"
)
_HEARSAY = Cue(r"(?:听|问了?|问过|据|看到?|像|和)$")
_INSTEAD = Cue(  # 不是外婆，是奶奶
    rf"不(?:得)?是(?:给|帮|替)?我?的?(?:{KIN})[ ,，。;；]*(?:而|应该|我说的)?"
    rf"是(?:给|帮|替|为)?我?的?(?P<who>{KIN})"
)
_CALLED_SO = Cue(rf"(?:^|[,，。;；!！ ])(?P<who>{KIN})(?:的?(?:名字|姓名))?[叫姓]{HAN}")
_INVERSE = Cue(
    rf"(?:我|本人|^|(?<=[,，。 ]))是(?:(?P<she>[她他])|老人家?|"
    rf"(?P<name>{SURNAME}{HAN}{{1,2}}?)(?=的)|办事人|"
    rf"申请人)(?:家|们)?的?"
    rf"(?P<who>{KIN})"
)
_NEARBY = r"(?:我们?)?(?P<near>对门|隔壁|楼上|楼下|邻居)?的?(?:一?个|那个)?"
_NEEDY = r"(?:五保户|孤寡老人|孤老|独居老人|空巢老人|残疾人|低保户|老党员|居民|群众|村民|老人家?)?"
_ENTRUSTED = Cue(
    rf"(?:帮到?|代|替|给(?=.{{0,8}}?{TITLE}(?:来|去)?[办约预申登激认领取续补])){_NEARBY}{_NEEDY}(?P<name>{SURNAME}{HAN}{{0,2}}?(?:{TITLE})|"
    rf"{SURNAME}{HAN}{{1,2}}?)(?:同志)?(?:来|去)?"
    r"(?:办|约|预约|申请|登记|问|跑|打听|激活|认证|领|取|续|补|咨询|改)|"
    r"(?:帮|代|替)(?:别人|他人|人家|客户)(?:来|去)?(?:办|约|预约|申请|登记|问|咨询)"
)
ENTRUSTER = "委托人"
"""Somebody for whom the writer speaks, though nothing tells how they are related."""


def find_beneficiary(text: str) -> str | None:
    """Who it is for when not the writer, in one normal word (母亲, 孩子 …)."""
    is_kin = _ANY_KIN.search(text)
    if _WE_TWO.search(text) or (is_kin and _TOGETHER.search(text)):
        return None
    if is_kin:
        return _relative(text)
    return None if _MYSELF.search(text) else _entrusted(text) or _contact_apart(text)


def _relative(text: str) -> str | None:
    """The same when somebody's relatives are spoken of."""
    if _BOTH.search(text):
        return normal("父母")
    if found := _INSTEAD.search(text):
        return normal(found["who"])
    if found := next((each for each in _FOR.finditer(text) if _is_for(text, each)), None):
        is_mine = _MYSELF.search(text) and text.startswith(found["who"], found.start() + 1)
        return None if is_mine else normal(found["who"])
    if _MYSELF.search(text):
        return None
    if found := _INVERSE.search(text):
        return _other_side(found, text)
    if found := _SUBJECT.search(text) or _CALLED_SO.search(text):
        return normal(found["who"])
    return _entrusted(text) or _contact_apart(text)


def _is_for(text: str, found: re.Match[str]) -> bool:
    """Not 不是我爸, not 我妈说你们…."""
    before, after = text[: found.start()], text[found.end() :][:30]
    is_told = _ONLY_SAID.match(after) or (found[0][0] in "我俺" and _HEARSAY.search(before))
    return not (_NOT_FOR.search(before) or is_told or _is_phone_of(found, text))


def _is_phone_of(found: re.Match[str], text: str) -> bool:
    """电话换成我女儿的138…: whom to call; 我妈的电话是138…，帮她约 is for the mother."""
    is_phone = _WHOSE_PHONE.match(text, found.end()) or _PHONE_OF.search(text[: found.start()])
    return bool(is_phone) and found[0][0] in "我俺咱家屋自" and not _FOR_THEM.search(text)


def _other_side(found: re.Match[str], text: str) -> str | None:
    """我是她女儿: it is for the mother; of 王秀英的女儿 她 or 他 may follow."""
    she = found["she"] or ("她" if "她" in text or "女士" in text else "他" if "他" in text else "")
    return OTHER_SIDE.get((normal(found["who"]), she)) or OTHER_SIDE.get((normal(found["who"]), ""))


def _entrusted(text: str) -> str | None:
    found = _ENTRUSTED.search(text)
    if not found or (found["name"] and NO_NAME.match(found["name"])):
        return None
    return normal("邻居") if found["near"] else ENTRUSTER


def _contact_apart(text: str) -> str | None:
    """申请人李大山，联系人李娟: two people, though nothing tells how they are related."""
    if not (_APPLICANT.search(text) and _ABOUT_ME.search(text)):
        return None
    names = find_names(text)
    return ENTRUSTER if names.own and names.name != names.own else None


def titled(name: str, beneficiary: str) -> str:
    """刘 for 母亲 is 刘女士; whole names, and kin of either sex (孩子, 爱人), stay as they are.

    丈夫 stands for 爱人 too, so it tells no sex.
    """
    is_surname = len(name) == 1 or name in COMPOUND_SURNAMES
    return name + TITLE_OF.get(beneficiary, "") if is_surname else name


_CALLED = Cue("[叫是:]|名字|姓名")
_FREQUENT = 47  # surnames at the head of the list
_NAME = r"[\u4e00-\u9fff·]{2,9}"
_KINS_NAME = Cue(
    rf"(?<!我是)(?<!我是[他她])(?<!我是[他她]的)(?:{KIN})"
    rf"(?:的?(?:名字|姓名))?(?:是|叫|名叫)?[ :，,]?(?P<name>{_NAME})"
)
_APPLICANT = Cue(
    r"(?:申请人|办事人|病人|患者|当事人|死者|逝者|被保险人)(?:的?(?:名字|姓名))?(?:是|叫)?"
    rf"[ :，,]?(?P<name>{_NAME})"
)
_OWN_NAME = Cue(
    rf"我是(?:他|她|老人家?|本人)?(?:家|们)?的?(?:{KIN})[ ,，:]?(?:我?叫|我?姓)?(?P<name>{_NAME})"
)
_AFTER_A_NAME = Cue(
    r"$|[^\u4e00-\u9fff]|[要想约办来去的是身年今在也都她他]|需要|现在|老人|同志|行动|瘫|卧床|住|"
    r"腿|预约|申请"
)
_LAST = Cue(rf"[,，。 ](?P<name>[{SURNAMES[:_FREQUENT]}]{HAN}{{2}})[。.!！]?$")
_ABOUT_ME = Cue("(?<![帮给替])我叫|我是(?![想来要去问打不在为帮给替说因])|我姓|本人|联系人")


class Names(Struct, frozen=True):
    """`name`: whose matter it is; `own`: the writer's, when it was said to be theirs."""

    name: str | None = None
    own: str | None = None


def find_names(text: str) -> Names:
    """Of 我爸李大山…我是他女儿李娟 and of 我妈叫刘桂芳，我叫王小明 both, whichever came first."""
    is_kin = _ANY_KIN.search(text)
    own = _named(_OWN_NAME, text) if is_kin else None
    kins = _named(_APPLICANT, text) or (_named(_KINS_NAME, text) if is_kin else None)
    kins = kins or _principal(text)
    kins = None if kins == own else kins  # 我是儿媳妇白百何
    marks = [found.start() for found in _ABOUT_ME.finditer(text)]
    if not own and marks:
        own = find_name(text[min(marks) :])
    if not own:
        return Names(kins or find_name(text) or _at_the_end(text))
    if not kins and marks:
        before = text[: min(marks)]
        kins = find_name(before) or find_name(text.rpartition(own)[2])
        kins = kins or _at_the_end(before.rstrip(" ,，。"))
    return Names(kins or own, own)


def _principal(text: str) -> str | None:
    """代王秀英办理: whose matter it is."""
    found = _ENTRUSTED.search(text)
    name = found["name"] if found else None
    return (
        name
        if name and name[0] not in DOUBTFUL and not NO_NAME.match(name) and full_name(name) == name
        else None
    )


def _at_the_end(text: str) -> str | None:
    """帮我爸问一下，刘志明: a name with a frequent surname is the last word about a relative."""
    found = _LAST.search(text) if _FOR.search(text) else None
    return whole_name(found["name"]) if found else None


def _named(cue: Cue, text: str) -> str | None:
    """The name that follows a relative; 我妈马上, 我爸高血压 are none."""
    for found in islice(cue.finditer(text), MOST_CUES):
        name = full_name(found["name"]) or ""
        if found["name"][0] in DOUBTFUL and not _CALLED.search(found[0]):
            continue
        for length in range(len(name), 1, -1):  # 艾亮约一个 is 艾亮
            if _AFTER_A_NAME.match(text[found.start("name") + length :][:2]):
                return name[:length]
    return None
